"""What stands around a log in a paste, and must change nothing."""

from pathlib import Path

from carrier import LOADER, Carrier, around
from loaders import LIBBPF_1

ROOT = Path(__file__).resolve().parents[2]
OTHER = (ROOT / "testdata/logs/6.12/level1/silent-changes.log").read_text()
ACCEPTED = (ROOT / "testdata/logs/6.1/level1/spilling.clang19.v3.log").read_text()

DENIED = """permission denied
Error: permission denied (os error 13)
loader: cannot load parse.bpf.o: Permission denied
"""

SUCCESSES = """libbpf: loading object 'parse.bpf.o' from buffer
libbpf: elf: section(3) xdp, size 240, link 0, flags 6, type=1
libbpf: sec 'xdp': found program 'parse' at insn offset 0 (0 bytes), code size 30 insns (240 bytes)
libbpf: map 'counts': created successfully, fd=4
libbpf: prog 'other': relo #0: matched in 1 of 1 candidates
"""

GO_PANIC = """panic: cannot load programs

goroutine 1 [running]:
main.main()
\t/src/loader/main.go:71 +0x1d4
exit status 2
"""

RUST_PANIC = """thread 'main' panicked at src/main.rs:21:10:
called `Result::unwrap()` on an `Err` value: load failed
stack backtrace:
   0: rust_begin_unwind
             at /rustc/9fc6b4312/library/std/src/panicking.rs:652:5
   1: core::panicking::panic_fmt
   2: core::result::unwrap_failed
             at ./src/main.rs:21:10
note: run with `RUST_BACKTRACE=full` for a verbose backtrace
"""

PYTHON = """Traceback (most recent call last):
  File "load.py", line 12, in <module>
    main()
  File "load.py", line 8, in main
    raise Exception("Failed to load BPF program")
Exception: Failed to load BPF program
"""

CARGO = """   Compiling aya-log v0.2.1
   Compiling loader v0.1.0 (/src/loader)
warning: unused variable: `ctx`
  --> src/main.rs:12:9
   |
12 |     let ctx = 1;
   |         ^^^ help: if this is intentional, prefix it with an underscore: `_ctx`
   |
   = note: `#[warn(unused_variables)]` on by default

    Finished dev [unoptimized + debuginfo] target(s) in 4.21s
     Running `target/debug/loader`
"""

SYSTEMD = """systemd[1]: Started loader.service - loads programs.
systemd[1]: loader.service: Main process exited, code=exited, status=1/FAILURE
systemd[1]: loader.service: Failed with result 'exit-code'.
"""

COMPILE = """clang -O2 -g -target bpf -c parse.bpf.c -o parse.bpf.o
parse.bpf.c:14:6: warning: unused variable 'x' [-Wunused-variable]
   14 |         int x = 0;
      |             ^
1 warning generated.
"""

PROMPT = "root@host:~# ./loader parse.bpf.o\n"
NEXT_PROMPT = "root@host:~# echo $?\n1\nroot@host:~# "


def noise(name, before, after, imitates):
    return Carrier(name, LOADER, around(before, after), imitates)


NOISE = [
    noise("denied", DENIED, DENIED, "the loader's own complaint before and after"),
    noise("libbpf debug", SUCCESSES, "libbpf: failed to load object 'parse.bpf.o'\n", "libbpf's debug lines"),
    noise("go panic", "2024/05/01 12:00:00 loading\n", GO_PANIC, "a Go program that gives up"),
    noise("rust panic", CARGO, RUST_PANIC, "cargo run: build output, then a backtrace"),
    noise("python traceback", "loading ...\n", PYTHON, "a Python program that gives up"),
    noise("prompt", PROMPT, NEXT_PROMPT, "a shell before and after"),
    noise("systemd", SYSTEMD, SYSTEMD, "a unit's status"),
    noise("compiler", COMPILE, "make: *** [Makefile:12: load] Error 1\n", "make: the compiler's warnings before"),
    noise("long prose", "It used to work, see below.\n" * 2000, "\nAny idea?\n" * 2000, "a question of 4000 lines"),
    Carrier("another before", LOADER, around(LIBBPF_1(OTHER)), "two programs: the other one fails first",
            before=(OTHER,)),
    Carrier("another after", LOADER, around("", LIBBPF_1(OTHER)), "two programs: the other one fails later",
            after=(OTHER,)),
    Carrier("another around", LOADER, lambda text: LIBBPF_1(ACCEPTED) + LIBBPF_1(text) + LIBBPF_1(OTHER),
            "three programs, each between markers", before=(ACCEPTED,), after=(OTHER,)),
    Carrier("another bare", LOADER, around(ACCEPTED, OTHER), "three logs one after the other, nothing between them",
            before=(ACCEPTED,), after=(OTHER,)),
]
