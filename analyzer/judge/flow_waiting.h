// The definitions that are still to be looked at, each once; again when what they are made of
// changed.
#pragma once

#include <deque>
#include <vector>

#include "judge/flow.h"

namespace bpflens {

class WaitingDefinitions {
 public:
  // All that control comes to, in its order.
  explicit WaitingDefinitions(const DataFlow& flow) : flow_(flow), waits_(flow.definitions.size()) {
    for (const DefinitionIndex definition : flow.in_order) add(definition);
  }

  bool empty() const { return waiting_.empty(); }

  DefinitionIndex take() {
    const DefinitionIndex definition = waiting_.front();
    waiting_.pop_front();
    waits_[definition] = false;
    return definition;
  }

  // What is made of it, merges it or may overwrite it.
  void add_users(DefinitionIndex definition) {
    for (const uint32_t reading : flow_.readings_of.of(definition)) {
      const uint32_t slot = flow_.readings[reading].insn - flow_.control.function.first;
      add(flow_.in_register[slot]);
      add(flow_.on_stack[slot]);
    }
    for (const DefinitionIndex next : flow_.passed_to.of(definition)) add(next);
  }

 private:
  void add(DefinitionIndex definition) {
    if (definition == no_definition || waits_[definition]) return;
    waits_[definition] = true;
    waiting_.push_back(definition);
  }

  const DataFlow& flow_;
  std::vector<bool> waits_;
  std::deque<DefinitionIndex> waiting_;
};

}  // namespace bpflens
