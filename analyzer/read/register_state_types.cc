// How a type's word is put together: prefixes, the name, and "or_null" behind it, or within it
// when the name of a C type follows.
#include "read/register_state_types.h"

#include <array>

#include "read/scan.h"

namespace bpflens {
namespace {

struct TypeWord {
  std::string_view word;
  RegisterType type;
};

constexpr std::array type_words{
    TypeWord{"?", RegisterType::NotInit},
    TypeWord{"ctx", RegisterType::Ctx},
    TypeWord{"map_ptr", RegisterType::MapPtr},
    TypeWord{"map_key", RegisterType::MapKey},
    TypeWord{"map_value", RegisterType::MapValue},
    TypeWord{"fp", RegisterType::Fp},
    TypeWord{"pkt", RegisterType::Pkt},
    TypeWord{"pkt_meta", RegisterType::PktMeta},
    TypeWord{"pkt_end", RegisterType::PktEnd},
    TypeWord{"flow_keys", RegisterType::FlowKeys},
    TypeWord{"sock", RegisterType::Sock},
    TypeWord{"sock_common", RegisterType::SockCommon},
    TypeWord{"tcp_sock", RegisterType::TcpSock},
    TypeWord{"tp_buffer", RegisterType::TpBuffer},
    TypeWord{"xdp_sock", RegisterType::XdpSock},
    TypeWord{"mem", RegisterType::Mem},
    TypeWord{"buf", RegisterType::Buf},
    TypeWord{"func", RegisterType::Func},
    TypeWord{"dynptr_ptr", RegisterType::Dynptr},
    TypeWord{"arena", RegisterType::Arena},
    TypeWord{"insn", RegisterType::InsnPtr},
};

struct FlagWord {
  std::string_view word;
  TypeFlag flag;
};

// In the order in which the kernel prints them when there are several.
constexpr std::array flag_words{
    FlagWord{"rdonly_", Rdonly}, FlagWord{"rdwr_", Rdwr},           FlagWord{"ringbuf_", Ringbuf},
    FlagWord{"alloc_", Alloc},   FlagWord{"user_", User},           FlagWord{"percpu_", Percpu},
    FlagWord{"rcu_", Rcu},       FlagWord{"untrusted_", Untrusted}, FlagWord{"trusted_", Trusted},
};

constexpr std::string_view or_null = "_or_null";

uint16_t take_flags(Scan& word) {
  uint16_t flags = 0;
  bool again = true;
  while (again) {
    again = false;
    for (const FlagWord& candidate : flag_words) {
      if ((flags & candidate.flag) != 0 || !word.take(candidate.word)) continue;
      flags = static_cast<uint16_t>(flags | candidate.flag);
      again = true;
    }
  }
  return flags;
}

}  // namespace

bool set_pointer_type(std::string_view word, RegisterState& state) {
  Scan scan{word};
  uint16_t flags = take_flags(scan);
  if (scan.take("ptr_")) {
    if (scan.take("or_null_")) flags |= OrNull;
    state.type = RegisterType::Btf;
    state.flags = flags;
    state.type_name = scan.rest;
    return true;
  }
  if (scan.rest.ends_with(or_null)) {
    flags |= OrNull;
    scan.rest.remove_suffix(or_null.size());
  }
  for (const TypeWord& known : type_words) {
    if (scan.rest != known.word) continue;
    state.type = known.type;
    state.flags = flags;
    return true;
  }
  return false;
}

void append_pointer_type(const RegisterState& state, std::string& text) {
  for (const FlagWord& candidate : flag_words)
    if ((state.flags & candidate.flag) != 0) text += candidate.word;
  if (state.type == RegisterType::Btf) {
    text += (state.flags & OrNull) != 0 ? "ptr_or_null_" : "ptr_";
    text += state.type_name;
    return;
  }
  for (const TypeWord& known : type_words)
    if (known.type == state.type) text += known.word;
  if ((state.flags & OrNull) != 0) text += or_null;
}

}  // namespace bpflens
