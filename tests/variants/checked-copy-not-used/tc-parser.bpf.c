// SPDX-License-Identifier: Apache-2.0
// Inside a larger parser of Ethernet, IPv4 and TCP; tc in place of xdp, macros, goto, tabs.
// logs: 14-v2@6.1 19-v1@7.2 15-v2@6.18
/* names: opt_at */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>
#include <linux/pkt_cls.h>
#include <linux/tcp.h>

#define MAX_AT 512
#define HTONS(x) __builtin_bswap16(x)

__attribute__((section("tc"), used)) int option_filter(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *data_end = (void *)(long)skb->data_end;
	struct ethhdr *eth = data;
	struct iphdr *ip;
	struct tcphdr *tcp;
	__u32 opt_at;
	__u8 *opt;
	int verdict = TC_ACT_OK;

	if ((void *)(eth + 1) > data_end)
		goto out;
	if (eth->h_proto != HTONS(ETH_P_IP))
		goto out;
	ip = (void *)(eth + 1);
	if ((void *)(ip + 1) > data_end || ip->ihl != 5)
		goto out;
	if (ip->protocol != 6)
		goto out;
	tcp = (void *)(ip + 1);
	if ((void *)(tcp + 1) > data_end)
		goto out;

	opt_at = tcp->seq - tcp->ack_seq;
	if (opt_at == skb->mark)
		goto out;
	if (tcp->syn && !tcp->ack)
		verdict = TC_ACT_RECLASSIFY;

	if (opt_at >= MAX_AT) /* check */
		goto out;
	if (skb->priority > 7)
		verdict = TC_ACT_SHOT;
	opt = (__u8 *)(tcp + 1) + opt_at;
	if (opt + 1 > (__u8 *)data_end)
		goto out;
	if (*opt == 8) /* use */
		verdict = TC_ACT_SHOT;
out:
	return verdict;
}

char license_text[] __attribute__((section("license"), used)) = "GPL";
