// BTF made by hand, in either byte order.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "facts/btf.h"

namespace bpflens::btf_blob {

class Blob {
 public:
  explicit Blob(bool big_endian = false) : big_endian_(big_endian) {}

  uint32_t string(std::string_view text) {
    const auto at = static_cast<uint32_t>(strings_.size());
    strings_.append(text).push_back('\0');
    return at;
  }

  // `further`: the numbers behind the common part. Types count from 1.
  void type(uint32_t name, BtfKind kind, uint32_t vlen, uint32_t size_or_type,
            std::initializer_list<uint32_t> further = {}, bool flag = false) {
    put(types_, name);
    put(types_, static_cast<uint32_t>(kind) << 24 | vlen | (flag ? 1U << 31 : 0));
    put(types_, size_or_type);
    for (const uint32_t number : further) put(types_, number);
  }

  std::vector<std::byte> bytes() const {
    constexpr uint32_t header_bytes = 24;
    std::vector<std::byte> all = {std::byte{0x9f}, std::byte{0xeb}, std::byte{1}, std::byte{0}};
    if (big_endian_) std::swap(all[0], all[1]);
    const auto types = static_cast<uint32_t>(types_.size()),
               strings = static_cast<uint32_t>(strings_.size());
    for (const uint32_t number : {header_bytes, 0U, types, types, strings}) put(all, number);
    all.insert(all.end(), types_.begin(), types_.end());
    for (const char letter : strings_) all.push_back(static_cast<std::byte>(letter));
    return all;
  }

  void put(std::vector<std::byte>& into, uint32_t number) const {
    for (int i = 0; i < 4; ++i) {
      const int shift = big_endian_ ? 24 - 8 * i : 8 * i;
      into.push_back(static_cast<std::byte>(number >> shift & 0xff));
    }
  }

 private:
  bool big_endian_;
  std::vector<std::byte> types_;
  std::string strings_ = std::string(1, '\0');
};

}  // namespace bpflens::btf_blob
