// What explain is given: files, standard input, what a command printed; and why it may be of no
// use.
#pragma once

#include <string>

#include "facts/result.h"
#include "read/text.h"

namespace bpflens {

// "-" is standard input. What can be no log (empty, an object, packed) is an error.
Result<Text> text_of(const std::string& input);

// `text` holds no log.
Error no_log(const Text& text);

}  // namespace bpflens
