// Names are all that a log tells of a function.
#include "facts/functions.h"

#include <algorithm>
#include <array>

namespace bpflens {
namespace {

constexpr std::array packet_movers{
    std::string_view("bpf_clone_redirect"),       std::string_view("bpf_l3_csum_replace"),
    std::string_view("bpf_l4_csum_replace"),      std::string_view("bpf_lwt_push_encap"),
    std::string_view("bpf_lwt_seg6_action"),      std::string_view("bpf_lwt_seg6_adjust_srh"),
    std::string_view("bpf_msg_pop_data"),         std::string_view("bpf_msg_pull_data"),
    std::string_view("bpf_msg_push_data"),        std::string_view("bpf_skb_adjust_room"),
    std::string_view("bpf_skb_change_head"),      std::string_view("bpf_skb_change_proto"),
    std::string_view("bpf_skb_change_tail"),      std::string_view("bpf_skb_pull_data"),
    std::string_view("bpf_skb_store_bytes"),      std::string_view("bpf_skb_vlan_pop"),
    std::string_view("bpf_skb_vlan_push"),        std::string_view("bpf_store_hdr_opt"),
    std::string_view("bpf_lwt_seg6_store_bytes"), std::string_view("bpf_xdp_adjust_head"),
    std::string_view("bpf_xdp_adjust_meta"),      std::string_view("bpf_xdp_adjust_tail"),
    std::string_view("bpf_xdp_pull_data"),        std::string_view("bpf_tail_call"),
};

constexpr std::array releasing_words{
    std::string_view("release"), std::string_view("put"),     std::string_view("destroy"),
    std::string_view("submit"),  std::string_view("discard"), std::string_view("drop"),
    std::string_view("kfree"),
};
constexpr std::array transferring_words{
    std::string_view("add"),    std::string_view("push"),    std::string_view("xchg"),
    std::string_view("remove"), std::string_view("restore"), std::string_view("delete"),
};

template <typename Words>
bool has_one_of(std::string_view function, const Words& words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return function.find(word) != std::string_view::npos; });
}

// These only look at a dynptr, or at a part of it.
constexpr std::array looking_words{
    std::string_view("data"),  std::string_view("slice"),   std::string_view("read"),
    std::string_view("size"),  std::string_view("is_null"), std::string_view("is_rdonly"),
    std::string_view("clone"), std::string_view("adjust"),
};

struct DynptrMaker {
  std::string_view function;
  uint8_t argument;
};

constexpr std::array dynptr_makers{
    DynptrMaker{"bpf_dynptr_clone", 2},           DynptrMaker{"bpf_dynptr_from_file", 3},
    DynptrMaker{"bpf_dynptr_from_mem", 4},        DynptrMaker{"bpf_dynptr_from_skb", 3},
    DynptrMaker{"bpf_dynptr_from_xdp", 3},        DynptrMaker{"bpf_dynptr_from_skb_meta", 3},
    DynptrMaker{"bpf_ringbuf_reserve_dynptr", 4},
};

struct RegionCalls {
  Region region;
  std::string_view begin, end;  // parts of the names
};

constexpr std::array region_calls{
    RegionCalls{Region::Rcu, "bpf_rcu_read_lock", "bpf_rcu_read_unlock"},
    RegionCalls{Region::Preemption, "bpf_preempt_disable", "bpf_preempt_enable"},
    RegionCalls{Region::Irq, "bpf_local_irq_save", "bpf_local_irq_restore"},
    RegionCalls{Region::Irq, "bpf_res_spin_lock_irqsave", "bpf_res_spin_unlock_irqrestore"},
    RegionCalls{Region::SpinLock, "spin_lock", "spin_unlock"},
};

}  // namespace

bool moves_packet(std::string_view function) {
  return std::ranges::find(packet_movers, function) != packet_movers.end();
}

bool releases(std::string_view function) { return has_one_of(function, releasing_words); }

bool transfers(std::string_view function) { return has_one_of(function, transferring_words); }

bool voids_slices(std::string_view function) {
  return function.find("dynptr") != std::string_view::npos && !has_one_of(function, looking_words);
}

bool gives_slice(std::string_view function) {
  return function.starts_with("bpf_dynptr_data") || function.starts_with("bpf_dynptr_slice");
}

uint8_t argument_made_dynptr(std::string_view function) {
  const auto* maker = std::ranges::find(dynptr_makers, function, &DynptrMaker::function);
  return maker == dynptr_makers.end() ? uint8_t{0} : maker->argument;
}

bool begins_round(std::string_view function) {
  return function.starts_with("bpf_iter_") && function.ends_with("_next");
}

Region begun_region(std::string_view function) {
  for (const RegionCalls& calls : region_calls)
    if (function.find(calls.begin) != std::string_view::npos) return calls.region;
  return Region::None;
}

Region ended_region(std::string_view function) {
  for (const RegionCalls& calls : region_calls)
    if (function.find(calls.end) != std::string_view::npos) return calls.region;
  return Region::None;
}

}  // namespace bpflens
