// Opens files and standard input as Text. Left out of BPFLENS_TEXT_ONLY builds.
#pragma once

#include <string>

#include "facts/result.h"
#include "read/text.h"

namespace bpflens {

// A regular file is read in place. Errors: no such file, a directory, no permission.
Result<Text> open_text(const std::string& path);

// Standard input, or anything else that cannot seek, is copied to an unlinked temporary file.
Result<Text> spool_text(int descriptor, std::string name);

// TMPDIR, or /tmp.
std::string temporary_folder();

// A new file in it that has no name; -1 and errno if there can be none.
int open_temporary();

}  // namespace bpflens
