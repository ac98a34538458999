// Takes out of a text what tells where it comes from: folders, kernel addresses, names of hosts and
// users, IP addresses. The same is replaced by the same, numbered in the order of appearance, and
// what a reader of logs looks at stays: lines, file names, instructions, states.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "read/redaction_address.h"
#include "read/text.h"

namespace bpflens {

// The number of each name, from 1. A hostile text may hold any number of names: the last number
// stands for all that are too many.
class NumberedNames {
 public:
  uint32_t number_of(std::string_view name);
  bool has(const std::string& name) const { return numbers_.contains(name); }

 private:
  std::unordered_map<std::string, uint32_t> numbers_;
};

class Redaction {
 public:
  // A line of a log or of what a loader printed, or a part of one.
  std::string line(std::string_view line);
  // A line of C.
  std::string source_line(std::string_view line);
  // "/redacted/2/prog.c" of any path that has a folder.
  std::string path(std::string_view path);

 private:
  class Scanner;
  std::string host(std::string_view name);
  std::string user_at_host(std::string_view words);

  NumberedNames folders_, hosts_, users_, ips_;
  RedactedAddresses addresses_;
};

// Hands over the redacted text in pieces, with the same lines.
void redact(const Text& text, Redaction& redaction,
            const std::function<void(std::string_view)>& take);

}  // namespace bpflens
