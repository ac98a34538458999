// Which argument of a helper its callback gets, and as which.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace bpflens {

struct CallbackArgument {
  std::string_view helper;
  uint8_t of_helper, of_callback;  // register numbers
};

inline constexpr std::array callback_arguments{
    CallbackArgument{"bpf_loop", 3, 2},
    CallbackArgument{"bpf_for_each_map_elem", 1, 1},
    CallbackArgument{"bpf_for_each_map_elem", 3, 4},
    CallbackArgument{"bpf_find_vma", 4, 3},
    CallbackArgument{"bpf_user_ringbuf_drain", 3, 2},
};

}  // namespace bpflens
