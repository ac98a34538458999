// Finding the user's files in real folders: names, versions, copies, line ends, and what is no
// source at all.
#include "read/source_tree.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "catch.h"

using namespace bpflens;
namespace fs = std::filesystem;

namespace {

// A folder that is gone with the test.
struct Folder {
  fs::path root;

  Folder() {
    std::string name = (fs::temp_directory_path() / "bpflens-test-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    root = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() {
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
  void write(const std::string& path, std::string_view bytes) const {
    fs::create_directories((root / path).parent_path());
    std::ofstream(root / path, std::ios::binary) << bytes;
  }
};

std::vector<SourceFile> files_of(const Folder& folder, const std::vector<SourceSpan>& lines) {
  const Result<FindSources> find = sources_below(folder.root.string());
  REQUIRE(find);
  return find.value()(lines);
}

std::vector<std::string> paths_of(const Folder& folder, const std::vector<SourceSpan>& lines) {
  std::vector<std::string> paths;
  for (const SourceFile& file : files_of(folder, lines)) paths.push_back(file.path);
  return paths;
}

using Paths = std::vector<std::string>;

const std::string counter =
    "int count_flows(struct xdp_md *ctx)\n{\n"
    "\tstruct flow *flow = lookup_flow(ctx);\n\tflow->packets += 1;\n\treturn XDP_PASS;\n}\n";

std::vector<SourceSpan> counter_lines(const std::string& file, bool numbered) {
  std::vector<SourceSpan> lines = {{file, 1, 0, "int count_flows(struct xdp_md *ctx)"},
                                   {file, 3, 0, "struct flow *flow = lookup_flow(ctx);"},
                                   {file, 4, 0, "flow->packets += 1;"},
                                   {file, 5, 0, "return XDP_PASS;"}};
  for (SourceSpan& line : lines)
    if (!numbered) line.line = 0;
  return lines;
}

}  // namespace

TEST_CASE("a named file is found by its name, wherever it lies") {
  const Folder folder;
  folder.write("bpf/deep/er/flows.bpf.c", counter);
  folder.write("bpf/other.bpf.c", counter);
  CHECK(paths_of(folder, counter_lines("flows.bpf.c", true)) == Paths{"bpf/deep/er/flows.bpf.c"});
  CHECK(paths_of(folder, counter_lines("missing.bpf.c", true)).empty());
}

TEST_CASE("of several files with one name, the version that was compiled is taken") {
  const Folder folder;
  folder.write("01/main.bpf.c", "int nothing;\n" + counter);
  folder.write("02/main.bpf.c", counter);
  folder.write("03/main.bpf.c", "int drop_all(struct xdp_md *ctx)\n{\n\treturn XDP_PASS;\n}\n");
  CHECK(paths_of(folder, counter_lines("main.bpf.c", true)) == Paths{"02/main.bpf.c"});
}

TEST_CASE("of files that fit equally well all are named, the nearest first") {
  const Folder folder;
  folder.write("deep/down/main.bpf.c", counter);
  folder.write("z/main.bpf.c", counter + "int more;\n");
  CHECK(paths_of(folder, counter_lines("main.bpf.c", true)) ==
        Paths{"z/main.bpf.c", "deep/down/main.bpf.c"});
}

TEST_CASE("a log without file names finds the file by its lines") {
  const Folder folder;
  folder.write("z/flows.bpf.c", counter);
  folder.write("a/drop.bpf.c", "int drop_all(struct xdp_md *ctx)\n{\n\treturn XDP_PASS;\n}\n");
  folder.write("notes.md", counter);
  CHECK(paths_of(folder, counter_lines("", false)) == Paths{"z/flows.bpf.c"});
}

TEST_CASE("lines of another program that happen to stand below do not make it the source") {
  const Folder folder;
  folder.write("tutorial.c",
               "int drop(struct xdp_md *ctx)\n{\n\tflow->packets += 1;\n\treturn XDP_PASS;\n}\n");
  CHECK(paths_of(folder, counter_lines("", false)).empty());
}

TEST_CASE("a header with inline functions comes with its program, a copy does not") {
  const Folder folder;
  folder.write("flows.bpf.c", counter);
  folder.write("old/flows.bpf.c",
               "int count_flows(struct xdp_md *ctx)\n{\n\tflow->packets += 1;\n}\n");
  folder.write("include/key.h",
               "static int key_of(struct flow *f)\n{\n\treturn f->key & KEY_MASK_ALL;\n}\n");
  std::vector<SourceSpan> lines = counter_lines("", false);
  lines.push_back({"", 0, 0, "return f->key & KEY_MASK_ALL;"});
  CHECK(paths_of(folder, lines) == Paths{"flows.bpf.c", "include/key.h"});
}

TEST_CASE("lines come without line ends, and what these were is known") {
  const Folder folder;
  const std::vector<SourceSpan> lines = {{"a.c", 1, 0, "first_line(of_file);"}};
  auto file_with = [&](std::string_view bytes) {
    folder.write("a.c", bytes);
    const std::vector<SourceFile> files = files_of(folder, lines);
    REQUIRE(files.size() == 1);
    CHECK(files[0].whole);
    CHECK(files[0].numbered);
    return files[0];
  };
  SourceFile file = file_with("first_line(of_file);\n\tb();\n");
  CHECK((!file.crlf && file.newline_at_end));
  CHECK(file.lines == std::map<uint32_t, std::string>{{1, "first_line(of_file);"}, {2, "\tb();"}});
  file = file_with("first_line(of_file);\r\nb();\r\n");
  CHECK((file.crlf && file.newline_at_end));
  CHECK(file.lines.at(2) == "b();");
  file = file_with("first_line(of_file);\r\nb();");
  CHECK((file.crlf && !file.newline_at_end));
  CHECK(file.lines.at(2) == "b();");
  file = file_with("first_line(of_file);\nb();\r\n");
  CHECK((!file.crlf && file.newline_at_end));
  CHECK(file.lines.at(2) == "b();\r");
  file = file_with("first_line(of_file);");
  CHECK((!file.crlf && !file.newline_at_end));
}

TEST_CASE("outputs, hidden folders, links and files that are too long are not looked at") {
  const Folder folder, elsewhere;
  folder.write("build/flows.bpf.c", counter);
  folder.write(".git/flows.bpf.c", counter);
  folder.write("long/flows.bpf.c", counter + std::string(5 << 20, '\n'));
  elsewhere.write("flows.bpf.c", counter);
  fs::create_directory_symlink(elsewhere.root, folder.root / "linked");
  fs::create_symlink(elsewhere.root / "flows.bpf.c", folder.root / "flows.bpf.c");
  fs::create_directory_symlink(folder.root, folder.root / "round");
  fs::create_directory(folder.root / "folder.c");
  CHECK(paths_of(folder, counter_lines("flows.bpf.c", true)).empty());
  CHECK(paths_of(folder, counter_lines("", false)).empty());
}

TEST_CASE("a folder that is itself called build is looked through") {
  const Folder folder;
  folder.write("build/flows.bpf.c", counter);
  const Result<FindSources> find = sources_below((folder.root / "build").string());
  REQUIRE(find);
  CHECK(find.value()(counter_lines("flows.bpf.c", true)).size() == 1);
}

TEST_CASE("any bytes in a file, in its name and in the log are survived") {
  const Folder folder;
  std::string bytes = counter;
  for (int i = 0; i < 256; i++) bytes += static_cast<char>(i);
  folder.write("\xff\x1b[31m.c", bytes);
  folder.write("empty.c", "");
  folder.write("zeros.c", std::string(70'000, '\0'));
  std::vector<SourceSpan> lines = counter_lines("", false);
  CHECK(paths_of(folder, lines) == Paths{"\xff\x1b[31m.c"});
  lines.push_back({"../../etc/passwd", 1, 0, "root:x:0:0:root:/root:/bin/bash"});
  lines.push_back({"", 0, 0, std::string(100'000, 'x')});
  CHECK(paths_of(folder, lines) == Paths{"\xff\x1b[31m.c"});
}

TEST_CASE("a source root that is none is an error that names it") {
  const Folder folder;
  folder.write("flows.bpf.c", counter);
  const Result<FindSources> missing = sources_below((folder.root / "missing").string());
  REQUIRE(!missing);
  CHECK(missing.error().why == "no such folder");
  const Result<FindSources> file = sources_below((folder.root / "flows.bpf.c").string());
  REQUIRE(!file);
  CHECK(file.error().why == "is not a folder");
  CHECK(!sources_below(""));
  CHECK(!sources_below(std::string(10'000, 'x')));
}
