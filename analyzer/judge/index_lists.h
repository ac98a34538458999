// Some numbers for each of many numbers, all in one piece of memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace bpflens {

struct IndexLists {
  std::vector<uint32_t> first;  // where each list begins in `all`; one more for the end
  std::vector<uint32_t> all;
  std::span<const uint32_t> of(uint32_t key) const {
    return std::span(all).subspan(first[key], first[key + 1] - first[key]);
  }
};

// Lists for the keys below `key_count`. `each` calls what it is given with every key and its value;
// it is called twice.
template <typename Each>
IndexLists index_lists(size_t key_count, const Each& each) {
  IndexLists lists;
  lists.first.assign(key_count + 1, 0);
  each([&](uint32_t key, uint32_t) { lists.first[key + 1]++; });
  for (size_t i = 1; i < lists.first.size(); i++) lists.first[i] += lists.first[i - 1];
  lists.all.resize(lists.first.back());
  std::vector<uint32_t> next(lists.first.begin(), lists.first.end() - 1);
  each([&](uint32_t key, uint32_t value) { lists.all[next[key]++] = value; });
  return lists;
}

}  // namespace bpflens
