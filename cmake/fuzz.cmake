# Fuzz targets: one program per file of tests/fuzz.
sources_of(tests/fuzz fuzz_sources)
foreach(source ${fuzz_sources})
  cmake_path(GET source STEM name)
  add_executable(${name} ${source})
  target_link_libraries(${name} PRIVATE bpflens_session bpflens_render -fsanitize=fuzzer)
endforeach()
