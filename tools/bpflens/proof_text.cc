#include "proof_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace bpflens {
namespace {

// What kernels said of one program, and of which compilers' code they said so.
struct Said {
  const ProofRow* row = nullptr;
  std::vector<std::string_view> kernels;
  std::vector<const ProofRow*> compiled;
};

bool says_the_same(const ProofRow& a, const ProofRow& b) {
  return a.program == b.program && a.verdict == b.verdict && a.message == b.message;
}

bool same_compilers(const Said& a, const Said& b) {
  auto same = [](const ProofRow* x, const ProofRow* y) {
    return x->clang == y->clang && x->mcpu == y->mcpu;
  };
  return std::equal(a.compiled.begin(), a.compiled.end(), b.compiled.begin(), b.compiled.end(),
                    same);
}

std::vector<Said> said_by_each_kernel(std::span<const ProofRow> proof) {
  std::vector<Said> all;
  for (const ProofRow& row : proof) {
    auto same = [&](const Said& said) {
      return says_the_same(*said.row, row) && said.row->kernel == row.kernel;
    };
    auto found = std::find_if(all.begin(), all.end(), same);
    if (found == all.end()) found = all.insert(all.end(), Said{&row, {row.kernel}, {}});
    found->compiled.push_back(&row);
  }
  return all;
}

std::vector<Said> sayings(std::span<const ProofRow> proof) {
  std::vector<Said> all;
  for (Said& next : said_by_each_kernel(proof)) {
    auto same = [&](const Said& said) {
      return says_the_same(*said.row, *next.row) && same_compilers(said, next);
    };
    auto found = std::find_if(all.begin(), all.end(), same);
    if (found == all.end()) {
      all.push_back(std::move(next));
    } else {
      found->kernels.push_back(next.row->kernel);
    }
  }
  return all;
}

// "clang 13, 14 (-mcpu v1 v2 v3); clang 22 (-mcpu v1 v2 v3 v4)"
std::string compilers_text(const Said& said) {
  std::vector<std::pair<std::string_view, std::string>> mcpus_of_clang;
  for (const ProofRow* row : said.compiled) {
    bool is_new = mcpus_of_clang.empty() || mcpus_of_clang.back().first != row->clang;
    if (is_new) mcpus_of_clang.emplace_back(row->clang, "");
    std::string& mcpus = mcpus_of_clang.back().second;
    mcpus += fmt::format("{}{}", mcpus.empty() ? "" : " ", row->mcpu);
  }
  std::string text, last;
  for (const auto& [clang, mcpus] : mcpus_of_clang) {
    bool goes_on = !text.empty() && mcpus == last;
    if (!goes_on && !text.empty()) text += fmt::format(" (-mcpu {}); ", last);
    text += fmt::format("{}{}", goes_on ? ", " : "clang ", clang);
    last = mcpus;
  }
  return fmt::format("{} (-mcpu {})", text, last);
}

}  // namespace

std::string proof_text(std::span<const ProofRow> proof) {
  std::string text;
  for (const Said& said : sayings(proof)) {
    text += fmt::format("the {} program on {}\n", said.row->program, fmt::join(said.kernels, ", "));
    text += fmt::format("  {}", said.row->verdict);
    if (!said.row->message.empty()) text += fmt::format(": {}", said.row->message);
    text += fmt::format("\n  compiled by {}\n", compilers_text(said));
  }
  return text;
}

}  // namespace bpflens
