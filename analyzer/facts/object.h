// A BPF object file, as it is handed to the kernel: every program with the functions that it calls
// behind it, its maps, and what each instruction that names something refers to.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/btf.h"
#include "facts/insn.h"
#include "facts/raw_insn.h"
#include "facts/result.h"

namespace bpflens {

struct MapDef {
  std::string name;
  std::string section;  // ".maps", "maps", ".rodata.cst32", ...
  uint32_t type = 0;    // the kernel's BPF_MAP_TYPE_ number
  uint32_t key_size_bytes = 0, value_size_bytes = 0, max_entries = 0, flags = 0;
  uint64_t extra = 0;  // map_extra
  bool pinned_by_name = false;
  BtfId key_type = 0, value_type = 0;  // 0 if the object does not say
  std::optional<uint32_t> inner = {};  // of a map of maps: index into Object::inner_maps
  bool is_data = false;                // a section of global data; value_type is its DataSection
  // Of global data its contents; zeros are not stored (.bss). Of a jump table where its targets
  // begin, as numbers of eight bytes in the file's order: bytes from the beginning of the section
  // of the function that uses it.
  std::vector<uint8_t> data = {};
};

enum class ReferenceKind : uint8_t {
  Map,             // ld_imm64 of a map
  MapValue,        // ld_imm64 of an address in global data
  Subprogram,      // call
  Callback,        // ld_imm64 of a function of this program
  Kfunc,           // call
  KernelVariable,  // ld_imm64, typed extern ksym
  KernelAddress,   // ld_imm64, typeless extern ksym
  Config,          // ld_imm64 into .kconfig
  Unresolved,      // a call or address that nothing provides: a libcall, an extern
};

// What an instruction refers to, in a linked program.
struct Reference {
  uint32_t insn = 0;
  ReferenceKind kind = ReferenceKind::Map;
  std::string name;    // map, function, variable, symbol
  uint32_t map = 0;    // Map, MapValue, Config: index into Object::maps
  int64_t offset = 0;  // MapValue, Config: in the value
  bool weak = false;   // of an extern: 0 if it is not there
};

struct LineRecord {
  uint32_t insn = 0;              // holds from here to the next record
  std::string file;               // as the compiler was told it
  uint32_t line = 0, column = 0;  // 0 if unknown
  std::string text;               // without blanks at its left; may be empty
};

// A call that the compiler replaced by the function's body.
struct InlinedCall {
  std::string function;  // what was called
  std::string file;      // where
  uint32_t line = 0, column = 0;
};

// A function of a linked program: the entry, or one that was appended.
struct ObjectFunction {
  std::string name;
  uint32_t first_insn = 0, insn_count = 0;
  BtfId type = 0;  // the Function; 0 without BTF
  bool global = false;
  std::string section;          // where it stands in the file
  uint64_t section_offset = 0;  // of its first instruction, in bytes
};

enum class CoreKind : uint8_t {
  FieldByteOffset = 0,
  FieldByteSize = 1,
  FieldExists = 2,
  FieldSigned = 3,
  FieldLeftShift = 4,
  FieldRightShift = 5,
  TypeIdLocal = 6,
  TypeIdTarget = 7,
  TypeExists = 8,
  TypeSize = 9,
  EnumValueExists = 10,
  EnumValue = 11,
  TypeMatches = 12,
};

// A place that is adapted to the kernel's types when the program is loaded.
struct CoreRelocation {
  uint32_t insn = 0;
  CoreKind kind = CoreKind::FieldByteOffset;
  BtfId type = 0;
  std::string access;             // "0:1:2", as the compiler wrote it
  std::string spec;               // for people: "struct task_struct.mm.exe_file"
  uint64_t local_value = 0;       // what the object's own types give
  std::optional<uint64_t> value;  // what it became; nullopt if no types of a kernel were at hand
  bool poisoned = false;          // the kernel's types have nothing that fits
  std::string why;                // poisoned, or not done: the reason in words
};

struct Program {
  std::string name;
  std::string section;          // "xdp", "?tc"
  uint64_t section_offset = 0;  // of its first instruction, in bytes
  std::vector<RawInsn> raw;     // one per slot
  std::vector<Insn> insns;      // one per slot; the second of an ld_imm64 is Unknown with code 0
  std::vector<ObjectFunction> functions;  // ascending; the first is the entry
  std::vector<LineRecord> lines;          // ascending
  std::vector<Reference> references;      // ascending
  std::vector<CoreRelocation> core;       // ascending
};

// An instruction in the file: `offset` counts bytes from the beginning of its section.
struct SectionPlace {
  std::string section;
  uint64_t offset = 0;
};

// The calls around each of the places, in their order: of each the innermost first. An error if
// the debug information broke what reads it.
using FindInlined =
    std::function<Result<std::vector<std::vector<InlinedCall>>>(const std::vector<SectionPlace>&)>;

struct Object {
  std::string name;  // of the file
  bool big_endian = false;
  std::string license;             // empty if it has none
  std::string kernel_types;        // where those are from that it was adapted to; empty: to none
  std::shared_ptr<const Btf> btf;  // null if it has none
  std::vector<Program> programs;   // in the order of the file
  std::vector<MapDef> maps, inner_maps;
  FindInlined inlined_calls;          // null without DWARF
  std::vector<std::string> left_out;  // what we do not know and nobody needs to run it, in words
};

}  // namespace bpflens
