#include "object/paths.h"

#include <string>
#include <vector>

#include "catch.h"

using namespace bpflens;

namespace {

std::string mapped(const std::string& path, const std::vector<PathMap>& maps) {
  Object object;
  object.programs.emplace_back().lines = {{0, path, 1, 1, ""}};
  map_paths(object, maps);
  return object.programs[0].lines[0].file;
}

}  // namespace

TEST_CASE("a path below a folder is mapped to another one", "[object_paths]") {
  CHECK(mapped("/build/src/x.c", {{"/build", "repo"}}) == "repo/src/x.c");
  CHECK(mapped("/build/src/x.c", {{"/build/", "repo/"}}) == "repo/src/x.c");
  CHECK(mapped("/build/src/x.c", {{"/build", ""}}) == "src/x.c");
  CHECK(mapped("../src/x.c", {{"..", "."}}) == "./src/x.c");
  CHECK(mapped("/build/src/x.c", {{"/build/src", "a"}, {"/build", "b"}}) == "a/x.c");
  CHECK(mapped("/build/src/x.c", {{"/other", "a"}, {"/build", "b"}}) == "b/src/x.c");
}

TEST_CASE("a name that only begins like the folder is not below it", "[object_paths]") {
  CHECK(mapped("/builder/x.c", {{"/build", "repo"}}) == "/builder/x.c");
  CHECK(mapped("/build", {{"/build", "repo"}}) == "/build");
  CHECK(mapped("x.c", {{"/build", "repo"}}) == "x.c");
}
