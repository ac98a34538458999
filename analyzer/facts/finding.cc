// The names of what a finding is made of, as in the JSON.
#include "facts/finding.h"

#include <cassert>

namespace bpflens {

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::Note:
      return "note";
    case Severity::Warning:
      return "warning";
    case Severity::Error:
      return "error";
  }
  assert(false && "no such severity");
  return "error";
}

std::string_view name_of(ProofKind kind) {
  switch (kind) {
    case ProofKind::Acquired:
      return "acquired";
    case ProofKind::Copied:
      return "copied";
    case ProofKind::Computed:
      return "computed";
    case ProofKind::Bounded:
      return "bounded";
    case ProofKind::CheckedOtherCopy:
      return "checked-other-copy";
    case ProofKind::Spilled:
      return "spilled";
    case ProofKind::Filled:
      return "filled";
    case ProofKind::Merged:
      return "merged";
    case ProofKind::Invalidated:
      return "invalidated";
    case ProofKind::Released:
      return "released";
    case ProofKind::Lost:
      return "lost";
    case ProofKind::Missing:
      return "missing";
  }
  assert(false && "no such proof kind");
  return "missing";
}

std::string_view name_of(Ending ending) {
  switch (ending) {
    case Ending::None:
      return "";
    case Ending::Lost:
      return "lost";
    case Ending::NeverMade:
      return "never_made";
    case Ending::Rule:
      return "rule";
    case Ending::BeforePaste:
      return "before_paste";
  }
  assert(false && "no such ending");
  return "";
}

std::string_view name_of(FactKind kind) {
  switch (kind) {
    case FactKind::Bounded:
      return "bounded";
    case FactKind::NonNull:
      return "non_null";
    case FactKind::PacketRange:
      return "packet_range";
  }
  assert(false && "no such fact");
  return "bounded";
}

std::string_view name_of(Certainty certainty) {
  switch (certainty) {
    case Certainty::Unknown:
      return "unknown";
    case Certainty::Told:
      return "told";
    case Certainty::Carried:
      return "carried";
    case Certainty::Derived:
      return "derived";
  }
  assert(false && "no such certainty");
  return "unknown";
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::Unknown:
      return "unknown";
    case Verdict::Accepted:
      return "accepted";
    case Verdict::Rejected:
      return "rejected";
  }
  assert(false && "no such verdict");
  return "unknown";
}

std::string_view name_of(InputKind kind) {
  switch (kind) {
    case InputKind::Log:
      return "log";
    case InputKind::Object:
      return "object";
  }
  assert(false && "no such kind");
  return "log";
}

std::string_view name_of(TraceSource source) {
  switch (source) {
    case TraceSource::Log:
      return "log";
    case TraceSource::Model:
      return "model";
    case TraceSource::Live:
      return "live";
  }
  assert(false && "no such source");
  return "log";
}

std::string_view name_of(Cut cut) {
  switch (cut) {
    case Cut::None:
      return "none";
    case Cut::Head:
      return "head";
    case Cut::Tail:
      return "tail";
    case Cut::Both:
      return "both";
  }
  assert(false && "no such cut");
  return "none";
}

std::string_view name_of(PartedKind kind) {
  switch (kind) {
    case PartedKind::None:
      return "none";
    case PartedKind::State:
      return "state";
    case PartedKind::Path:
      return "path";
    case PartedKind::Code:
      return "code";
    case PartedKind::Rejected:
      return "rejected";
  }
  assert(false && "no such kind");
  return "none";
}

}  // namespace bpflens
