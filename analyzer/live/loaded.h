// What the running kernel said of one program of an object.
#pragma once

#include <string>

namespace bpflens {

struct LoadedProgram {
  std::string name, section;
  // Why there is no answer (libbpf crashed, it took too long); empty if there is one, and only then
  // the rest holds.
  std::string failure;
  int error = 0;     // the errno of the load; 0: the kernel took it
  std::string log;   // the verifier's; empty if it was not asked
  std::string said;  // what libbpf printed, and the log is no part of
};

}  // namespace bpflens
