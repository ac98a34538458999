// What calls do, as far as their names tell.
#pragma once

#include <cstdint>
#include <string_view>

namespace bpflens {

// Helpers and kfuncs that may move the packet: pointers into it are void afterwards.
bool moves_packet(std::string_view function);

// Gives up what its arguments own: bpf_sk_release, bpf_ringbuf_submit, ...
bool releases(std::string_view function);

// Hands on what its arguments own: bpf_rbtree_add, bpf_kptr_xchg, ...
bool transfers(std::string_view function);

// May make slices of a dynptr void: it writes to the packet behind it, ends or replaces it.
bool voids_slices(std::string_view function);

// Hands out a part of what a dynptr stands for: a pointer that is good for as long as nothing
// happens to the dynptr.
bool gives_slice(std::string_view function);

// The register of the argument that becomes a dynptr; 0: there is none.
uint8_t argument_made_dynptr(std::string_view function);

// Begins another round of a loop: what the verifier knew of numbers may not hold in it.
bool begins_round(std::string_view function);

// What a region is of that a call begins or ends.
enum class Region { None, SpinLock, Rcu, Preemption, Irq };

Region begun_region(std::string_view function);
Region ended_region(std::string_view function);

}  // namespace bpflens
