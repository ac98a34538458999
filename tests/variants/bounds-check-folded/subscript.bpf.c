// SPDX-License-Identifier: Apache-2.0
// The last byte as an element of an array, kernel style with tabs.
// logs: 19-v1@5.10 22-v3@7.3
/* names: frame, n, limit */
#include <linux/bpf.h>

__attribute__((section("xdp"), used)) int padding_filter(struct xdp_md *md)
{
	const unsigned char *frame = (const unsigned char *)(long)md->data;
	const unsigned char *limit = (const unsigned char *)(long)md->data_end;
	unsigned long n = limit - frame;

	if (&frame[n] > limit) /* check */
		return XDP_DROP;

	return frame[n - 1] == 0 ? XDP_PASS : XDP_TX; /* use */
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
