// The user's own files in a result: which lines of them are shown, which are missing, which a patch
// changes.
#pragma once

#include "facts/finding.h"
#include "facts/source.h"

namespace bpflens {

// Every place gets the line of the user's file that it is about; notes say what could not be found.
void show_files(const SourceView& source, ProgramResult& result);

// The files that a patch is made of.
void keep_edited_files(const SourceView& source, ProgramResult& result);

}  // namespace bpflens
