// A line is held against every wording; some say what failed in one line and the error in another.
#include "judge/failed_call.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "facts/error_name.h"
#include "facts/lines.h"
#include "facts/operation.h"
#include "judge/match.h"

namespace bpflens {
namespace {

// From a line without an error to the one that has it.
constexpr size_t most_lines_between = 8;
constexpr size_t most_calls = 200;
constexpr size_t most_held_bytes = 200;

// What quotes the line or holds it in JSON ends behind the error.
std::string_view without_quotes(std::string_view error) {
  const size_t end = error.find_last_not_of("\"'}] ,");
  return end == std::string_view::npos ? error : error.substr(0, end + 1);
}

// "1: " of a list of causes.
std::string_view without_count(std::string_view line) {
  const size_t digits = line.find_first_not_of("0123456789");
  const bool is_count =
      digits != 0 && digits != std::string_view::npos && line.substr(digits).starts_with(": ");
  return is_count ? line.substr(digits + 2) : line;
}

// A command that strace has a name for and this program does not is one of bpf() all the same.
std::string operation_of(const CallWording& wording, const FailedCall& call) {
  if (!wording.operation.empty()) return std::string(wording.operation);
  const std::string_view name = call.held("operation");
  return std::string(operation_named(name) ? name : "BPF");
}

std::optional<FailedCall> call_in(std::string_view line, std::span<const CallWording> wordings) {
  const CallWording* best = nullptr;
  FailedCall call;
  for (const CallWording& wording : wordings) {
    if (best && best->pattern.literal_length >= wording.pattern.literal_length) continue;
    auto held = held_in(line, wording.pattern);
    if (!held) continue;
    best = &wording;
    call.holds = std::move(*held);
  }
  if (!best) return std::nullopt;
  for (HeldText& held : call.holds)
    if (held.text.size() > most_held_bytes) held.text.resize(most_held_bytes);
  call.operation = operation_of(*best, call);
  call.error = without_quotes(call.held("error"));
  call.error_number = error_number_in(call.error).value_or(0);
  call.line = line;
  call.is_traced = best->is_trace;
  return call;
}

// A long trace loses its first calls, never a loader's words.
bool make_room(std::vector<FailedCall>& calls) {
  if (calls.size() < most_calls) return true;
  const auto oldest = std::ranges::find(calls, true, &FailedCall::is_traced);
  if (oldest == calls.end()) return false;
  calls.erase(oldest);
  return true;
}

// Those of a trace behind all others, and the last first.
void put_likeliest_first(std::vector<FailedCall>& calls) {
  std::vector<FailedCall> sorted, traced;
  for (FailedCall& call : calls) (call.is_traced ? traced : sorted).push_back(std::move(call));
  std::ranges::move(traced.rbegin(), traced.rend(), std::back_inserter(sorted));
  calls = std::move(sorted);
}

}  // namespace

std::vector<FailedCall> failed_calls(std::span<const std::string> lines,
                                     std::span<const CallWording> wordings) {
  std::vector<FailedCall> calls;
  size_t without_error = 0;  // so many lines more may have the error of the last one
  for (const std::string& raw : lines) {
    const std::string_view line = trimmed(raw);
    if (auto call = call_in(line, wordings)) {
      if (!make_room(calls)) break;
      without_error = call->error.empty() ? most_lines_between : 0;
      calls.push_back(std::move(*call));
      continue;
    }
    if (without_error == 0) continue;
    without_error--;
    const auto number = error_number_in(line);
    if (!number) continue;
    calls.back().error = without_count(line).substr(0, most_held_bytes);
    calls.back().error_number = *number;
    without_error = 0;
  }
  put_likeliest_first(calls);
  return calls;
}

}  // namespace bpflens
