import sys
from bcc import BPF
flags = int(sys.argv[1], 0) if len(sys.argv) > 1 else 0
BPF(text=r"""
#include <linux/ptrace.h>
int kprobe__do_nanosleep(struct pt_regs *ctx) {
  char *address = (char *)PT_REGS_PARM1(ctx);
  u64 (*key)[4] = 0;
  return *(volatile char *)ctx->di;
}
""", debug=flags).load_func("kprobe__do_nanosleep", BPF.KPROBE)
