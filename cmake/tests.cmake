# All tests, under ctest. Labels: unit golden check build are quick and need nothing more than the
# packages of `./dev test`; kernel clang bench slow belong to `./dev full`.
find_program(system_python python3 PATHS /usr/bin NO_DEFAULT_PATH)
find_program(system_python python3 REQUIRED)  # first choice above: Debian's, for its packages

# A test that is a script of ours: script_test(NAME LABEL COMMAND...).
function(script_test name label)
  add_test(NAME ${name} COMMAND ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "${label}" SKIP_RETURN_CODE 77)
endfunction()

# What explains a text in memory. No source knows which build it is in, so that what is linked here of
# the whole build is what a BPFLENS_TEXT_ONLY build has.
add_executable(text_only_test tests/text_only_test.cc)
target_link_libraries(text_only_test PRIVATE bpflens_session)
target_link_options(text_only_test PRIVATE -Wl,-Map=${PROJECT_BINARY_DIR}/text_only_test.map)
script_test(text_only_test build $<TARGET_FILE:text_only_test>)
script_test(text_only_symbols build tests/scripts/text_only_symbols ${PROJECT_BINARY_DIR})
if(BPFLENS_TEXT_ONLY)
  return()
endif()

# Tests compile longer than they run: what they test is optimised, they are not, and all of them include catch.h.
function(built_in_a_hurry name)
  target_compile_options(${name} PRIVATE -O0)
  target_precompile_headers(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests/catch.h)
  precompile_headers(${name})
endfunction()

# Unit tests, one ctest entry per test case.
find_package(Catch2 REQUIRED)
include(Catch)
sources_of(tests/unit unit_sources)
add_library(test_main OBJECT tests/main.cc)
target_compile_options(test_main PRIVATE -O0)
target_link_libraries(test_main PRIVATE Catch2::Catch2 bpflens_flags)
add_executable(unit_tests ${unit_sources})
target_include_directories(unit_tests PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_compile_definitions(unit_tests PRIVATE BPFLENS_SOURCE_DIR="${PROJECT_SOURCE_DIR}"
                                              BPFLENS_EMBED="$<TARGET_FILE:embed>")
target_link_libraries(unit_tests PRIVATE bpflens_session bpflens_render test_main Catch2::Catch2)
add_dependencies(unit_tests embed)
built_in_a_hurry(unit_tests)
catch_discover_tests(unit_tests WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} PROPERTIES LABELS unit)

# LLVM's disassembler is asked for its opinion here, and nowhere else.
set(oracle_sources ${PROJECT_SOURCE_DIR}/tests/objects/llvm_differences.cc
                   ${PROJECT_SOURCE_DIR}/tests/objects/llvm_insn.cc
                   ${PROJECT_SOURCE_DIR}/tests/objects/llvm_text.cc)
add_library(llvm_oracle STATIC ${oracle_sources})
llvm_map_components_to_libnames(disassembler MC MCDisassembler BPFDesc BPFDisassembler BPFInfo)
target_include_directories(llvm_oracle PUBLIC ${PROJECT_SOURCE_DIR}/tests)
target_include_directories(llvm_oracle SYSTEM PRIVATE ${LLVM_INCLUDE_DIRS})
target_link_libraries(llvm_oracle PUBLIC bpflens_object PRIVATE ${disassembler})

# The same for what reads objects, held to libbpf and to LLVM.
sources_of(tests/objects object_test_sources)
list(REMOVE_ITEM object_test_sources ${oracle_sources} ${PROJECT_SOURCE_DIR}/tests/objects/dump.cc
                                     ${PROJECT_SOURCE_DIR}/tests/objects/llvm.cc
                                     ${PROJECT_SOURCE_DIR}/tests/objects/words.cc)
