// What we tell the user: one Finding per cause, a Result per program and kernel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/failed_call.h"
#include "facts/limits.h"
#include "facts/obligation.h"
#include "facts/place.h"
#include "facts/replay.h"
#include "facts/source.h"
#include "facts/trace.h"

namespace bpflens {

enum class Severity : uint8_t { Note, Warning, Error };

// One link in the story of a value.
enum class ProofKind : uint8_t {
  Acquired,
  Copied,
  Computed,
  Bounded,
  CheckedOtherCopy,
  Spilled,
  Filled,
  Merged,
  Invalidated,
  Released,
  Lost,
  Missing,
};

enum class Ending : uint8_t {
  None,         // no walk was made
  Lost,         // the proof was there and went
  NeverMade,    // nobody checked
  Rule,         // nothing was lost: the rule itself rejects
  BeforePaste,  // it began before what we were given
};

struct ProofEvent {
  ProofKind kind = ProofKind::Computed;
  Place place;
  std::string register_name;  // "R4", "fp-8"; empty if none
  Certainty certainty = Certainty::Unknown;
  std::string before, after;  // states in the era's own syntax; empty if not known
  std::string text;           // one sentence for the user
  // Further instructions that this event sums up: the first half of a shift pair, a spill before
  // its fill. Ascending.
  std::vector<uint32_t> covers;
  std::optional<StepIndex> step;  // where on the path; nullopt: not on it
};

enum class FactKind : uint8_t {
  Bounded,      // a number between `least` and `most`
  NonNull,      // a pointer
  PacketRange,  // `bytes` bytes from the pointer on are before the packet's end
};

// What the verifier would have to know of a register, just before an instruction or right after it,
// for the rejected obligation to hold.
struct MissingFact {
  FactKind kind = FactKind::Bounded;
  Place place;
  bool before = true;
  std::string register_name;
  std::optional<int64_t> least, most;  // Bounded, as a signed number; nullopt: no limit
  std::optional<int64_t> bytes;        // PacketRange
};

// Replaces the text from (line, column) up to (end_line, end_column); lines and columns (bytes)
// from
// 1. Equal ends: an insertion.
struct Edit {
  std::string file;  // below the source root
  uint32_t line = 0, column = 0, end_line = 0, end_column = 0;
  std::string new_text;
};

struct Rewrite {
  std::string title;
  std::string reason;
  bool safe = false;        // same behaviour
  bool verified = false;    // recompiled and accepted
  std::string text;         // lines to type
  std::vector<Edit> edits;  // the same in the user's own files, ascending; empty without them
};

// A command that tells two reasons apart, and what its answer means.
struct Check {
  std::string command;  // "cat /proc/sys/kernel/unprivileged_bpf_disabled"
  std::string shows;    // "1 or 2"
  std::string means;    // "nobody without CAP_BPF may load"
  std::string remedy;   // what to type or do then; may be empty
};

struct Finding {
  std::string rule;  // "BL001", "BE014", "BE000"
  std::string slug;
  std::string mechanism;  // label axes of the project's cases: PKT_BOUNDS, ...
  std::string layer;      // source_bug, lowering_artifact, ...
  Severity severity = Severity::Error;
  std::string message;  // what is wrong, at the place
  Ending ending = Ending::None;
  Place location;
  std::optional<Place> lost_at;
  std::vector<ProofEvent> proof;  // oldest first
  std::optional<MissingFact> missing_fact;
  std::vector<Rewrite> rewrites;
  std::vector<Check> checks;         // what decides between the reasons
  std::vector<std::string> no_help;  // what users try in vain
  std::vector<std::string> causes;   // usual ones, for which the page has what to type
  std::vector<std::string> kernels;  // seen on, from the proof table alone
  std::vector<std::string> clangs;   // seen with, likewise: major versions
  std::vector<std::string> also;     // ids of further findings with the same cause
};

// A register or slot that the rejected instruction involves, and what was known of it.
struct InvolvedState {
  std::string name;  // "R1", "fp-8"
  Certainty certainty = Certainty::Unknown;
  std::string text;  // in the era's own syntax; empty if unknown
  std::optional<uint32_t> since_insn;
};

// One conditional jump that decided which path failed.
struct BranchTaken {
  Place place;
  bool jumped = false;
};

// What differs between two loads at one place.
enum class PartedKind : uint8_t {
  None,      // nothing that could be seen
  State,     // the same instruction leaves another knowledge of a value
  Path,      // the other load did not go on this way
  Code,      // other instructions
  Rejected,  // the kernel's answer
};

// One place in two loads: this one and the other, and what differs there.
struct ParallelPlace {
  PartedKind kind = PartedKind::None;
  Place here, there;                               // parts of either may be unknown
  std::string register_name;                       // empty if it is not about one
  std::string here_text, there_text;               // "0 to 65535", "any number"
  std::vector<std::string> here_code, there_code;  // "29: if r4 > 0xffba goto pc+5"
  std::string text;                                // one sentence for the user
};

// A rejected load beside another one of the same program.
struct Against {
  std::string input;  // of the other one
  Verdict verdict = Verdict::Unknown;
  Era era = Era::Unknown;
  ParallelPlace parted;               // None: only its text
  std::vector<ParallelPlace> led_to;  // oldest first; the last is the rejection
  std::vector<std::string> notes;
};

// What to type to get the whole log.
struct WholeLog {
  std::string loader, where, line;  // "bpftrace", "shell", "bpftrace -v ..."
};

// What the input is.
enum class InputKind : uint8_t { Log, Object };

// The outcome for one program on one kernel.
struct ProgramResult {
  std::string input;  // file name as given, "-" for standard input
  InputKind kind = InputKind::Log;
  std::string program;         // empty if unknown
  std::string section;         // "xdp"; empty if unknown
  std::string kernel;          // the one that was asked for, "6.1.0-49-amd64"; empty if none was
  std::string kernel_profile;  // the one that answered, "6.1.192 Debian x86-64"
  TraceSource origin = TraceSource::Log;
  Verdict verdict = Verdict::Unknown;
  std::string reason;                 // why the verdict is unknown
  std::vector<std::string> sentence;  // the kernel's words, verbatim (one or two lines)
  std::string pasted;                 // the line of the paste, where a loader put more into it
  std::string message_id;             // the message page that matched; empty if none
  Obligation obligation;
  Place place;  // where the kernel stopped
  std::vector<InvolvedState> states;
  std::vector<BranchTaken> branches;  // the last few of the failing path, oldest first
  uint64_t branches_left_out = 0;     // older ones that are not listed
  bool path_ambiguous = false;
  bool path_start_missing = false;
  std::vector<Finding> findings;    // the leading one first
  std::vector<SourceFile> sources;  // the whole files that edits of the findings change
  Stats stats;
  std::optional<Limits> limits;  // where the program was too much, or it was asked for
  Era era = Era::Unknown;
  Capture capture;
  std::optional<FailedCall> failed_call;  // what a finding outside the program is about
  std::vector<std::string> notes;
  std::vector<WholeLog> whole_log;  // where something of it is missing
  std::optional<Against> against;   // if it was compared with another load
};

std::string_view name_of(Severity severity);    // "error"
std::string_view name_of(ProofKind kind);       // "checked-other-copy"
std::string_view name_of(Ending ending);        // "never_made"; "" for None
std::string_view name_of(FactKind kind);        // "packet_range"
std::string_view name_of(Certainty certainty);  // "told"
std::string_view name_of(Verdict verdict);      // "rejected"
std::string_view name_of(TraceSource source);   // "log"
std::string_view name_of(InputKind kind);       // "object"
std::string_view name_of(Cut cut);              // "none"
std::string_view name_of(PartedKind kind);      // "state"

}  // namespace bpflens
