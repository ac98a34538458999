"""Terminals, forms and editors: what happens between the screen and the file."""

import html
import re

from carrier import BAD_BYTES, BLANKS, BYTES, KERNEL, LINE_END, PASTE, TERMINAL, Carrier, as_bytes, by_line, lines_of

STATE = re.compile(r" {2,}(?=; ?(?:R\d|frame\d|fp-|$))")  # the padding before a state


def coloured_lines(index, line):
    return f"\x1b[{31 + index % 6}m{line}\x1b[0m"


def coloured_words(index, line):
    """As highlighters do: the number, registers and comments in colours of their own."""
    line = re.sub(r"^(\d+)(?=:)", "\x1b[1;33m\\1\x1b[0m", line)
    line = re.sub(r"\b([Rr]\d+)\b", "\x1b[38;5;81m\\1\x1b[39m", line)
    return line + "\x1b[K"


def wrapped(columns):
    def wrap(index, line):
        line = line.expandtabs(8)  # a terminal has no tabs
        return "\n".join(line[at:at + columns] for at in range(0, len(line), columns))
    return by_line(wrap)


def tabs_before_state(index, line):
    """Editors that put tabs for runs of blanks."""
    def tabs(match):
        width = match.end() // 8 - match.start() // 8
        return "\t" * max(width, 1) + " " * (match.end() % 8)
    return STATE.sub(tabs, line)


def nbsp_runs(index, line):
    """A rich text editor keeps runs of blanks by making every second one not break."""
    line = re.sub("^ ", "\u00a0", line)
    return line.replace("  ", "\u00a0 ")


def typescript(text):
    head = 'Script started on 2024-05-01 12:00:00+02:00 [TERM="xterm" TTY="/dev/pts/1" COLUMNS="80" LINES="24"]\n'
    return head + text.replace("\n", "\r\r\n") + '\nScript done on 2024-05-01 12:00:01+02:00 [COMMAND_EXIT_CODE="1"]\n'


def html_page(text):
    return f"<!DOCTYPE html>\n<p>it fails:</p>\n<pre><code>{html.escape(text)}</code></pre>\n"


def html_breaks(text):
    lines = (html.escape(line).replace("  ", " &nbsp;") for line in lines_of(text))
    return "<p>" + "<br>\n".join(re.sub("^ ", "&nbsp;", line) for line in lines) + "</p>\n"


COMMENT = " /* Gr{}e */"


def with_comment(word):
    """A comment of the user's in every line of source that the kernel quotes."""
    def quoted(index, line):
        if not line.startswith("; ") or line.startswith("; R"):
            return line
        return re.sub(r"( @ \S+:\d+)?$", lambda m: COMMENT.format(word) + (m[1] or ""), line, count=1)
    return by_line(quoted)


def latin1_source(text):
    return with_comment("\udcf6\udcdf")(text)  # the bytes of "öß"


def bad_bytes_between(text):
    return b"\xc3\xff\x80 garbage \xc3(\n" + as_bytes(text) + b"\xc3\x28 \xf0\x9f\n"


def nul_ends(text):
    return "".join(line + "\0\n" for line in lines_of(text))


WRAP_BLANKS = ((BLANKS, "a terminal has no tabs: those of a source line become blanks"),)
LATIN1 = ((BAD_BYTES, "bytes that are no UTF-8 are shown as U+FFFD"),)

PASTES = [
    Carrier("ansi lines", TERMINAL, by_line(coloured_lines), "a colour around each line"),
    Carrier("ansi words", TERMINAL, by_line(coloured_words), "colours inside the lines, grep's erase at the end"),
    Carrier("typescript", LINE_END, typescript, "script(1): CR CR LF"),
    Carrier("wrap 80", TERMINAL, wrapped(80), "copied from a screen of 80 columns", WRAP_BLANKS, keeps_lines=False),
    Carrier("wrap 100", TERMINAL, wrapped(100), "copied from a screen of 100 columns", WRAP_BLANKS, keeps_lines=False),
    Carrier("wrap 120", TERMINAL, wrapped(120), "copied from a screen of 120 columns", WRAP_BLANKS, keeps_lines=False),
    Carrier("quote", PASTE, by_line(lambda index, line: "> " + line), "a mail or Markdown quotation"),
    Carrier("quote twice", PASTE, by_line(lambda index, line: "> > " + line), "a quotation in a quotation"),
    Carrier("quote bare", PASTE, by_line(lambda index, line: ("> " + line).rstrip()), "mail: no blank after the last >"),
    Carrier("indent 4", PASTE, by_line(lambda index, line: "    " + line), "a code block of four blanks"),
    Carrier("indent tab", PASTE, by_line(lambda index, line: "\t" + line), "a code block of a tab"),
    Carrier("fence", PASTE, lambda text: f"it fails with\n\n```console\n{text}```\n\nwhy?\n", "a fenced block"),
    Carrier("tabs", PASTE, by_line(tabs_before_state), "tabs for the blanks before a state"),
    Carrier("nbsp", PASTE, lambda text: text.replace(" ", "\u00a0"), "blanks that do not break, all of them"),
    Carrier("nbsp runs", PASTE, by_line(nbsp_runs), "blanks that do not break, in runs"),
    Carrier("html pre", PASTE, html_page, "the source of a web page, <pre>"),
    Carrier("html br", PASTE, html_breaks, "the source of a web page, <br>",
            ((BLANKS, "runs of blanks are blanks and &nbsp; in turns"),)),
    Carrier("no trailing blanks", PASTE, by_line(lambda index, line: line.rstrip(" ")), "editors"),
    Carrier("trailing blanks", PASTE, by_line(lambda index, line: line + "   "), "a screen copied as a rectangle"),
    Carrier("blank lines", PASTE, by_line(lambda index, line: line + "\n"), "an empty line after every line"),
    Carrier("no leading blanks", PASTE, by_line(lambda index, line: line.lstrip(" ")), "web forms that trim lines",
            ((BLANKS, "what stood at the beginning of a line is gone"),)),
    Carrier("crlf", LINE_END, lambda text: text.replace("\n", "\r\n"), "Windows"),
    Carrier("cr", LINE_END, lambda text: text.replace("\n", "\r"), "a serial console, an old Mac"),
    Carrier("latin-1 source", KERNEL, latin1_source, "a source file in latin-1: bytes that are no UTF-8", LATIN1,
            plain=with_comment("??")),
    Carrier("bad bytes", BYTES, bad_bytes_between, "bytes that are no UTF-8 on the lines around"),
    Carrier("nul at line ends", BYTES, nul_ends, "lines of a C array written with their NUL"),
    Carrier("nul padded", BYTES, lambda text: text + "\0" * 4096, "a log buffer written to a file as a whole"),
    Carrier("nul before", BYTES, lambda text: "\0" * 4096 + "\n" + text, "a file that was cut while it was written"),
    Carrier("utf-8 bom", BYTES, lambda text: "\ufeff" + text, "Notepad"),
    Carrier("utf-16le", BYTES, lambda text: b"\xff\xfe" + text.encode("utf-16-le"), "PowerShell's >, without CR"),
    Carrier("utf-16be", BYTES, lambda text: b"\xfe\xff" + text.encode("utf-16-be"), "Unicode big endian of an editor"),
]