add_executable(object_tests ${object_test_sources})
target_include_directories(object_tests PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_compile_definitions(object_tests PRIVATE BPFLENS_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
pkg_check_modules(libbpf REQUIRED IMPORTED_TARGET libbpf)
target_link_libraries(object_tests PRIVATE llvm_oracle bpflens_rules test_main Catch2::Catch2 PkgConfig::libbpf)
built_in_a_hurry(object_tests)
catch_discover_tests(object_tests WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} PROPERTIES LABELS unit)
add_executable(object_dump EXCLUDE_FROM_ALL tests/objects/dump.cc)
target_include_directories(object_dump PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(object_dump PRIVATE bpflens_object bpflens_rules nlohmann_json::nlohmann_json)
add_executable(insn_words EXCLUDE_FROM_ALL tests/objects/words.cc)
target_include_directories(insn_words PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(insn_words PRIVATE bpflens_object nlohmann_json::nlohmann_json)
add_executable(object_llvm EXCLUDE_FROM_ALL tests/objects/llvm.cc)
target_link_libraries(object_llvm PRIVATE llvm_oracle nlohmann_json::nlohmann_json)

# How long do reading and following take? Asked by tests/bench/objects.
add_executable(read_flow EXCLUDE_FROM_ALL tests/bench/read_flow.cc)
target_include_directories(read_flow PRIVATE ${PROJECT_SOURCE_DIR}/tests)
target_link_libraries(read_flow PRIVATE bpflens_object bpflens_judge nlohmann_json::nlohmann_json)
script_test(bench_objects "bench;kernel" ${system_python} tests/bench/objects --read-flow $<TARGET_FILE:read_flow>
            testdata/objects)

# What only `./dev full` asks.
add_custom_target(full_tests DEPENDS object_dump insn_words object_llvm read_flow)

# Programs that hold a stage against every log at hand.
sources_of(tests/corpus corpus_sources)
set(logs_of_reader testdata/logs)  # the tables beside other logs are of findings
set(logs_of_cuts testdata/logs)
set(logs_of_replay testdata)
set(logs_of_roundtrip testdata)
set(logs_of_stories testdata)
foreach(source ${corpus_sources})
  cmake_path(GET source STEM name)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE bpflens_session nlohmann_json::nlohmann_json)
  script_test(corpus_${name} unit $<TARGET_FILE:${name}> ${logs_of_${name}})
  script_test(corpus_${name}_large kernel tests/scripts/corpus $<TARGET_FILE:${name}>)
endforeach()

# Which page fits a sentence: asked by what counts messages.
add_executable(pages tests/messages/pages.cc)
target_link_libraries(pages PRIVATE bpflens_session)
script_test(message_coverage golden ${system_python} tools/message-coverage --pages $<TARGET_FILE:pages>)
script_test(message_proofs golden ${system_python} tools/prove-messages --check --pages $<TARGET_FILE:pages>)

# The tool as users see it.
script_test(golden golden ${system_python} tests/golden/run --bpflens $<TARGET_FILE:bpflens>)
script_test(carriers golden ${system_python} tests/carriers/run --bpflens $<TARGET_FILE:bpflens>)
set_tests_properties(carriers PROPERTIES PROCESSORS 2)
script_test(bad_input golden ${system_python} tests/scripts/bad_input --bpflens $<TARGET_FILE:bpflens>)
script_test(bad_objects golden ${system_python} tests/scripts/bad_objects --bpflens $<TARGET_FILE:bpflens>)
script_test(evaluate golden ${system_python} tests/evaluate --bpflens $<TARGET_FILE:bpflens>)
script_test(case_words golden ${system_python} tests/scripts/case_words)
script_test(git_apply golden tests/scripts/git_apply $<TARGET_FILE:bpflens>)
script_test(bench bench ${system_python} tests/bench/run --bpflens $<TARGET_FILE:bpflens>)
script_test(bench_size bench ${system_python} tests/bench/size --bpflens $<TARGET_FILE:bpflens>)
script_test(bench_many bench ${system_python} tests/bench/many --bpflens $<TARGET_FILE:bpflens>)
set_tests_properties(bench bench_size bench_many bench_objects PROPERTIES RUN_SERIAL ON)

# The rules of the house, one entry per rule.
foreach(check format layering registry tidy)
  script_test(check_${check} check tools/check ${check})
endforeach()
# This build and that of asan have compiled nearly everything, one with g++, one with clang.
script_test(check_warnings check tools/check --built ${PROJECT_BINARY_DIR} --built ${PROJECT_BINARY_DIR}/asan warnings)
set_tests_properties(check_warnings PROPERTIES PROCESSORS 2 DEPENDS asan)
set_tests_properties(check_tidy PROPERTIES PROCESSORS 2)
script_test(check_selftest check tests/scripts/check_selftest)
script_test(check_proofs check tools/prove --check)
script_test(generators check tests/scripts/generators $<TARGET_FILE:embed>)

# Other builds of the same tree, beside this one.
script_test(asan build tests/scripts/asan ${PROJECT_BINARY_DIR}/asan)
script_test(text_only slow tests/scripts/text_only ${PROJECT_BINARY_DIR}/text_only)
set_tests_properties(asan text_only PROPERTIES PROCESSORS 2)
# Do the unit tests and the golden tests pass when clang watches every memory access?
script_test(asan_unit build ${PROJECT_BINARY_DIR}/asan/unit_tests)
script_test(asan_objects build ${PROJECT_BINARY_DIR}/asan/object_tests)
script_test(asan_golden build ${system_python} tests/golden/run --bpflens ${PROJECT_BINARY_DIR}/asan/bpflens)
set_tests_properties(asan_unit asan_objects asan_golden PROPERTIES DEPENDS asan)
# Goes on with the build of asan, twenty seconds for each target, two at a time.
script_test(fuzz build tests/scripts/fuzz ${PROJECT_BINARY_DIR}/asan)
set_tests_properties(fuzz PROPERTIES PROCESSORS 2 DEPENDS asan)
script_test(prove "kernel;clang" tests/scripts/prove $<TARGET_FILE:pages>
            $<TARGET_FILE:bpflens>)
script_test(patches "kernel;clang" tests/scripts/patches $<TARGET_FILE:bpflens>)
set_tests_properties(prove patches PROPERTIES RUN_SERIAL ON)

# What is said of an object that the running kernel loads is what is said of its log.
script_test(live "kernel;clang" ${system_python} tests/conformance/live --bpflens $<TARGET_FILE:bpflens>)

# The judges of the proof walk. What the expert says needs the cases beside the clone; the others need
# kernels, or the corpora of tools/kernels/selftests. `tests/conformance/judges` asks all of them.
script_test(selftests "kernel;clang" tests/scripts/selftests)
script_test(conformance_objects "kernel;clang" ${system_python} tests/conformance/objects
            --dump $<TARGET_FILE:object_dump>)
script_test(kernel_words "kernel;clang" ${system_python} tests/conformance/kernel_words --words $<TARGET_FILE:insn_words>)
script_test(explain_object "kernel;clang" ${system_python} tests/conformance/explain_object --bpflens $<TARGET_FILE:bpflens>)
script_test(conformance_llvm clang ${system_python} tests/conformance/llvm --program $<TARGET_FILE:object_llvm>)
script_test(conformance_captured clang ${system_python} tests/conformance/captured
            --dump $<TARGET_FILE:object_dump>)
script_test(messages_of_selftests "kernel;clang" ${system_python} tests/conformance/messages
            --bpflens $<TARGET_FILE:bpflens> --pages $<TARGET_FILE:pages>)
set_tests_properties(messages_of_selftests PROPERTIES DEPENDS selftests)
script_test(judge_gold golden ${system_python} tests/conformance/gold --bpflens $<TARGET_FILE:bpflens>)
script_test(limits "kernel;clang" ${system_python} tests/conformance/limits --bpflens $<TARGET_FILE:bpflens>)
set_tests_properties(limits PROPERTIES DEPENDS selftests)
foreach(judge kernel_report counterfactual across_kernels)
  script_test(judge_${judge} "kernel;clang" ${system_python} tests/conformance/${judge}
              --bpflens $<TARGET_FILE:bpflens>)
  set_tests_properties(judge_${judge} PROPERTIES RUN_SERIAL ON DEPENDS selftests)
endforeach()
