// LLVM's side of llvm_text.h.
#include <llvm/ADT/ArrayRef.h>
#include <llvm/MC/MCAsmInfo.h>
#include <llvm/MC/MCCodeEmitter.h>
#include <llvm/MC/MCContext.h>
#include <llvm/MC/MCDisassembler/MCDisassembler.h>
#include <llvm/MC/MCFixup.h>
#include <llvm/MC/MCInst.h>
#include <llvm/MC/MCInstPrinter.h>
#include <llvm/MC/MCInstrInfo.h>
#include <llvm/MC/MCRegisterInfo.h>
#include <llvm/MC/MCSubtargetInfo.h>
#include <llvm/MC/MCTargetOptions.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/TargetParser/Triple.h>

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <memory>

#include "objects/llvm_text.h"

extern "C" void LLVMInitializeBPFTargetInfo();
extern "C" void LLVMInitializeBPFTargetMC();
extern "C" void LLVMInitializeBPFDisassembler();

namespace bpflens {
namespace {

const llvm::Target& target_named(const std::string& triple) {
  LLVMInitializeBPFTargetInfo();
  LLVMInitializeBPFTargetMC();
  LLVMInitializeBPFDisassembler();
  std::string error;
  const llvm::Target* const target = llvm::TargetRegistry::lookupTarget(triple, error);
  assert(target);
  return *target;
}

// LLVM's parts for one byte order. They point at each other: it does not move.
struct Machine {
  explicit Machine(const std::string& name) : target(target_named(name)), triple(name) {}
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  const llvm::Target& target;
  const llvm::Triple triple;
  const llvm::MCTargetOptions options;
  const std::unique_ptr<llvm::MCRegisterInfo> registers{target.createMCRegInfo(triple.str())};
  const std::unique_ptr<llvm::MCAsmInfo> syntax{
      target.createMCAsmInfo(*registers, triple.str(), options)};
  const std::unique_ptr<llvm::MCInstrInfo> instructions{target.createMCInstrInfo()};
  const std::unique_ptr<llvm::MCSubtargetInfo> cpu{
      target.createMCSubtargetInfo(triple.str(), "v4", "")};
  llvm::MCContext context{triple, syntax.get(), registers.get(), cpu.get()};
  const std::unique_ptr<llvm::MCDisassembler> disassembler{
      target.createMCDisassembler(*cpu, context)};
  const std::unique_ptr<llvm::MCInstPrinter> printer{
      target.createMCInstPrinter(triple, 0, *syntax, *instructions, *registers)};
  const std::unique_ptr<llvm::MCCodeEmitter> emitter{
      target.createMCCodeEmitter(*instructions, context)};
};

std::string printed(const llvm::MCInst& insn, const Machine& machine) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  machine.printer->printInst(&insn, 0, "", *machine.cpu, stream);
  stream.flush();
  std::replace(text.begin(), text.end(), '\t', ' ');
  return text.substr(text.find_first_not_of(' '));
}

bool is_written_as(const llvm::MCInst& insn, llvm::ArrayRef<uint8_t> bytes,
                   const Machine& machine) {
  llvm::SmallVector<char, 16> written;
  llvm::SmallVector<llvm::MCFixup, 2> fixups;
  machine.emitter->encodeInstruction(insn, written, fixups, *machine.cpu);
  return std::equal(bytes.begin(), bytes.end(), written.begin(), written.end(),
                    [](uint8_t left, char right) { return left == static_cast<uint8_t>(right); });
}

}  // namespace

std::optional<LlvmInsn> llvm_insn(std::span<const std::byte> bytes, bool big_endian) {
  static const Machine little("bpfel"), big("bpfeb");
  const Machine& machine = big_endian ? big : little;
  const llvm::ArrayRef<uint8_t> data(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
  llvm::MCInst insn;
  uint64_t size_bytes = 0;
  if (machine.disassembler->getInstruction(insn, size_bytes, data, 0, llvm::nulls()) !=
      llvm::MCDisassembler::Success)
    return std::nullopt;
  return LlvmInsn{printed(insn, machine),
                  !is_written_as(insn, data.take_front(size_bytes), machine)};
}

}  // namespace bpflens
