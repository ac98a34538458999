// What explain and lint are given: files, standard input, what a command printed; and why it may be
// of no use.
#pragma once

#include <string>

#include "facts/result.h"
#include "read/text.h"

namespace bpflens {

// "-" is standard input. What can be no log (empty, an object, packed) is an error.
Result<Text> text_of(const std::string& input);

// The bytes of an object. What can be none (empty, an archive, no ELF file, packed) is an error.
Result<std::string> object_of(const std::string& input);

// The bytes of a kernel's types. An ELF file, such as a whole vmlinux, is an error.
Result<std::string> kernel_types_of(const std::string& input);

// `text` holds no log.
Error no_log(const Text& text);

}  // namespace bpflens
