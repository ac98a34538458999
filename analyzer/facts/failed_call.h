// What a loader asked of the kernel and did not get, as a line of the paste says it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bpflens {

struct HeldText {
  std::string hole;  // "name", "map", "path", "device"
  std::string text;
};

struct FailedCall {
  std::string operation;  // its name in facts/operation.h
  std::string error;      // as it is printed; empty if it is not
  int error_number = 0;   // 0 if not known
  std::vector<HeldText> holds;
  std::string line;        // of the paste; empty if a loader's words are known in another way
  bool is_traced = false;  // by strace, which prints calls that are meant to fail as well

  // Empty if the line does not say.
  std::string_view held(std::string_view hole) const {
    for (const HeldText& held : holds)
      if (held.hole == hole) return held.text;
    return {};
  }
};

}  // namespace bpflens
