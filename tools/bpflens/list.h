// The list that a command prints when it is asked for no page in particular.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bpflens {

struct ListedPage {
  std::string_view id, slug, title;
};

// A line per page, in columns.
std::string list_text(const std::vector<ListedPage>& pages);

}  // namespace bpflens
