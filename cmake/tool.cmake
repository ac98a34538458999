# The command line tool.
find_package(CLI11 REQUIRED)
find_package(Threads REQUIRED)

sources_of(tools/bpflens tool_sources)
if(tool_sources)
  add_executable(bpflens ${tool_sources})
  target_compile_definitions(bpflens PRIVATE BPFLENS_VERSION="${PROJECT_VERSION}")
  target_link_libraries(bpflens PRIVATE bpflens_session bpflens_render bpflens_object fmt::fmt CLI11::CLI11 Threads::Threads)
  install(TARGETS bpflens RUNTIME)
endif()
