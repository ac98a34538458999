// Columns as wide as their widest entry.
#include "list.h"

#include <fmt/format.h>

#include <algorithm>

namespace bpflens {

std::string list_text(const std::vector<ListedPage>& pages) {
  size_t width = 0;
  for (const ListedPage& page : pages) width = std::max(width, page.slug.size());
  std::string list;
  for (const ListedPage& page : pages) {
    list += fmt::format("{}  {:<{}}  {}\n", page.id, page.slug, width, page.title);
  }
  return list;
}

}  // namespace bpflens
