// Holds facts/replay to real logs: at every whole state of a level-2 log, what replay says of the
// state before it, by the verifier's rules alone, is compared with what the kernel prints there.
//
//   replay_corpus DIR|FILE...      exit 1 below the bar, or where something derived is contradicted
//
// A whole state stands at "from A to B:", behind "callee:" and "to caller at N:", and to 5.16
// before every instruction. For each, the log is read up to that line; the last step's outcome is
// then predicted. Compared are all registers that the kernel prints, but for the one that the
// instruction itself writes (its new value is what the line is there to tell) and the source of a
// move, to which it gives an id. Liveness marks and
// precision are not compared: they change afterwards. Nor is the id of a number that no other
// register shares: it says nothing, and kernels from 7.1 drop it.
#include "facts/replay.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "read/line.h"
#include "read/log.h"
#include "read/log_line.h"
#include "read/register_state.h"

namespace bpflens {
namespace {

constexpr size_t max_states_per_log = 40;
constexpr double bar = 0.99;

struct Figures {
  uint64_t logs = 0, states = 0, registers = 0, equal = 0, unknown = 0, contradicted = 0;
};

std::string contents(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A place in the log where a whole state stands, and the instruction that it is before.
struct WholeState {
  uint64_t end = 0;  // offset behind its line, or behind the instruction's
  uint32_t next = 0;
  bool visited = false;  // the instruction's line is part of it
  bool jumped = false;
  bool speculative = false;
};

std::vector<WholeState> whole_states(const Text& text) {
  std::vector<WholeState> found;
  LineReader lines(text, 0, 1, 1 << 16);
  LineKind before = LineKind::Blank;
  uint32_t return_to = 0;
  bool states_first = false;
  while (std::optional<Line> line = lines.next()) {
    LogLine parsed = classify_line(line->text);
    uint64_t end = line->offset + line->text.size() + 1;
    if (parsed.kind == LineKind::From)
      found.push_back({end, parsed.target, false, true, parsed.speculative});
    if (parsed.kind == LineKind::ToCaller)
      return_to = static_cast<uint32_t>(std::strtoul(line->text.data() + 13, nullptr, 10));
    if (parsed.kind == LineKind::BareState && before == LineKind::ToCaller)
      found.push_back({end, return_to, false, false, false});
    if (parsed.kind == LineKind::Insn && before == LineKind::State && states_first)
      found.push_back({end, parsed.insn, true, false, false});
    if (parsed.kind == LineKind::State && parsed.state.find("=inv") != std::string_view::npos)
      states_first = true;
    before = parsed.kind;
  }
  return found;
}

std::vector<WholeState> sampled(const std::vector<WholeState>& all) {
  if (all.size() <= max_states_per_log) return all;
  std::vector<WholeState> some;
  for (size_t i = 0; i < max_states_per_log; ++i)
    some.push_back(all[i * all.size() / max_states_per_log]);
  return some;
}

bool is_written(const Insn& code, RegisterNumber number) {
  std::optional<uint8_t> written = written_register(code);
  bool gives_id = code.kind == InsnKind::Move && code.src_is_register && code.src == number;
  return gives_id || (written && *written == number);
}

RegisterState without_marks(RegisterState state) {
  state.liveness = 0;
  state.precise = false;
  return state;
}

bool agrees(RegisterState said, const RegisterState& told, const VerifierState& all, Era era) {
  auto shares = [&](const NamedRegister& other) { return other.state.id == said.id; };
  bool id_says_nothing = said.type == RegisterType::Scalar && told.id == 0 &&
                         std::none_of(all.registers.begin(), all.registers.end(), shares);
  if (id_says_nothing) {
    said.id = 0;
    said.has_delta = false;
    said.delta = 0;
  }
  return print_register(without_marks(said), era) == print_register(without_marks(told), era);
}

class Comparison {
 public:
  void compare_log(const std::string& path) {
    std::string bytes = contents(path);
    Text whole = text_in_memory(bytes, path);
    std::vector<Trace> traces = read_logs(whole);
    if (traces.size() != 1 || traces[0].capture.level != 2) return;
    Figures& figures = by_era_[traces[0].era];
    ++figures.logs;
    size_t stats = bytes.find("\nverification time ");
    std::string end = stats == std::string::npos ? "" : bytes.substr(stats);
    for (const WholeState& state : sampled(whole_states(whole)))
      compare_state(text_in_memory(bytes.substr(0, state.end) + end, path), state, figures);
  }

  int report() const {
    Figures sum;
    std::printf("%-12s %6s %8s %10s %8s %8s %12s\n", "kernels", "logs", "states", "registers",
                "equal", "unknown", "contradicted");
    for (const auto& [era, f] : by_era_) {
      print(std::string(kernels_of(era)), f);
      sum = {sum.logs + f.logs,   sum.states + f.states,   sum.registers + f.registers,
             sum.equal + f.equal, sum.unknown + f.unknown, sum.contradicted + f.contradicted};
    }
    print("all", sum);
    bool good = sum.registers > 0 && sum.contradicted == 0 &&
                static_cast<double>(sum.equal) >= bar * static_cast<double>(sum.registers);
    return good ? 0 : 1;
  }

 private:
  static void print(const std::string& name, const Figures& f) {
    double share =
        f.registers ? 100.0 * static_cast<double>(f.equal) / static_cast<double>(f.registers) : 0;
    std::printf("%-12s %6llu %8llu %10llu %7.2f%% %8llu %12llu\n", name.c_str(),
                static_cast<unsigned long long>(f.logs), static_cast<unsigned long long>(f.states),
                static_cast<unsigned long long>(f.registers), share,
                static_cast<unsigned long long>(f.unknown),
                static_cast<unsigned long long>(f.contradicted));
  }

  void compare_state(const Text& text, const WholeState& at, Figures& figures) {
    std::vector<Trace> traces = read_logs(text);
    if (traces.empty() || traces.back().units.empty()) return;
    const Trace& trace = traces.back();
    auto unit_index = static_cast<UnitIndex>(trace.units.size() - 1);
    const Unit& unit = trace.units.back();
    size_t behind = at.visited ? 2 : 1;
    if (unit.path.steps.size() < behind) return;
    auto last = static_cast<StepIndex>(unit.path.steps.size() - behind);
    Step step = trace.read_step(unit_index, last);
    if (!step.told.whole) return;
    ++figures.states;
    std::optional<bool> jumped = at.jumped;
    if (at.visited) jumped = at.next != step.insn + 1;
    if (at.visited && step.code.jump == 0) jumped.reset();
    Replay replay(trace, unit_index);
    for (const NamedRegister& reg : step.told.state.registers) {
      if (is_written(step.code, reg.number)) continue;
      Known said = replay.predicted_after(
          last, {at.next, step.told.state.frame, jumped, at.speculative}, reg.number);
      compare_register(text.name, step, at, reg, said, trace.era, figures);
    }
  }

  void compare_register(const std::string& path, const Step& step, const WholeState& at,
                        const NamedRegister& reg, const Known& said, Era era, Figures& figures) {
    ++figures.registers;
    if (said.state && agrees(*said.state, reg.state, step.told.state, era)) {
      ++figures.equal;
      return;
    }
    bool claims = said.certainty == Certainty::Told || said.certainty == Certainty::Derived;
    ++(claims ? figures.contradicted : figures.unknown);
    static const char* const names[] = {"unknown", "told", "carried", "derived"};
    if (claims || said.state) {
      std::printf("%s: insn %u (%s) -> %u, R%u %s %s, kernel %s\n", path.c_str(), step.insn,
                  step.insn_text.c_str(), at.next, reg.number,
                  names[static_cast<int>(said.certainty)],
                  said.state ? print_register(*said.state, era).c_str() : "not readable",
                  print_register(reg.state, era).c_str());
    }
  }

  std::map<Era, Figures> by_era_;
};

}  // namespace
}  // namespace bpflens

int main(int count, char** arguments) {
  bpflens::Comparison comparison;
  for (int i = 1; i < count; ++i) {
    std::vector<std::string> paths;
    if (std::filesystem::is_directory(arguments[i])) {
      for (const auto& entry : std::filesystem::recursive_directory_iterator(arguments[i]))
        if (entry.path().extension() == ".log" && entry.file_size() < 400'000)
          paths.push_back(entry.path());
    } else {
      paths.push_back(arguments[i]);
    }
    std::sort(paths.begin(), paths.end());
    for (const std::string& path : paths) comparison.compare_log(path);
  }
  return comparison.report();
}
