// A type that has the call on the oldest kernel it may be is none of those that were refused. Of
// the others each was given it later, or never. Kernels older than the tables are taken for the
// oldest in them, unless the log tells that it is of one.
#include "judge/since.h"

#include <algorithm>

#include "facts/program_type.h"

namespace bpflens {
namespace {

std::string newest_kernel() { return in_words(span_of(Era::I)->last); }

// These have no list of helpers: nothing is of type 0, and an extension has that of what it
// extends.
bool has_own_helpers(std::string_view type) { return type != "UNSPEC" && type != "EXT"; }

bool is_older_than_tables(const Came& came, const std::optional<KernelSpan>& kernels) {
  return came.since_ever() && kernels && kernels->last < came.by;
}

// Every kernel that it may be has it for this type.
bool has_already(const Came& came, const std::optional<KernelSpan>& kernels) {
  return kernels ? kernels->first >= came.by || came.since_ever() : came.since_ever();
}

Remedy remedy_for_type(const HelperVersions& helper, const std::optional<KernelSpan>& kernels,
                       uint32_t type) {
  const auto names = program_type_names();
  if (type >= names.size() || !has_own_helpers(names[type])) return Remedy::Unknown;
  const std::optional<Came> came = came_to_type(helper, type);
  if (!came) return Remedy::NoKernel;
  if (!came->is_known() || is_older_than_tables(*came, kernels)) return Remedy::Unknown;
  return has_already(*came, kernels) ? Remedy::Rights : Remedy::NewerKernel;
}

std::string list_of(ProgramTypes types) {
  std::string list;
  const auto names = program_type_names();
  for (uint32_t type = 0; type < names.size(); ++type)
    if (has_type(types, type)) list += (list.empty() ? "" : ", ") + std::string(names[type]);
  return list;
}

std::string in_words(const Came& came) {
  if (came.since_ever()) return in_words(came.by) + " already";
  return "after " + in_words(came.after) + ", by " + in_words(came.by);
}

// "programs of these types can call bpf_x: XDP (5.4 already); SCHED_CLS (after 6.6, by 6.12)"
std::string who_can_call(const HelperVersions& helper) {
  std::string who = "programs of these types can call " + std::string(helper.name) + ": ";
  bool is_first = true;
  for (const GivenHelper& given : helper.given) {
    who += (is_first ? "" : "; ") + list_of(given.types) + " (" +
           (given.came.is_known() ? in_words(given.came) : "not in every case") + ")";
    is_first = false;
  }
  return helper.given.empty() ? "no type of program can call " + std::string(helper.name) : who;
}

std::string type_name(std::optional<uint32_t> type) {
  return type ? std::string(program_type_names()[*type]) : "";
}

// A program type is called by its name only where it is known.
std::string what_follows(const HelperVersions& helper, Remedy remedy,
                         std::optional<uint32_t> type) {
  const std::string name = type_name(type), of = name.empty() ? "" : "of type " + name + " ";
  if (remedy == Remedy::Rights)
    return "on this kernel programs " + (of.empty() ? "of every type " : of) + "can call " +
           std::string(helper.name) +
           ": what is missing is a right of who loads it, an option of the kernel, or the place "
           "where it is attached allows less";
  if (remedy == Remedy::NewerKernel && type)
    return "programs of type " + name + " can call " + std::string(helper.name) +
           " on later kernels: " + in_words(*came_to_type(helper, *type));
  if (remedy == Remedy::NewerKernel)
    return "a later kernel lets programs of every type call it that this one does not";
  if (remedy == Remedy::NoKernel && type)
    return "no kernel up to " + newest_kernel() + " lets a program of type " + name + " call it";
  if (remedy == Remedy::NoKernel)
    return "a later kernel does not help: up to " + newest_kernel() +
           " none lets programs of other types call it";
  return "";
}

}  // namespace

const HelperVersions* helper_numbered(std::span<const HelperVersions> helpers, uint32_t number) {
  const auto found = std::ranges::lower_bound(helpers, number, {}, &HelperVersions::number);
  return found == helpers.end() || found->number != number ? nullptr : &*found;
}

std::optional<Came> came_to_type(const HelperVersions& helper, uint32_t program_type) {
  for (const GivenHelper& given : helper.given)
    if (has_type(given.types, program_type)) return given.came;
  return std::nullopt;
}

Remedy remedy_of(const HelperVersions& helper, Era era, std::optional<uint32_t> program_type) {
  const std::optional<KernelSpan> kernels = span_of(era);
  if (program_type) return remedy_for_type(helper, kernels, *program_type);
  std::optional<Remedy> of_all;
  for (uint32_t type = 0; type < program_type_names().size(); ++type) {
    if (!has_own_helpers(program_type_names()[type])) continue;
    const Remedy remedy = remedy_for_type(helper, kernels, type);
    if (remedy == Remedy::Rights) continue;
    if (remedy == Remedy::Unknown || (of_all && *of_all != remedy)) return Remedy::Unknown;
    of_all = remedy;
  }
  return of_all.value_or(Remedy::Rights);
}

std::vector<std::string> told_since(const HelperVersions& helper, Since since, Era era,
                                    std::optional<uint32_t> program_type) {
  if (since == Since::Helper) {
    const std::string name(helper.name);
    if (helper.came.since_ever()) return {name + " is in " + in_words(helper.came.by) + " already"};
    return {name + " came after " + in_words(helper.came.after) + ", by " +
            in_words(helper.came.by)};
  }
  const Remedy remedy = remedy_of(helper, era, program_type);
  std::vector<std::string> told;
  const bool has_it_later = remedy == Remedy::NewerKernel && program_type;
  if (remedy != Remedy::Rights && !has_it_later) told.push_back(who_can_call(helper));
  if (std::string follows = what_follows(helper, remedy, program_type); !follows.empty())
    told.push_back(std::move(follows));
  return told;
}

}  // namespace bpflens
