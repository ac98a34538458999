// A line is cut into words: runs of what a path, a host name or a number is made of. Each word is
// looked at with what stands before it. In C, a '/' is mostly a division, so there only what is
// quoted, or begins with a folder that every system has, is a path.
#include "read/redaction.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <vector>

#include "read/redaction_words.h"

namespace bpflens {
namespace {

constexpr uint32_t most_names = 1 << 16;
constexpr size_t block_bytes = 1 << 16;

}  // namespace

uint32_t NumberedNames::number_of(std::string_view name) {
  const auto known = numbers_.find(std::string(name));
  if (known != numbers_.end()) return known->second;
  if (numbers_.size() == most_names) return most_names + 1;
  const auto number = static_cast<uint32_t>(numbers_.size() + 1);
  numbers_.emplace(name, number);
  return number;
}

std::string Redaction::path(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return std::string(path);
  const std::string_view folder = path.substr(0, slash), base = path.substr(slash + 1);
  const bool is_a_home = folder == "/home" || folder == "/Users";
  const uint32_t number = folders_.number_of(is_a_home ? path : folder);
  std::string redacted = "/redacted/" + std::to_string(number);
  return is_a_home ? redacted : redacted + "/" + std::string(base);
}

std::string Redaction::host(std::string_view name) {
  if (is_ipv4(name)) return "IP" + std::to_string(ips_.number_of(name));
  return "host" + std::to_string(hosts_.number_of(name));
}

std::string Redaction::user_at_host(std::string_view words) {
  const size_t at = words.find('@');
  const uint32_t user = users_.number_of(words.substr(0, at));
  return "user" + std::to_string(user) + "@" + host(words.substr(at + 1));
}

class Redaction::Scanner {
 public:
  Scanner(Redaction& names, std::string_view line, bool is_code)
      : names_(names), line_(line), is_code_(is_code) {}

  std::string scan() {
    if (!is_code_) take_carrier();
    annotation_ = is_code_ ? begin_of_annotation(line_) : std::string_view::npos;
    while (at_ < line_.size()) take_next();
    return std::move(out_);
  }

 private:
  // "Nov 22 19:21:43 HOST unit[123]: ", and whether C comes behind it.
  void take_carrier() {
    const SyslogPrefix prefix = syslog_prefix(line_);
    if (prefix.length > 0) {
      out_ += line_.substr(0, prefix.host_begin);
      replace(prefix.host_begin + prefix.host_length, [&](std::string_view) {
        return names_.host(line_.substr(prefix.host_begin, prefix.host_length));
      });
      out_ += line_.substr(at_, prefix.length - at_);
      at_ = prefix.length;
    }
    const size_t text = line_.find_first_not_of(" \t>", at_);
    is_code_ = text != std::string_view::npos && line_[text] == ';';
  }

  template <typename Redact>
  void replace(size_t end, const Redact& redacted) {
    out_ += redacted(line_.substr(at_, end - at_));
    at_ = end;
  }

  void take_next() {
    const auto path = [&](std::string_view text) { return names_.path(text); };
    if (at_ == annotation_) return replace(line_.rfind(':'), path);
    if (const size_t length = quoted_path_length(line_, at_)) return replace(at_ + length, path);
    if (const size_t length = ipv6_length(line_, at_)) {
      return replace(at_ + length, [&](std::string_view text) {
        return "IP" + std::to_string(names_.ips_.number_of(text));
      });
    }
    if (!is_word_character(line_[at_])) {
      out_ += line_[at_++];
      return;
    }
    size_t end = at_;
    while (end < line_.size() && is_word_character(line_[end]) && end != annotation_) end++;
    replace(end, [&](std::string_view word) { return redacted(word); });
  }

  std::string redacted(std::string_view word) {
    const std::string_view before = line_.substr(0, at_);
    if ((!is_code_ && names_host(before)) || is_known_host(word)) return names_.host(word);
    const size_t begin = begin_of_path(word, before, is_code_);
    if (begin != std::string_view::npos) return with_path(word, begin);
    const size_t address = ipv4_length(word);
    if (address > 0) {
      return names_.host(word.substr(0, address)) + std::string(word.substr(address));
    }
    if (is_user_at_host(word)) return names_.user_at_host(word);
    return names_.addresses_.without_addresses(word, before);
  }

  // "//USER@HOST/path" behind a scheme; else what is before the path stays.
  std::string with_path(std::string_view word, size_t begin) {
    std::string_view front = word.substr(0, begin);
    std::string shown(front);
    if (front.starts_with("//")) {
      front.remove_prefix(2);
      shown = "//" + (is_user_at_host(front) ? names_.user_at_host(front) : names_.host(front));
    }
    std::string_view path = word.substr(begin);
    const size_t end = path.find_last_not_of('.') + 1;  // of a sentence
    return shown + (end == 0 ? "" : names_.path(path.substr(0, end))) +
           std::string(path.substr(end));
  }

  // A host that was named once, where its name is none that a verifier prints.
  bool is_known_host(std::string_view word) const {
    return word.size() > 4 && word.find_first_of(".-0123456789") != std::string_view::npos &&
           names_.hosts_.has(std::string(word));
  }

  Redaction& names_;
  std::string_view line_;
  bool is_code_;
  size_t at_ = 0, annotation_ = std::string_view::npos;
  std::string out_;
};

std::string Redaction::line(std::string_view line) { return Scanner(*this, line, false).scan(); }

std::string Redaction::source_line(std::string_view line) {
  return Scanner(*this, line, true).scan();
}

void redact(const Text& text, Redaction& redaction,
            const std::function<void(std::string_view)>& take) {
  std::string held;  // from the beginning of a line on
  std::vector<char> block(block_bytes);
  for (uint64_t offset = 0;;) {
    const size_t got = text.read(offset, block.data(), block.size());
    offset += got;
    held.append(block.data(), got);
    std::string_view rest = held;
    while (!rest.empty()) {
      size_t end = rest.find_first_of("\r\n");
      const bool is_cut = end == std::string_view::npos;
      if (is_cut && got > 0 && rest.size() < block_bytes) break;
      // A line without an end in sight is cut between words.
      if (is_cut && got > 0) end = rest.rfind(' ');
      if (end == std::string_view::npos) end = rest.size();
      const size_t behind = std::min(end + 1, rest.size());
      take(redaction.line(rest.substr(0, end)));
      take(rest.substr(end, behind - end));
      rest.remove_prefix(behind);
    }
    held.erase(0, held.size() - rest.size());
    if (got == 0) return;
  }
}

}  // namespace bpflens
