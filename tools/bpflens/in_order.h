// Many pieces of work on several threads, what they lead to in the order of their numbers.
#pragma once

#include <cstddef>
#include <functional>

namespace bpflens {

using Action = std::function<void()>;
using Emit = std::function<void(Action&&)>;

// Calls work(i, emit) for every i below `count`, on up to `threads` threads at once. The actions
// that it emits run one at a time, those of a lower i first. Work that is ahead of its turn waits
// when it has emitted much, so memory stays bounded however much there is.
void in_order(size_t count, size_t threads, const std::function<void(size_t, const Emit&)>& work);

}  // namespace bpflens
