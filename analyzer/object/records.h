// What .BTF.ext says of the sections of a file, moved to where their functions stand in a program.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>

#include "object/btf_ext.h"
#include "object/functions.h"
#include "object/link.h"

namespace bpflens {

using SectionInfos = std::map<std::string, SectionInfo, std::less<>>;

// At most one record of a kind for each instruction; nothing between two instructions.
void keep_one_each(SectionInfos& infos);

// Fills in the program's lines and CO-RE relocations, and the types of its functions. Lines stop
// where their texts are longer than `most_line_bytes`; returns how long they are.
size_t take_records(Linked& linked, std::span<const ElfFunction> functions,
                    const SectionInfos& infos, size_t most_line_bytes);

}  // namespace bpflens
