// The names of the dialects, by the kernels that print them.
#include "facts/era.h"

namespace bpflens {

std::string_view kernels_of(Era era) {
  switch (era) {
    case Era::A:
      return "4.14";
    case Era::B:
      return "4.15 to 5.2";
    case Era::C:
      return "5.3 to 5.16";
    case Era::D:
      return "5.17";
    case Era::E:
      return "5.18 to 6.7";
    case Era::F:
      return "6.8 to 6.17";
    case Era::G:
      return "6.18 to 7.1";
    case Era::H:
      return "7.2";
    case Era::I:
      return "7.3";
    case Era::Unknown:
      break;
  }
  return "unknown";
}

}  // namespace bpflens
