// A child lists the programs, then one child for each loads it as often as it takes to get a
// verdict and a log. A child's answer is a row of fields.
#include "live/load.h"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "apart/child.h"
#include "apart/fields.h"
#include "live/libbpf.h"
#include "live/machine.h"
#include "live/said.h"

namespace bpflens {
namespace {

constexpr size_t most_list_bytes = 64 << 20;
constexpr size_t beside_the_log_bytes = 1 << 20;
constexpr size_t most_maps_left_out = 8;

void send_field(const Send& send, std::string_view field) {
  send(field_head(field));
  send(field);
}

ChildLimits limits_of_child(const LoadLimits& limits, size_t answer_bytes) {
  return {limits.time, answer_bytes, limits.memory_bytes};
}

Error not_opened(std::span<const std::byte> object, const std::string& name, int error,
                 std::string_view said) {
  if (std::optional<std::string> machine = other_machine(object))
    return {name, "is a program for " + *machine + ", not for the kernel's BPF machine",
            "compile it with clang --target=bpf"};
  const std::string words = first_words(said);
  return {name, "libbpf cannot read it: " + (words.empty() ? std::strerror(error) : words),
          "see whether it is whole, and compile it again"};
}

Error not_listed(const std::string& name, const ChildAnswer& answer) {
  const bool is_ours = answer.end == ChildEnd::NotStarted;
  return {name, (is_ours ? "a process that reads it " : "libbpf, reading it, ") + words_for(answer),
          is_ours ? "" : "the file is probably damaged; compile it again"};
}

void send_list(std::span<const std::byte> object, const std::string& name, const Send& send) {
  const ProgramList list = programs_of(object, name);
  send_field(send, std::to_string(list.error));
  send_field(send, list.said);
  for (const ListedProgram& program : list.programs) {
    send_field(send, program.name);
    send_field(send, program.section);
  }
}

Result<std::vector<ListedProgram>> listed(std::span<const std::byte> object,
                                          const std::string& name, const LoadLimits& limits) {
  const ChildAnswer answer =
      answer_of_child(limits_of_child(limits, most_list_bytes),
                      [&](const Send& send) { send_list(object, name, send); });
  if (answer.end != ChildEnd::Done) return not_listed(name, answer);
  const auto fields = fields_in(answer.bytes);
  const auto error = fields && fields->size() >= 2 ? number_in((*fields)[0]) : std::nullopt;
  if (!error) return not_listed(name, {ChildEnd::Exited, 0, {}});
  if (*error != 0) return not_opened(object, name, *error, (*fields)[1]);
  std::vector<ListedProgram> programs;
  for (size_t i = 2; i + 1 < fields->size(); i += 2)
    programs.push_back({std::string((*fields)[i]), std::string((*fields)[i + 1])});
  if (programs.empty())
    return Error{name, "there is no program in it",
                 "a program is a function with SEC(\"xdp\") or the like before it"};
  return programs;
}

// The kernel touches only what it writes to.
std::span<char> room_for_log(size_t bytes) {
  void* room = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (room == MAP_FAILED) return {};
  return {static_cast<char*>(room), bytes};
}

void send_answer(const Send& send, int error, std::string_view log, std::string_view said) {
  send_field(send, std::to_string(error));
  send_field(send, log);
  send_field(send, said);
}

bool is_answered(const Attempt& attempt) { return attempt.error == 0 || !attempt.log.empty(); }

// A map that cannot be made keeps libbpf from loading any program of the object; those that do not
// use it are loaded without.
Attempt first_load(ProgramToLoad& wanted, std::span<char> room) {
  Attempt first = load_program(wanted, statistics, room);
  Attempt without = first;
  while (!is_answered(without) && wanted.maps_left_out.size() < most_maps_left_out) {
    std::optional<std::string> map = map_not_made(without.said);
    if (!map) break;
    wanted.maps_left_out.push_back(std::move(*map));
    without = load_program(wanted, statistics, room);
  }
  if (is_answered(without) && !uses_map_left_out(without.log)) return without;
  wanted.maps_left_out.clear();
  return first;
}

void load_and_send(ProgramToLoad wanted, const LoadWish& wish, const Send& send) {
  const std::span<char> room = room_for_log(wish.limits.log_bytes);
  if (room.empty()) return send_answer(send, ENOMEM, "", "libbpf: no memory for the log\n");
  std::vector<Attempt> attempts{first_load(wanted, room)};
  while (const auto level = next_level(attempts, wish.log_of_accepted))
    attempts.push_back(load_program(wanted, *level, room));
  send_answer(send, attempts.front().error, attempts[best_log(attempts)].log,
              attempts.front().said);
}

LoadedProgram loaded(std::span<const std::byte> object, const std::string& name, size_t index,
                     const ListedProgram& listed, const LoadWish& wish) {
  LoadedProgram program;
  program.name = listed.name;
  program.section = listed.section;
  ChildAnswer answer =
      answer_of_child(limits_of_child(wish.limits, wish.limits.log_bytes + beside_the_log_bytes),
                      [&](const Send& send) {
                        ProgramToLoad wanted{object, name, index, {}, std::nullopt};
                        if (wish.kind_of_section)
                          wanted.kind = wish.kind_of_section(listed.section);
                        load_and_send(std::move(wanted), wish, send);
                      });
  if (answer.end != ChildEnd::Done) {
    program.failure = "libbpf, loading it, " + words_for(answer);
    return program;
  }
  const auto fields = fields_in(answer.bytes);
  const auto error = fields && fields->size() == 3 ? number_in((*fields)[0]) : std::nullopt;
  if (!error) {
    program.failure = "libbpf, loading it, gave an answer that makes no sense";
    return program;
  }
  program.error = *error;
  program.said = (*fields)[2];
  program.log = (*fields)[1];
  return program;
}

}  // namespace

std::optional<Error> load_programs(std::span<const std::byte> object, const std::string& name,
                                   const LoadWish& wish, const TakeLoaded& take) {
  const Result<std::vector<ListedProgram>> programs = listed(object, name, wish.limits);
  if (!programs) return programs.error();
  for (size_t i = 0; i < programs.value().size(); i++)
    take(loaded(object, name, i, programs.value()[i], wish));
  return std::nullopt;
}

}  // namespace bpflens
