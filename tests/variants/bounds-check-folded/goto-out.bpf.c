// SPDX-License-Identifier: Apache-2.0
// One way out for everything that fails, declarations apart from assignments, tabs.
// logs: 19-v1@5.10 14-v3@7.2
/* names: p, plen, pend */
#include <linux/bpf.h>
#include <linux/types.h>

__attribute__((section("xdp"), used)) int last_nibble(struct xdp_md *xdp)
{
	__u8 *p, *pend;
	__u64 plen;
	__u8 octet;
	int ret = XDP_ABORTED;

	p = (__u8 *)(long)xdp->data;
	pend = (__u8 *)(long)xdp->data_end;
	plen = pend - p;

	if (p + plen > pend) /* check */
		goto out;

	octet = *(p + plen - 1); /* use */
	ret = XDP_PASS;
	if ((octet & 0x0f) == 0x0f)
		ret = XDP_DROP;
out:
	return ret;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
