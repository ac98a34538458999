// How what two kernels know of a value is said, so that one sees where they differ.
#pragma once

#include <string>

#include "judge/known_value.h"

namespace bpflens {

struct ValueWords {
  std::string here, there;
};

using PrintRegister = std::string (*)(const RegisterState&, Era);

// "0 to 65535" and "any number". Where no words tell the two apart, `print` does, in the syntax of
// each era; it may be null.
ValueWords words_of(const KnownValue& here, Era era_here, const KnownValue& there, Era era_there,
                    PrintRegister print);

// "exactly 512", "a packet pointer"
std::string words_of(const KnownValue& value);

}  // namespace bpflens
