// Knowledge as data: the pages under rules/, compiled in by tools/embed. Views point into
// constant tables and live as long as the program.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "facts/kernel_version.h"
#include "facts/obligation.h"
#include "facts/program_type.h"

namespace bpflens {

// One wording of a kernel message. The page gives `shape`, its text with holes such as
// "{register} invalid mem access '{found}'"; embed derives the rest from it.
struct MessagePattern {
  std::string_view shape;
  std::string_view regex;    // RE2, matches whole lines; captures register, offset, ...
  std::string_view literal;  // longest fixed part: a line without it cannot match
  int literal_length = 0;    // fixed characters in all: the most specific pattern wins
};

// When a page is the finding.
enum class SelectedBy : uint8_t {
  Sentence,         // one of its patterns fits
  UnknownSentence,  // no page's pattern does
  NoSentence,       // the text holds none, and so no verdict
};

// What a page's sentence names of that for which rules/versions knows when it came.
enum class Since : uint8_t {
  Nothing,
  Helper,         // a helper that the kernel does not have
  HelperForType,  // one that it has, and not for this type of program
};

// A family of kernel messages that mean the same thing: rules/messages/<slug>.md.
struct MessagePage {
  std::string_view id;  // "BE014"
  std::string_view slug;
  std::string_view title;
  ObligationKind obligation = ObligationKind::Other;
  std::string_view mechanism, layer;  // label axes; layer is the default one
  std::string_view says;  // the finding's message, with holes; one alternative per line, the
                          // first whose holes are all known is used
  bool at_insn = true;  // false: the instruction printed above the message is not the rejected one
  std::span<const MessagePattern> patterns;
  std::string_view kernels;   // whose sources have these messages: "5.8 to 7.3"
  std::string_view pitfalls;  // related ones: "BL001 BL004"
  std::string_view body;      // Markdown
  std::string_view causes;    // one per line: those that its programs are about
  std::string_view proof;     // what kernels said of the programs in it, as a table; may be empty
  SelectedBy selected_by = SelectedBy::Sentence;
  Since since = Since::Nothing;
};

// Program types that were given a helper at the same time.
struct GivenHelper {
  Came came;  // not known: the call depends on more than the type
  ProgramTypes types = 0;
};

// A row of rules/versions/helpers.tsv.
struct HelperVersions {
  uint32_t number = 0;
  std::string_view name;
  Came came;
  std::span<const GivenHelper> given;
};

// A program or library that loads BPF programs and prints the verifier's log:
// rules/loaders/<slug>.md.
struct LoaderPage {
  std::string_view slug;
  std::string_view name;
  std::span<const std::string_view> tells;  // any of them in its output shows that it was this one
  std::string_view over;        // slug of the loader that it uses: it prints that one's words, too
  std::string_view whole_log;   // the one line to type that gives the whole log
  std::string_view larger_log;  // the one that makes room where it did not fit; may be empty
  std::string_view every_step;  // the one that gives all paths (level 2); may be empty
  std::string_view where;       // in what it is typed: "C", "shell", ...
  std::string_view tried;       // version, kernel and date; empty: not tried
  std::string_view body;        // Markdown
};

// A line that says that something failed: rules/calls/<program>.md.
struct CallWording {
  std::string_view program;    // "libbpf"
  std::string_view operation;  // its name; empty if the line has a hole for it
  MessagePattern pattern;      // found anywhere in a line, up to its end
  bool is_trace = false;       // the program prints every call, also those that may fail
};

// What the log of a load that failed shows of it.
enum class LogShows : uint8_t {
  Any,         // nothing that says why: there may be a log or none
  Nothing,     // there is no log, only the loader's words
  NotBegun,    // no instruction was looked at, and no sentence says why
  NoSentence,  // instructions were looked at, and no sentence says what was wrong
  Accepted,    // the same, and it is known that the verifier had no objection
};

// A command that decides between the reasons for one and the same text.
struct PageCheck {
  std::string_view run;     // a line to type, perhaps with holes
  std::string_view shows;   // what it prints if `means` is true
  std::string_view means;   // the reason
  std::string_view remedy;  // what to type or do then; may be empty
};

// A reason why loads and attachments fail that the verifier does not name:
// rules/environment/<slug>.md.
struct EnvironmentPage {
  std::string_view id;  // "BD001"
  std::string_view slug;
  std::string_view title;
  std::string_view mechanism, layer;             // empty if the page names no reason
  std::span<const MessagePattern> patterns;      // one of them must fit a line; empty: any text
  std::span<const std::string_view> operations;  // what may have failed; empty: anything
  std::span<const int> errors;                   // what it may have ended with; empty: anything
  LogShows log = LogShows::Any;
  std::string_view calls;  // a helper that the program must call, as far as the log can tell
  std::string_view says;   // alternatives as in a message page
  std::span<const PageCheck> checks;
  std::string_view no_help;                           // what does not help, one per line
  std::string_view type_title, type_reason, to_type;  // lines for the user; may be empty
  std::string_view body;                              // Markdown
  std::string_view causes;                            // one per line
};

// One row of a proof.tsv: what one real kernel said of one compiled program.
struct ProofRow {
  std::string_view program;  // "bad", "good"
  std::string_view clang;    // "19"
  std::string_view mcpu;     // "v3"
  std::string_view kernel;   // "6.18.44"
  std::string_view verdict;  // "accepted", "rejected", "not loaded", "not compiled"
  std::string_view message;  // the kernel's sentence; empty if accepted
};

// rules/pitfalls/<slug>/
struct PitfallPage {
  std::string_view id;  // "BL001"
  std::string_view slug;
  std::string_view title;
  std::string_view body;           // Markdown
  std::string_view bad, good;      // the programs
  std::string_view rewrite_title;  // of the lines below
  std::string_view rewrite_reason;
  std::string_view rewrite_text;  // the lines between the rewrite marks of good.bpf.c
  std::span<const ProofRow> proof;
};

}  // namespace bpflens
