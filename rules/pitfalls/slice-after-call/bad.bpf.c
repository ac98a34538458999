// SPDX-License-Identifier: Apache-2.0
// Writes a mark into the packet through a dynptr and then looks at the packet through a slice from
// before. The write may move the packet's bytes, so after that call the old slice leads nowhere.
// Kernels that have no slices (before 6.4) leave the packet alone.
#include <linux/bpf.h>

extern int bpf_dynptr_from_skb(struct __sk_buff* skb, unsigned long long flags,
                               struct bpf_dynptr* packet) __attribute__((section(".ksyms"), weak));
extern void* bpf_dynptr_slice(const struct bpf_dynptr* packet, unsigned int offset, void* buffer,
                              unsigned int buffer__szk) __attribute__((section(".ksyms"), weak));
static long (*const bpf_dynptr_write)(const struct bpf_dynptr* packet, unsigned int offset,
                                      void* from, unsigned int size,
                                      unsigned long long flags) = (void*)202;

__attribute__((section("tc"), used)) int drop_by_type_after_marking(struct __sk_buff* skb) {
  if (!bpf_dynptr_from_skb || !bpf_dynptr_slice) return 0;
  struct bpf_dynptr packet;
  unsigned char buffer[14] = {}, mark[2] = {1, 2};
  if (bpf_dynptr_from_skb(skb, 0, &packet)) return 0;
  unsigned char* frame = bpf_dynptr_slice(&packet, 0, buffer, sizeof buffer);
  if (!frame) return 0;

  if (bpf_dynptr_write(&packet, 18, mark, sizeof mark, 0)) return 0;
  unsigned char type = frame[12];

  return type == 0x86 ? 2 : 0;
}

char bpf_license[] __attribute__((section("license"), used)) = "GPL";
