# The stages of the pipe. Who may link whom is the layering table that tools/layering enforces on
# the includes.
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(yaml-cpp REQUIRED)
pkg_check_modules(re2 REQUIRED IMPORTED_TARGET re2)

sources_of(analyzer/facts facts_sources)
bpflens_library(bpflens_facts SOURCES ${facts_sources})

sources_of(analyzer/read read_sources)
if(BPFLENS_TEXT_ONLY)
  list(REMOVE_ITEM read_sources ${PROJECT_SOURCE_DIR}/analyzer/read/descriptor.cc
                                ${PROJECT_SOURCE_DIR}/analyzer/read/file.cc
                                ${PROJECT_SOURCE_DIR}/analyzer/read/kept_bytes.cc
                                ${PROJECT_SOURCE_DIR}/analyzer/read/lines_ahead.cc
                                ${PROJECT_SOURCE_DIR}/analyzer/read/spool.cc
                                ${PROJECT_SOURCE_DIR}/analyzer/read/source_tree.cc)
endif()
bpflens_library(bpflens_read SOURCES ${read_sources} LINKS bpflens_facts)

# Objects, and what may crash apart from us. LLVM is linked statically: the shared one costs 20 ms and
# 45 MB at every start.
if(NOT BPFLENS_TEXT_ONLY)
  sources_of(analyzer/apart apart_sources)
  bpflens_library(bpflens_apart SOURCES ${apart_sources} LINKS bpflens_facts)
  find_package(LLVM 19.1 REQUIRED CONFIG)
  llvm_map_components_to_libnames(llvm_libraries Object DebugInfoDWARF)
  sources_of(analyzer/object object_sources)
  bpflens_library(bpflens_object SOURCES ${object_sources} LINKS bpflens_facts bpflens_apart USES ${llvm_libraries})
  target_include_directories(bpflens_object SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
  target_compile_definitions(bpflens_object PRIVATE ${LLVM_DEFINITIONS_LIST})
endif()

# The running kernel. libbpf is linked statically, where there is such a libbpf: the shared one costs
# half a millisecond at every start.
if(NOT BPFLENS_TEXT_ONLY)
  pkg_check_modules(libbpf REQUIRED libbpf)
  find_library(libbpf_library NAMES libbpf.a bpf HINTS ${libbpf_LIBRARY_DIRS} REQUIRED)
  sources_of(analyzer/live live_sources)
  bpflens_library(bpflens_live SOURCES ${live_sources} LINKS bpflens_facts bpflens_apart USES ${libbpf_library} elf z)
  target_include_directories(bpflens_live SYSTEM PRIVATE ${libbpf_INCLUDE_DIRS})
endif()

sources_of(analyzer/judge judge_sources)
bpflens_library(bpflens_judge SOURCES ${judge_sources} LINKS bpflens_facts
                USES fmt::fmt PkgConfig::re2)

sources_of(analyzer/render render_sources)
bpflens_library(bpflens_render SOURCES ${render_sources} LINKS bpflens_facts
                USES fmt::fmt nlohmann_json::nlohmann_json)

# Knowledge: tools/embed turns the pages under rules/ into constant tables.
sources_of(tools/embed embed_sources)
add_executable(embed ${embed_sources})
target_link_libraries(embed PRIVATE bpflens_facts yaml-cpp)

file(GLOB_RECURSE knowledge CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/rules/*)
set(generated ${PROJECT_BINARY_DIR}/generated)
# The list of names is an input too: without it a page that was removed would stay compiled in.
string(REPLACE ";" "\n" knowledge_names "${knowledge}")
file(CONFIGURE OUTPUT ${generated}/knowledge.txt CONTENT "${knowledge_names}\n" @ONLY)
add_custom_command(
  OUTPUT ${generated}/pages.cc
  COMMAND embed ${PROJECT_SOURCE_DIR}/rules ${generated}
  DEPENDS embed ${knowledge} ${generated}/knowledge.txt
  COMMENT "embedding rules/"
  VERBATIM)

sources_of(rules rules_sources)
file(GLOB pitfall_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/rules/pitfalls/*/*.cc)
bpflens_library(bpflens_rules SOURCES ${rules_sources} ${pitfall_sources} ${generated}/pages.cc
                LINKS bpflens_facts bpflens_judge)

sources_of(analyzer/session session_sources)
if(BPFLENS_TEXT_ONLY)
  list(REMOVE_ITEM session_sources ${PROJECT_SOURCE_DIR}/analyzer/session/lint.cc)
else()
  set(outside bpflens_live)
endif()
bpflens_library(bpflens_session SOURCES ${session_sources}
                LINKS bpflens_read bpflens_judge bpflens_rules bpflens_render ${outside})
