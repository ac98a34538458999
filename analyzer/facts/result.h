// What a function returns that may be unable to do its job: the value, or an Error that names
// the thing, the place and what to do. Only tools/ prints errors.
#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace bpflens {

struct Error {
  std::string what;    // the thing: a file name, an option
  std::string why;     // what is wrong with it
  std::string remedy;  // what to do about it; may be empty
};

template <typename T>
class Result {
 public:
  Result(T value) : held_(std::move(value)) {}
  Result(Error error) : held_(std::move(error)) {}
  explicit operator bool() const { return held_.index() == 0; }
  const T& value() const { return assert(*this), *std::get_if<T>(&held_); }
  T& value() { return assert(*this), *std::get_if<T>(&held_); }
  const Error& error() const { return assert(!*this), *std::get_if<Error>(&held_); }

 private:
  std::variant<T, Error> held_;
};

}  // namespace bpflens
