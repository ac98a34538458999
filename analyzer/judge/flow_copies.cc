// Every definition is first taken for a copy of whatever it is made of; a merge stays one only as
// long as all that it merges are copies of the same. So a register that is filled again in a loop
// remains a copy of what was spilled before it.
#include "judge/flow_copies.h"

#include <algorithm>

#include "judge/flow_waiting.h"

namespace bpflens {
namespace {

constexpr CopyOf undecided{};
// A merge that changes more often is taken for a value of its own.
constexpr uint8_t most_changes = 4;

struct Copies {
  DataFlow& flow;
  std::vector<uint8_t> changes = {};

  CopyOf copy_of(DefinitionIndex definition) const {
    return definition == no_definition ? undecided : flow.copy_of[definition];
  }

  CopyOf low_bytes(CopyOf copy, uint8_t bytes) const {
    if (copy == undecided) return copy;
    if (flow.definitions[copy.definition].width_bytes > bytes)
      copy.bytes = std::min(copy.bytes, bytes);
    return copy;
  }

  CopyOf merged(DefinitionIndex index) const {
    const Definition& merge = flow.definitions[index];
    const CopyOf itself{index};
    if (changes[index] > most_changes) return itself;
    CopyOf all = undecided;
    for (uint32_t i = 0; i < merge.merged_count; i++) {
      const DefinitionIndex part = flow.merged[merge.first_merged + i];
      const CopyOf copy = copy_of(part);
      if (copy == undecided || copy == itself) continue;
      // Of what a store wrote it may be a part.
      const Storage& whole = flow.definitions[part].storage;
      const bool is_another = all != undecided && copy != all;
      if (is_another || whole.size_bytes != merge.storage.size_bytes) return itself;
      all = copy;
    }
    return all;
  }

  CopyOf evaluate(DefinitionIndex index) const {
    const Definition& definition = flow.definitions[index];
    if (definition.kind == DefinitionKind::Merge) return merged(index);
    if (definition.kind == DefinitionKind::Copy && definition.source != no_definition)
      return low_bytes(copy_of(definition.source), definition.width_bytes);
    return {index};
  }

  void run() {
    flow.copy_of.assign(flow.definitions.size(), undecided);
    changes.resize(flow.definitions.size());
    for (WaitingDefinitions waiting(flow); !waiting.empty();) {
      const DefinitionIndex index = waiting.take();
      const CopyOf copy = evaluate(index);
      if (copy == flow.copy_of[index]) continue;
      flow.copy_of[index] = copy;
      if (changes[index] <= most_changes) changes[index]++;
      waiting.add_users(index);
    }
    for (DefinitionIndex i = 0; i < flow.definitions.size(); i++)
      if (flow.copy_of[i] == undecided) flow.copy_of[i] = {i};
  }
};

}  // namespace

void find_copies(DataFlow& flow) {
  Copies{flow}.run();
  flow.copies_of = index_lists(flow.definitions.size(), [&](const auto& add) {
    for (DefinitionIndex i = 0; i < flow.definitions.size(); i++)
      add(flow.copy_of[i].definition, i);
  });
}

}  // namespace bpflens
