// SPDX-License-Identifier: Apache-2.0
// The program counts in a map value between check and use: the packet's field is loaded again.
// logs: 13-v2@6.1 19-v3@6.18 22-v3@7.2
/* names: msg->body_at */ /* labels: PKT_VAR_OFFSET source_bug */
#include <linux/bpf.h>

struct message {
  unsigned short kind;
  unsigned short flags;
  unsigned int body_at;
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[1];
  unsigned int* key;
  unsigned int* value;
} counters __attribute__((section(".maps"), used));

static void* (*bpf_map_lookup_elem)(void*, const void*) = (void*)1;

__attribute__((section("tc"), used)) int count_messages(struct __sk_buff* skb) {
  unsigned int key = 0;
  unsigned int* counter = bpf_map_lookup_elem(&counters, &key);
  unsigned char* data = (unsigned char*)(long)skb->data;
  unsigned char* data_end = (unsigned char*)(long)skb->data_end;
  struct message* msg = (struct message*)(data + 42);

  if (!counter || (unsigned char*)(msg + 1) > data_end) return 0;
  if (msg->kind != 7) return 0;
  if (msg->body_at > 1200) return 0; /* check */
  *counter += 1;
  unsigned char* body = data + msg->body_at;
  if (body + 1 > data_end) return 0;
  return *body == 0x55 ? 2 : 0; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
