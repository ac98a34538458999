// What .BTF.ext says of the sections of a file, moved to where their functions stand in a program.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

#include "object/btf_ext.h"
#include "object/functions.h"
#include "object/link.h"

namespace bpflens {

using SectionInfos = std::map<std::string, SectionInfo, std::less<>>;

// At most one record of a kind for each instruction; nothing between two instructions.
void keep_one_each(SectionInfos& infos);

// Gives subprograms the names of their types, by which the kernel calls them: the symbols of Rust
// and C++ are mangled.
void take_names(std::span<ElfFunction> functions, const Elf& elf, const SectionInfos& infos,
                const Btf& btf);

// Fills in the program's lines and CO-RE relocations, and the types of its functions. Lines stop
// where their texts are longer than `most_line_bytes`; returns how long they are. `btf` is null if
// there are no infos.
size_t take_records(Linked& linked, std::span<const ElfFunction> functions,
                    const SectionInfos& infos, const Btf* btf, size_t most_line_bytes);

}  // namespace bpflens
