#include "object/dwarf.h"

#include <llvm/DebugInfo/DWARF/DWARFContext.h>
#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Object/ObjectFile.h>

#include <map>
#include <memory>
#include <utility>

namespace bpflens {
namespace {

constexpr uint32_t deepest = 64;

// LLVM's objects point into the bytes and into each other.
struct Reader {
  std::vector<std::byte> bytes;
  std::unique_ptr<llvm::object::ObjectFile> object;
  std::unique_ptr<llvm::DWARFContext> context;
  std::map<std::string, uint64_t, std::less<>> sections;  // their numbers
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

void open_context(Reader& reader) {
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
}

std::vector<InlinedCall> calls_at(Reader& reader, std::string_view section, uint64_t offset) {
  if (!reader.context) open_context(reader);
  const auto number = reader.sections.find(section);
  if (number == reader.sections.end()) return {};
  using llvm::DILineInfoSpecifier;
  const DILineInfoSpecifier wanted(DILineInfoSpecifier::FileLineInfoKind::RawValue,
                                   DILineInfoSpecifier::FunctionNameKind::ShortName);
  const llvm::DIInliningInfo frames =
      reader.context->getInliningInfoForAddress({offset, number->second}, wanted);
  std::vector<InlinedCall> calls;
  // A frame says where it calls the one before it.
  for (uint32_t i = 1; i < frames.getNumberOfFrames() && i < deepest; ++i) {
    const llvm::DILineInfo &caller = frames.getFrame(i), &called = frames.getFrame(i - 1);
    calls.push_back({called.FunctionName, caller.FileName, caller.Line, caller.Column});
  }
  return calls;
}

}  // namespace

FindInlined inlined_calls(std::vector<std::byte> bytes) {
  auto reader = std::make_shared<Reader>();
  reader->bytes = std::move(bytes);
  const llvm::StringRef content(reinterpret_cast<const char*>(reader->bytes.data()),
                                reader->bytes.size());
  auto object = llvm::object::ObjectFile::createELFObjectFile({content, "object"}, false);
  if (!object) {
    llvm::consumeError(object.takeError());
    return {};
  }
  reader->object = std::move(*object);
  if (!has_debug_information(*reader->object)) return {};
  return [reader](std::string_view section, uint64_t offset) {
    return calls_at(*reader, section, offset);
  };
}

}  // namespace bpflens
