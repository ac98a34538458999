#include "object/dwarf.h"

#include <llvm/DebugInfo/DWARF/DWARFContext.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/ObjectFile.h>

#include <algorithm>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "apart/child.h"
#include "apart/fields.h"

namespace bpflens {
namespace {

constexpr uint32_t deepest = 64;
constexpr ChildLimits limits{
    .time = std::chrono::seconds(20), .answer_bytes = 1 << 20, .memory_bytes = size_t{1} << 30};

constexpr size_t most_ranges = 1'000'000;
constexpr size_t ranges_of_damage = 1'000;  // what reading them costs, at least

// Where a call was replaced by the function's body.
struct Inlined {
  uint64_t section = 0, begin = 0, end = 0;
  llvm::DWARFDie call;
};

using OpenObject = std::unique_ptr<llvm::object::ObjectFile>;
using Calls = std::vector<InlinedCall>;

// LLVM's objects point into each other.
struct Reader {
  OpenObject object;
  std::unique_ptr<llvm::DWARFContext> context;
  std::map<std::string, uint64_t, std::less<>> sections;  // their numbers
  std::vector<Inlined> inlined;                           // what is within another stands behind it
};

void be_silent(llvm::Error error) { llvm::consumeError(std::move(error)); }

bool has_debug_information(const llvm::object::ObjectFile& object) {
  for (const llvm::object::SectionRef& section : object.sections()) {
    llvm::Expected<llvm::StringRef> name = section.getName();
    if (!name)
      llvm::consumeError(name.takeError());
    else if (*name == ".debug_info")
      return true;
  }
  return false;
}

// Null if it is no object.
OpenObject open_object(std::span<const std::byte> bytes) {
  const llvm::StringRef content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  auto object = llvm::object::ObjectFile::createELFObjectFile({content, "object"}, false);
  if (object) return std::move(*object);
  llvm::consumeError(object.takeError());
  return nullptr;
}

// LLVM's own search goes by the address alone, and every section of an object begins at 0.
void find_inlined(Reader& reader) {
  size_t ranges = 0;
  for (const std::unique_ptr<llvm::DWARFUnit>& unit : reader.context->compile_units())
    for (unsigned i = 0; i < unit->getNumDIEs() && ranges < most_ranges; ++i) {
      const llvm::DWARFDie die = unit->getDIEAtIndex(i);
      if (die.getTag() != llvm::dwarf::DW_TAG_inlined_subroutine) continue;
      llvm::Expected<llvm::DWARFAddressRangesVector> places = die.getAddressRanges();
      ranges += places ? places->size() : ranges_of_damage;
      if (!places) {
        llvm::consumeError(places.takeError());
        continue;
      }
      for (const llvm::DWARFAddressRange& place : *places)
        reader.inlined.push_back({place.SectionIndex, place.LowPC, place.HighPC, die});
    }
}

std::string caller_file(const Reader& reader, const llvm::DWARFDie& call, uint32_t number) {
  using Kind = llvm::DILineInfoSpecifier::FileLineInfoKind;
  llvm::DWARFUnit* unit = call.getDwarfUnit();
  const llvm::DWARFDebugLine::LineTable* lines = reader.context->getLineTableForUnit(unit);
  std::string name;
  if (!lines || !lines->getFileNameByIndex(number, unit->getCompilationDir(), Kind::RawValue, name))
    return {};
  return name;
}

InlinedCall described(const Reader& reader, const llvm::DWARFDie& call) {
  const char* name = call.getSubroutineName(llvm::DINameKind::ShortName);
  InlinedCall told{.function = name ? name : "", .file = {}};
  uint32_t file = 0, discriminator = 0;
  call.getCallerFrame(file, told.line, told.column, discriminator);
  told.file = caller_file(reader, call, file);
  return told;
}

Reader reader_of(OpenObject object) {
  Reader reader{std::move(object), nullptr, {}, {}};
  for (const llvm::object::SectionRef& section : reader.object->sections()) {
    llvm::Expected<llvm::StringRef> name = section.getName();
    if (!name)
      llvm::consumeError(name.takeError());
    else
      reader.sections.emplace(name->str(), section.getIndex());
  }
  reader.context = llvm::DWARFContext::create(*reader.object,
                                              llvm::DWARFContext::ProcessDebugRelocations::Process,
                                              nullptr, "", be_silent, be_silent);
  find_inlined(reader);
  return reader;
}

Calls calls_at(const Reader& reader, const SectionPlace& place) {
  const auto number = reader.sections.find(place.section);
  if (number == reader.sections.end()) return {};
  Calls calls;
  for (auto inlined = reader.inlined.rbegin(); inlined != reader.inlined.rend(); ++inlined) {
    const bool is_around = inlined->section == number->second && inlined->begin <= place.offset &&
                           place.offset < inlined->end && calls.size() < deepest;
    if (is_around) calls.push_back(described(reader, inlined->call));
  }
  return calls;
}

void send_text(const Send& send, std::string_view text) {
  send(field_head(text));
  send(text);
}

// Of each place how many calls, then the calls.
void send_calls(const Send& send, const Reader& reader, const std::vector<SectionPlace>& places) {
  for (const SectionPlace& place : places) {
    const Calls calls = calls_at(reader, place);
    send_text(send, std::to_string(calls.size()));
    for (const InlinedCall& call : calls) {
      send_text(send, call.function);
      send_text(send, call.file);
      send_text(send, std::to_string(call.line));
      send_text(send, std::to_string(call.column));
    }
  }
}

class Answer {
 public:
  explicit Answer(std::vector<std::string_view> fields) : fields_(std::move(fields)) {}

  bool is_whole() const { return is_whole_ && next_ == fields_.size(); }

  Calls calls() {
    Calls calls(std::min(number(), deepest));
    for (InlinedCall& call : calls) {
      call.function = text();
      call.file = text();
      call.line = number();
      call.column = number();
    }
    return calls;
  }

 private:
  std::string_view text() {
    if (next_ < fields_.size()) return fields_[next_++];
    is_whole_ = false;
    return {};
  }

  uint32_t number() {
    const auto number = number_in(text());
    is_whole_ = is_whole_ && number && *number >= 0;
    return is_whole_ ? static_cast<uint32_t>(*number) : 0;
  }

  std::vector<std::string_view> fields_;
  size_t next_ = 0;
  bool is_whole_ = true;
};

Result<std::vector<Calls>> ask(std::span<const std::byte> bytes,
                               const std::vector<SectionPlace>& places) {
  const ChildAnswer answer = answer_of_child(limits, [&](const Send& send) {
    if (OpenObject object = open_object(bytes))
      send_calls(send, reader_of(std::move(object)), places);
  });
  if (answer.end != ChildEnd::Done) return Error{"the object's DWARF", words_for(answer), ""};
  Answer said(fields_in(answer.bytes).value_or(std::vector<std::string_view>()));
  std::vector<Calls> all(places.size());
  for (Calls& calls : all) calls = said.calls();
  if (!said.is_whole()) return Error{"the object's DWARF", "gave no whole answer", ""};
  return all;
}

}  // namespace

FindInlined inlined_calls(std::vector<std::byte> bytes) {
  const OpenObject object = open_object(bytes);
  if (!object || !has_debug_information(*object)) return {};
  return [kept = std::make_shared<const std::vector<std::byte>>(std::move(bytes))](
             const std::vector<SectionPlace>& places) { return ask(*kept, places); };
}

}  // namespace bpflens
