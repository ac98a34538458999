"""What programs that load BPF print around the kernel's log."""

import re

from carrier import LOADER, Carrier, around, lines_of


def go_log(text):
    """cilium/ebpf cuts white space off both ends of the log and off the ends of its lines."""
    return [line.rstrip(" \t\r\v") for line in lines_of(text.strip(" \t\r\v\n") + "\n")]


def cilium_verbose(text):
    return "load program: permission denied:" + "".join("\n\t" + line for line in go_log(text)) + "\n"


def cilium_in_go_test(text):
    """The testing package indents every line of a message but the first by eight blanks."""
    message = "cannot create collection: program parse: " + cilium_verbose(text)
    indented = message.removesuffix("\n").replace("\n", "\n        ")
    return f"=== RUN   TestParse\n    parse_test.go:41: {indented}\n--- FAIL: TestParse (0.02s)\nFAIL\n"


def rust_debug(text):
    """What {:?} makes of a str."""
    text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    text = text.replace('"', '\\"').replace("\0", "\\0")
    return re.sub(r"[\x00-\x1f\x7f]", lambda c: f"\\u{{{ord(c[0]):x}}}", text)


def aya_debug(text):
    return ("Error: ProgramError(LoadError { io_error: Os { code: 13, kind: PermissionDenied, message: "
            f'"Permission denied" }}, verifier_log: "{rust_debug(text)}" }})\n')


LIBBPF_FAILED = "libbpf: prog 'parse': BPF program load failed: "
LIBBPF_BEGIN = "libbpf: prog 'parse': -- BEGIN PROG LOAD LOG --\n"
LIBBPF_END = "-- END PROG LOAD LOG --\nlibbpf: prog 'parse': failed to load: "
LIBBPF_OBJECT = "libbpf: failed to load object 'parse.bpf.o'\n"
OLD_BEGIN = "libbpf: load bpf program failed: Permission denied\nlibbpf: -- BEGIN DUMP LOG ---\nlibbpf: \n"
OLD_END = "\nlibbpf: -- END LOG --\nlibbpf: failed to load program 'parse'\n" + LIBBPF_OBJECT

LIBBPF_1 = around(LIBBPF_FAILED + "Permission denied\n" + LIBBPF_BEGIN, LIBBPF_END + "-13\n" + LIBBPF_OBJECT)

BCC_HINT = """
HINT: The invalid mem access 'inv' error can happen if you try to dereference memory without first using \
bpf_probe_read() to copy it to the BPF stack. Sometimes the bpf_probe_read is automatic by the bcc rewriter, \
other times you'll need to be explicit.

Traceback (most recent call last):
  File "/usr/share/bcc/tools/opensnoop", line 417, in <module>
    b.attach_kprobe(event="do_sys_open", fn_name="trace_entry")
  File "/usr/lib/python3/dist-packages/bcc/__init__.py", line 836, in attach_kprobe
    fn = self.load_func(fn_name, BPF.KPROBE)
         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/usr/lib/python3/dist-packages/bcc/__init__.py", line 523, in load_func
    raise Exception("Failed to load BPF program %s: %s" %
Exception: Failed to load BPF program b'trace_entry': Permission denied
"""

TC_HEAD = """
Prog section 'classifier' rejected: Permission denied (13)!
 - Type:         3
 - Instructions: 20 (0 over limit)
 - License:      GPL

Verifier analysis:

"""

LOADERS = [
    Carrier("libbpf 0.3", LOADER, around(OLD_BEGIN, OLD_END), "libbpf before 0.7: dump log markers"),
    Carrier("libbpf 1.0", LOADER, LIBBPF_1, "libbpf since 0.7: prog load log markers"),
    Carrier("libbpf 1.6", LOADER,
            around(LIBBPF_FAILED + "-EACCES\n" + LIBBPF_BEGIN, LIBBPF_END + "-EACCES\n" + LIBBPF_OBJECT),
            "libbpf since 1.6: errno words"),
    Carrier("bpftool", LOADER,
            lambda text: "$ sudo bpftool prog load parse.bpf.o /sys/fs/bpf/parse\n" + LIBBPF_1(text)
            + "Error: failed to load object file\n",
            "bpftool prog load in a terminal"),
    Carrier("tc", LOADER, around(TC_HEAD, "\nError fetching program/map!\nUnable to load program\n"),
            "iproute2 before it had libbpf, tc ... verbose"),
    Carrier("ip link", LOADER,
            lambda text: LIBBPF_1(text) + "Error: ipv4: FIB table does not exist.\nUnable to load program\n",
            "iproute2 with libbpf"),
    Carrier("bcc", LOADER, around("bpf: Failed to load program: Permission denied\n", "\n" + BCC_HINT),
            "bcc: its hint, then python's traceback"),
    Carrier("cilium %+v", LOADER, cilium_verbose, "cilium/ebpf, fmt.Printf(\"%+v\", err)"),
    Carrier("cilium go test", LOADER, cilium_in_go_test, "cilium/ebpf's error in t.Fatalf"),
    Carrier("aya", LOADER,
            around("Error: the BPF_PROG_LOAD syscall returned Permission denied (os error 13). Verifier output: ",
                   "\nCaused by:\n    Permission denied (os error 13)\n"),
            "aya's Display: the log begins on the line of the error"),
    Carrier("aya {:?}", LOADER, aya_debug, "aya's Debug: the log is an escaped string"),
    Carrier("bpftrace", LOADER,
            around("Attaching 1 probe...\n\nError log: \n", "\nERROR: Error loading program: kprobe:vfs_read\n"),
            "bpftrace -v before it had libbpf's loader"),
    Carrier("bpftrace 0.20", LOADER,
            around("ERROR: Error loading BPF program for kprobe_vfs_read_1.\nKernel error log:\n",
                   "\nERROR: Loading BPF object(s) failed.\n"),
            "bpftrace since 0.20"),
]
