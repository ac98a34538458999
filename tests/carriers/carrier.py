"""What a carrier is: the way a verifier's log came to be in the file that somebody pastes.

A carrier is a pure function from the kernel's text to what stands in the file, with one line on what
it imitates. Its layer says how near the kernel it works: a pair of carriers can happen in the real
world if the outer one's layer is higher.
"""

from dataclasses import dataclass
from typing import Callable

# Nearest the kernel first: what it prints, who loaded the program, who packed that into one string, who
# put something before each line, what a terminal did, who pasted it where, line ends, bytes.
KERNEL, LOADER, ESCAPE, PREFIX, TERMINAL, PASTE, LINE_END, BYTES = range(8)

# What a carrier really destroys; comparing leaves it out on both sides (compare.RELAXED).
BLANKS = "blanks"
BAD_BYTES = "bad_bytes"


@dataclass(frozen=True)
class Carrier:
    name: str
    layer: int
    encode: Callable  # str -> str or bytes
    imitates: str
    relaxed: tuple = ()  # (what, why)
    keeps_lines: bool = True  # one line of the log is one line of the file, or several whole lines
    plain: Callable = None  # the log that it is compared with, where that is not the kernel's
    before: tuple = ()  # other logs in the file, each of which has results of its own
    after: tuple = ()

    def bytes_of(self, text):
        return as_bytes(self.encode(text))

    def plain_of(self, text):
        return self.plain(text) if self.plain else text


def as_bytes(text):
    return text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")


def as_text(data):
    """The characters of a file, as an editor that knows its encoding shows them."""
    if isinstance(data, str):
        return data
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    return data.decode("utf-8", "surrogateescape")


def lines_of(text):
    return text.removesuffix("\n").split("\n")


def by_line(change):
    """The carrier that changes one line after the other: change(index from 0, line)."""
    return lambda text: "".join(change(i, line) + "\n" for i, line in enumerate(lines_of(text)))


def around(before, after=""):
    return lambda text: before + text + after


def line_map(carrier):
    """Where the log's lines stand in the file: (line of the first, lines from one to the next), or
    None where several share a line or are cut."""
    if not carrier.keeps_lines:
        return None
    marks = ["PROBEa", "PROBEb", "PROBEc"]
    text = as_text(carrier.encode("\n".join(marks) + "\n"))
    at = [text[:text.index(mark)].count("\n") + 1 for mark in marks]
    stride = at[1] - at[0]
    return (at[0], stride) if stride >= 1 and at[2] - at[1] == stride else None
