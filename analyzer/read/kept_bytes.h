// A copy of bytes that pass by, for a Text of them later: short ones in memory, long ones in a file
// without a name. Left out of BPFLENS_TEXT_ONLY builds.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "facts/result.h"
#include "read/text.h"

namespace bpflens {

class KeptBytes {
 public:
  KeptBytes() = default;
  KeptBytes(const KeptBytes&) = delete;
  KeptBytes& operator=(const KeptBytes&) = delete;
  ~KeptBytes();

  // What comes after a failure is not kept.
  void append(std::string_view bytes);

  // Why the copy is not whole.
  const std::optional<Error>& failure() const { return failure_; }

  // What was kept. Nothing is kept afterwards.
  Result<Text> take_text(std::string name);

 private:
  void write_out();

  std::string held_;         // not yet in the file
  int file_ = -1;            // -1: all is held
  uint64_t size_bytes_ = 0;  // in all
  std::optional<Error> failure_;
};

// Lets a changed copy of the text be kept like that; what fails then is a failure of the text.
void let_copies_be_kept(Text& text);

}  // namespace bpflens
