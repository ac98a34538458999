// Lines to type, made as edits of the user's own lines.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "facts/finding.h"
#include "facts/source.h"
#include "judge/c_text.h"

namespace bpflens {

Edit replacement(const CText& text, CRange range, std::string new_text);

// Lines of their own before a statement, indented like it.
Edit lines_before(const CText& text, size_t statement, std::span<const std::string> lines);

// A line of its own behind a statement; behind what else stands there, if the line goes on.
Edit line_behind(const CText& text, CRange statement, const std::string& line,
                 const std::string& comment);

// The changed lines as they become, without the indentation that they share; "..." stands for lines
// between them.
std::string changed_text(const SourceFile& file, std::span<const Edit> edits);

// `as_patch`: the edits themselves are part of it, if the file is whole; else only what they make.
Rewrite rewrite_from(const CText& text, std::vector<Edit> edits, bool as_patch);

}  // namespace bpflens
