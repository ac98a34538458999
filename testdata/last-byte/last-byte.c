// SPDX-License-Identifier: Apache-2.0
// A program that Linux rejects although its C is right: it drops packets whose last byte is a
// marker and lets all others pass. Written for this project; the shape, the names and the numbers
// of the lines are those of the last-byte case of github.com/arthurfabre/lpc-2021, so that the logs
// in testdata/logs, which come from there, fit this file.
//
// To see what bpflens makes of it:
//
//   cd testdata/last-byte
//   bpflens explain --source-root . last-byte.log
//   bpflens explain --source-root . --format diff last-byte.log | git apply
//
// and to make the object and the log anew:
//
//   clang-19 -O2 -g --target=bpf -mcpu=v3 -I/usr/include/x86_64-linux-gnu -c last-byte.c
//   bpftool --debug prog load last-byte.o /sys/fs/bpf/last-byte

#include <linux/bpf.h>

typedef __u8 uint8_t;
typedef __u64 uint64_t;

#define __section(name) __attribute__((section(name), used))

enum marker {
    MARKER_NONE = 0x00,
    MARKER_DROP = 0xff,
};

// The last byte stands right before the packet's end.
__section("xdp") int xdp_filter(struct xdp_md *ctx) {
    uint8_t *data = (uint8_t *)(long)ctx->data;
    uint8_t *data_end = (uint8_t *)(long)ctx->data_end;

    uint64_t size = data_end - data;

    if (data + size > data_end) {
        return XDP_PASS;
    }

    uint8_t last = *(data + size - 1);

    return last == MARKER_DROP ? XDP_DROP : XDP_PASS;
}

char _license[] __section("license") = "GPL";
