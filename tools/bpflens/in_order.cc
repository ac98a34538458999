// One number has the turn: its actions run at once. Those of the numbers behind it are kept until
// the turn comes to them, in a ring of slots that also limits how far ahead work may be.
#include "in_order.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace bpflens {
namespace {

// A slot holds what one log leads to, mostly one action; a text with thousands of programs must not
// pile up before its turn.
constexpr size_t most_kept = 64;
constexpr size_t slots_per_thread = 16;

class Turns {
 public:
  Turns(size_t count, size_t threads) : count_(count), slots_(threads * slots_per_thread) {}

  // The next number to work on; `count` if there is none.
  size_t next() {
    std::unique_lock lock(mutex_);
    if (next_ == count_) return count_;
    const size_t mine = next_++;
    changed_.wait(lock, [&] { return mine < turn_ + slots_.size(); });
    return mine;
  }

  void emit(size_t number, Action&& action) {
    std::unique_lock lock(mutex_);
    Slot& slot = slot_of(number);
    slot.kept.push_back(std::move(action));
    if (number != turn_ && slot.kept.size() < most_kept) return;
    changed_.wait(lock, [&] { return number == turn_; });
    run(slot);
  }

  void done(size_t number) {
    const std::lock_guard lock(mutex_);
    slot_of(number).is_done = true;
    while (slot_of(turn_).is_done) {
      run(slot_of(turn_));
      slot_of(turn_).is_done = false;
      turn_++;
    }
    changed_.notify_all();
  }

 private:
  struct Slot {
    std::vector<Action> kept;
    bool is_done = false;
  };

  Slot& slot_of(size_t number) { return slots_[number % slots_.size()]; }

  static void run(Slot& slot) {
    for (const Action& action : slot.kept) action();
    slot.kept.clear();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  const size_t count_;
  size_t next_ = 0, turn_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace

void in_order(size_t count, size_t threads, const std::function<void(size_t, const Emit&)>& work) {
  if (threads <= 1) {
    for (size_t i = 0; i < count; i++) work(i, [](Action&& action) { action(); });
    return;
  }
  Turns turns(count, threads);
  std::vector<std::jthread> running;
  for (size_t i = 0; i < threads; i++) {
    running.emplace_back([&] {
      for (size_t mine = turns.next(); mine != count; mine = turns.next()) {
        work(mine, [&](Action&& action) { turns.emit(mine, std::move(action)); });
        turns.done(mine);
      }
    });
  }
}

}  // namespace bpflens
