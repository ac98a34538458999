// SPDX-License-Identifier: Apache-2.0
// Kernel style, tabs, one way out; the limit is a lower than, and the good way is inside the if.
// logs: 16-v1@6.18 22-v2@6.12
/* names: off */
#include <linux/bpf.h>
#include <linux/types.h>

__attribute__((section("xdp"), used)) int one_way_out(struct xdp_md *xdp)
{
	void *pos = (void *)(long)xdp->data, *end = (void *)(long)xdp->data_end;
	__u64 seed, off;
	__u8 *byte;
	int ret = XDP_PASS;

	if (pos + 40 > end)
		goto out;

	seed = *(__u64 *)(pos + 32);
	off = seed + 0x7ffff000;

	if (off < 128) { /* check */
		byte = pos + off; /* use */
		if ((void *)(byte + 1) > end)
			goto out;
		if (*byte == (seed & 0xff))
			ret = XDP_DROP;
	}
out:
	return ret;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
