# Compiler flags of all our targets, and the one way to make a library of a folder.

add_library(bpflens_flags INTERFACE)
target_include_directories(bpflens_flags INTERFACE ${PROJECT_SOURCE_DIR}/analyzer
                                                   ${PROJECT_SOURCE_DIR})
target_compile_options(bpflens_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # g++ 12 sees overlaps in std::string's own operator+ (gcc bug 105651).
  target_compile_options(bpflens_flags INTERFACE -Wno-restrict)
endif()
if(BPFLENS_WERROR)
  target_compile_options(bpflens_flags INTERFACE -Werror)
endif()
if(BPFLENS_SANITIZE)
  set(sanitize -fsanitize=${BPFLENS_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(bpflens_flags INTERFACE ${sanitize})
  target_link_options(bpflens_flags INTERFACE ${sanitize})
endif()
if(BPFLENS_FUZZ)
  target_compile_options(bpflens_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
target_link_options(bpflens_flags INTERFACE -Wl,--as-needed)

# Precompiles what most sources include, for builds that are made once and in a hurry. The release build
# never does: there a source that misses an #include must not compile.
function(precompile_headers name)
  if(BPFLENS_PRECOMPILE)
    target_precompile_headers(${name} PRIVATE <algorithm> <array> <cstdint> <functional> <map> <memory>
                              <optional> <span> <string> <string_view> <tuple> <utility> <variant> <vector>
                              ${ARGN})
  endif()
endfunction()

# A static library. LINKS: our libraries whose headers its headers include. USES: what only its
# sources include. A folder without sources yet gives a library that only passes its links on.
function(bpflens_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINKS;USES" ${ARGN})
  if(arg_SOURCES)
    add_library(${name} STATIC ${arg_SOURCES})
    target_link_libraries(${name} PUBLIC bpflens_flags ${arg_LINKS} PRIVATE ${arg_USES})
    precompile_headers(${name})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE bpflens_flags ${arg_LINKS})
  endif()
endfunction()

# The sources that lie directly in a folder; found again whenever one comes or goes.
function(sources_of folder result)
  file(GLOB found CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${folder}/*.cc)
  set(${result} ${found} PARENT_SCOPE)
endfunction()
