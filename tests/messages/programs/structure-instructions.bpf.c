// Instructions that the kernel does not know, or whose fields do not fit; code that ends nowhere, jumps
// out of the program, or is reached by no path. A compiler does not write these from C.
#include "programs.h"

#define RAW(...) asm volatile(__VA_ARGS__)

SEC("xdp") int unknown_alu(struct xdp_md* ctx) {
  RAW(".8byte 0x00000000000000f7");
  return XDP_PASS;
}

SEC("xdp") int unknown_jump(struct xdp_md* ctx) {
  RAW(".8byte 0x00000000000000ed");
  return XDP_PASS;
}

// A load of a mode that does not exist.
SEC("xdp") int unknown_load(struct xdp_md* ctx) {
  RAW(".8byte 0x00000000000000b8");
  return XDP_PASS;
}

// Register 12 as the target of a move.
SEC("xdp") int unknown_register(struct xdp_md* ctx) {
  RAW(".8byte 0x000000010000000cb7; .8byte 0x00000001000000b7");
  return XDP_PASS;
}

SEC("xdp") int byte_swap_of_three_bytes(struct xdp_md* ctx) {
  RAW(".8byte 0x00000018000000d4");
  return XDP_PASS;
}

SEC("xdp") int move_with_offset(struct xdp_md* ctx) {
  RAW(".8byte 0x00000001000500b7");
  return XDP_PASS;
}

SEC("xdp") int exit_with_register(struct xdp_md* ctx) {
  RAW("if r1 == 0 goto +2; r0 = 0; .8byte 0x0000000000001095" ::: "r0");
  return XDP_PASS;
}

// What clang writes for a jump table with -mcpu=v4: gotox r1.
SEC("xdp") int indirect_jump(struct xdp_md* ctx) {
  RAW(".8byte 0x000000000000010d");
  return XDP_PASS;
}

// And what v4 has for a swap of bytes: r1 = bswap16 r1.
SEC("xdp") int unconditional_swap(struct xdp_md* ctx) {
  RAW(".8byte 0x00000010000001d7");
  return XDP_PASS;
}

SEC("xdp") int half_of_a_wide_load(struct xdp_md* ctx) {
  RAW("r1 = 5 ll; .8byte 0x0000000000000018; .8byte 0x00000001000000b7");
  return XDP_PASS;
}

SEC("xdp") int wide_load_of_unknown_kind(struct xdp_md* ctx) {
  RAW(".8byte 0x0000000000009118; .8byte 0x0000000000000000");
  return XDP_PASS;
}

// A map by its file descriptor, and there is none.
SEC("xdp") int descriptor_of_no_map(struct xdp_md* ctx) {
  RAW(".8byte 0x0001869f00001118; .8byte 0x0000000000000000");
  return XDP_PASS;
}

SEC("xdp") int descriptor_of_no_map_with_value(struct xdp_md* ctx) {
  RAW(".8byte 0x0001869f00002118; .8byte 0x0000000000000000");
  return XDP_PASS;
}

SEC("xdp") int divided_by_zero(struct xdp_md* ctx) {
  RAW("r1 = 5; r1 /= 0" ::: "r1");
  return XDP_PASS;
}

SEC("xdp") int shifted_too_far(struct xdp_md* ctx) {
  RAW("r1 = 5; .8byte 0x0000004000000167" ::: "r1");
  return XDP_PASS;
}

SEC("xdp") int frame_pointer_moved(struct xdp_md* ctx) {
  RAW(".8byte 0xfffffff800000a07");
  return XDP_PASS;
}

SEC("xdp") int jump_behind_the_end(struct xdp_md* ctx) {
  RAW("goto +1000");
  return XDP_PASS;
}

SEC("xdp") int jump_into_a_wide_load(struct xdp_md* ctx) {
  RAW("if r1 == 0 goto +1; r2 = 5 ll" ::: "r2");
  return XDP_PASS;
}

SEC("xdp") int code_behind_exit(struct xdp_md* ctx) {
  RAW("r0 = 2; exit");
  return XDP_PASS;
}

// A whole program without an exit.
SEC("xdp") __attribute__((naked)) int no_exit(struct xdp_md* ctx) {
  RAW("r0 = 2");
}

char bpf_license[] SEC("license") = LICENSE;
