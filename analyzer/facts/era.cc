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

std::optional<KernelSpan> span_of(Era era) {
  switch (era) {
    case Era::A:
      return KernelSpan{{4, 14}, {4, 14}};
    case Era::B:
      return KernelSpan{{4, 15}, {5, 2}};
    case Era::C:
      return KernelSpan{{5, 3}, {5, 16}};
    case Era::D:
      return KernelSpan{{5, 17}, {5, 17}};
    case Era::E:
      return KernelSpan{{5, 18}, {6, 7}};
    case Era::F:
      return KernelSpan{{6, 8}, {6, 17}};
    case Era::G:
      return KernelSpan{{6, 18}, {7, 1}};
    case Era::H:
      return KernelSpan{{7, 2}, {7, 2}};
    case Era::I:
      return KernelSpan{{7, 3}, {7, 3}};
    case Era::Unknown:
      break;
  }
  return std::nullopt;
}

}  // namespace bpflens
