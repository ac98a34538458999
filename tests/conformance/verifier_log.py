"""What does a log of the running kernel (level 2) say: which way did the failing path take, what stood in the
registers along it, and what was the sentence?

This reads one dialect only, and is not bpflens: the judge must not lean on what it judges.
"""

import re
from dataclasses import dataclass

INSN = re.compile(r"(\d+): \(([0-9a-f]{2})\) ([^;]*)(?:; (.*))?$")
STATE = re.compile(r"(\d+): ((?:frame\d+: )?(?:R|fp).*)$")
RESUMED = re.compile(r"from (\d+) to (\d+)(?: \(speculative execution\))?: ?(.*)$")
FRAME = re.compile(r"frame(\d+):\s*")
HOLDER = re.compile(r"(R\d+|fp-\d+)(?:_[rwR]+)?=")
CALL = 0x85
# What a log of this kernel prints besides the walk and the sentence.
BESIDE = re.compile(r"mark_precise: |func#|Live regs before|\s+\d+: [.\d]{10} |\(\d[\d,]*\) |processed \d|stack depth|"
                    r"verification time|insns_?processed|caller:|callee:|returning from callee|to caller at|; |$|"
                    r"\d+: safe|from \d+ to \d+.*: safe| *(?:frame\d+: *)?(?:R\d+|fp-\d+)[_=]|arg#\d+ ")
NUMBER = re.compile(r"0x[0-9a-f]+|\b\d+\b|R\d+|fp-?\d+")


@dataclass
class Visit:
    insn: int
    line: int  # from 1
    frame: int
    holders: dict  # before it: register or slot -> what the log says it holds


@dataclass
class Log:
    path: list
    sentence: str
    visited: set  # every instruction, on whatever path

    @property
    def rejected_at(self):
        return self.path[-1].insn if self.path else None

    @property
    def kind(self):
        """The sentence without its numbers."""
        return NUMBER.sub("N", self.sentence.split("\n")[0])

    def visit_of(self, insn, line=None):
        """The visit in that line, else the last one, of the failing path: its place."""
        places = [place for place, visit in enumerate(self.path) if visit.insn == insn]
        exact = [place for place in places if self.path[place].line == line]
        return (exact or places or [None])[-1]

    def next_in_function(self, place):
        """The visit that follows, past what a function does that is called there."""
        frame = self.path[place].frame
        return next((visit for visit in self.path[place + 1:] if visit.frame <= frame), None)


def holders_in(text):
    """`R1=ctx() R2=scalar(...)` as a dictionary; values may hold blanks in brackets."""
    found, at = {}, 0
    while at < len(text):
        match = HOLDER.search(text, at)
        if not match:
            break
        end, depth = match.end(), 0
        while end < len(text) and (depth or not text[end].isspace()):
            depth += (text[end] == "(") - (text[end] == ")")
            end += 1
        found[match[1]] = text[match.end():end]
        at = end
    return found


class Reader:
    def __init__(self):
        self.path, self.frames, self.frame, self.visited = [], {0: {}}, 0, set()

    def take_state(self, text, is_whole):
        named = FRAME.match(text)
        self.frame = int(named[1]) if named else 0
        state = self.frames.setdefault(self.frame, {})
        if is_whole:
            state.clear()
        state.update(holders_in(text))

    def visit(self, insn, code, text, state, line):
        holders = self.frames.setdefault(self.frame, {})
        self.visited.add(insn)
        self.path.append(Visit(insn, line, self.frame, dict(holders)))
        if code == CALL and "pc" not in text.split()[-1]:
            for register in range(6):
                holders.pop(f"R{register}", None)
        if state:
            self.take_state(state, False)

    def resume(self, came_from, to):
        """The verifier goes back to a branch, and takes the side that was left."""
        for place in reversed(range(len(self.path))):
            went_on = self.path[place + 1].insn if place + 1 < len(self.path) else None
            if self.path[place].insn == came_from and went_on != to:
                del self.path[place + 1:]
                return


def read_log(text):
    reader, last, sentence = Reader(), 0, []
    for number, line in enumerate(text.splitlines(), 1):
        if insn := INSN.match(line):
            reader.visit(int(insn[1]), int(insn[2], 16), insn[3].strip(), insn[4], number)
            sentence = []
        elif resumed := RESUMED.match(line):
            reader.resume(int(resumed[1]), int(resumed[2]))
            reader.take_state(resumed[3], True)
        elif state := STATE.match(line):
            reader.take_state(state[2], False)
        elif not BESIDE.match(line):
            sentence.append(line)
    return Log(reader.path, "\n".join(sentence), reader.visited)

