// Which page explains this sentence of the kernel, and which numbers are in it?
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "facts/failed_call.h"
#include "facts/insn.h"
#include "facts/obligation.h"
#include "facts/page.h"

namespace bpflens {

struct MatchedMessage {
  const MessagePage* page = nullptr;
  const MessagePattern* pattern = nullptr;
  Obligation obligation;
  std::optional<uint32_t> insn;  // the instruction that the sentence itself names
};

// Every pattern that fits one of the lines, or two of them together; the most specific one first.
std::vector<MatchedMessage> all_matches(std::span<const std::string> lines,
                                        std::span<const MessagePage> pages);

// The most specific one; nullopt if no page knows the sentence.
std::optional<MatchedMessage> match_message(std::span<const std::string> lines,
                                            std::span<const MessagePage> pages);

// What the pattern's holes hold where it fits the end of a line that a loader printed; nullopt if
// it does not.
std::optional<std::vector<HeldText>> held_in(std::string_view line, const MessagePattern& pattern);

// True if neither of two matches says more than the other: a defect of the pages.
bool equally_specific(const MatchedMessage& a, const MatchedMessage& b);

// "R4", the first register that the sentence names; empty if it names none.
std::string register_in(std::span<const std::string> lines);

// Register, offset and size as the instruction has them, where the sentence did not say.
Obligation with_operands(Obligation obligation, const Insn& rejected);

// The page's first sentence whose holes are all known, filled in; its title if there is none.
std::string said_of(const MessagePage& page, const Obligation& obligation);

}  // namespace bpflens
