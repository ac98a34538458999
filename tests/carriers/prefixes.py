"""What writes something in front of every line."""

from carrier import PREFIX, Carrier, by_line


def constant(prefix):
    return by_line(lambda index, line: prefix + line)


def clock(index):
    """Two lines a second: a log crosses seconds and minutes."""
    return f"{12 + index // 7200 % 12:02d}:{index // 120 % 60:02d}:{index // 2 % 60:02d}"


def nanoseconds(index):
    return f"{index * 500_123_457 % 10**9:09d}"


def journald(index, line):
    return f"Nov 22 {clock(index)} host unit[123]: {line}"


def journald_iso(index, line):
    return f"2024-05-01T{clock(index)}+0200 host unit[123]: {line}"


def journald_monotonic(index, line):
    return f"[{99990 + index * 0.1:12.6f}] host unit[123]: {line}"


def journald_one_entry(text):
    """One message of many lines: journalctl indents all but the first by the width of its head."""
    head = "Nov 22 19:21:43 host unit[123]: "
    return by_line(lambda index, line: (head if index == 0 else " " * len(head)) + line)(text)


def rfc5424(index, line):
    return f"<27>1 2024-05-01T{clock(index)}.{nanoseconds(index)[:6]}+02:00 host loader 4711 - - {line}"


def cri(index, line):
    return f"2024-05-01T{clock(index)}.{nanoseconds(index)}Z stderr F {line}"


def kubectl_timestamps(index, line):
    return f"2024-05-01T{clock(index)}.{nanoseconds(index)}Z {line}"


def github_actions(index, line):
    return f"2024-05-01T{clock(index)}.{nanoseconds(index)[:7]}Z {line}"


def dmesg(index, line):
    return f"[{12.345678 + index * 0.000123:12.6f}] {line}"


def dmesg_growing(index, line):
    return f"[{99999.999 + index * 0.0005:12.6f}] BPF: {line}"  # the width changes after two lines


def go_log(index, line):
    return f"2024/05/01 {clock(index)} {line}"


def go_log_file(index, line):
    return f"2024/05/01 {clock(index)} main.go:42: {line}"


def python_logging(index, line):
    return f"2024-05-01 {clock(index)},{index * 37 % 1000:03d} - loader - ERROR - {line}"


def tracing(index, line):
    return f"2024-05-01T{clock(index)}.{nanoseconds(index)[:6]}Z  WARN loader::bpf: {line}"


PREFIXES = [
    Carrier("journald", PREFIX, by_line(journald), "journalctl"),
    Carrier("journald iso", PREFIX, by_line(journald_iso), "journalctl -o short-iso"),
    Carrier("journald monotonic", PREFIX, by_line(journald_monotonic), "journalctl -o short-monotonic"),
    Carrier("journald one entry", PREFIX, journald_one_entry, "journalctl, one message of many lines"),
    Carrier("syslog rfc5424", PREFIX, by_line(rfc5424), "a syslog collector's file"),
    Carrier("docker compose", PREFIX, constant("loader-1  | "), "docker compose logs"),
    Carrier("kubectl prefix", PREFIX, constant("[pod/agent-x7k2p/loader] "), "kubectl logs --prefix"),
    Carrier("kubectl timestamps", PREFIX, by_line(kubectl_timestamps), "kubectl logs --timestamps"),
    Carrier("k8s cri", PREFIX, by_line(cri), "/var/log/pods/*/*.log"),
    Carrier("github actions", PREFIX, by_line(github_actions), "raw log of a GitHub job"),
    Carrier("dmesg", PREFIX, by_line(dmesg), "dmesg"),
    Carrier("dmesg BPF", PREFIX, by_line(dmesg_growing), "dmesg of a kernel that logs to itself, after 27 hours"),
    Carrier("go log", PREFIX, by_line(go_log), "Go's log package, line by line"),
    Carrier("go log file", PREFIX, by_line(go_log_file), "Go's log package with log.Lshortfile"),
    Carrier("python logging", PREFIX, by_line(python_logging), "Python's logging with a usual format"),
    Carrier("python logging basic", PREFIX, constant("ERROR:root:"), "Python's logging.error, line by line"),
    Carrier("rust tracing", PREFIX, by_line(tracing), "tracing-subscriber without colours"),
    Carrier("cat -n", PREFIX, by_line(lambda index, line: f"{index + 1:6d}\t{line}"), "cat -n"),
    Carrier("grep -n", PREFIX, by_line(lambda index, line: f"{index + 1}:{line}"), "grep -n '' FILE"),
    Carrier("grep -Hn", PREFIX, by_line(lambda index, line: f"load.log:{index + 1}:{line}"), "grep -Hn '' FILE"),
    Carrier("diff", PREFIX, constant("+"), "a log in a patch"),
]
