"""What does the report say that kernel 7.3 prints into a log by itself, and what is the log without it?

The causal path is a list of blocks, oldest first: a place, the source and the instructions around it, and one
annotation "label: text". kernel/bpf/diagnostics.c prints it; the order and the words are its own. Also here: the
path that a log of level 1 shows, which is the failing one, instruction by instruction.
"""

import re
from dataclasses import dataclass, field

HEADER = "Verification failed: "
CAUSAL_PATH = "Causal path:"
SECTIONS = ("Reason:", "At:", "Active lock:", CAUSAL_PATH, "Suggestion:")
PLACE = re.compile(r"  insn (\d+)$")
MARKED_INSN = re.compile(r"  >>> +(\d+) \| \([0-9a-f]{2}\) (.*)$")
ANNOTATION = re.compile(r"\s+\| +\^-- ([a-z]+): (.*)$")
MORE_ANNOTATION = re.compile(r"\s+\| {3,}(\S.*)$")
OMITTED = re.compile(r"  (\d+) intermediate causal-history events omitted$")
NOT_RETAINED = re.compile(r"  (\d+) older causal-history events? not retained")
HOLDER = re.compile(r"(R\d+)\b|stack slot (fp-?\d+)")
NEW_VALUE = re.compile(r" changed from .* to (.*)$")
# The state of the branch's target follows on the line of a resumed branch.
STEP = re.compile(r"(\d+): \(([0-9a-f]{2})\) ([^;]*?)(?:\s+\d+: (?:frame\d+: )?R\d+=.*)?\s*(?:;.*)?$")
UNIT_ENDS = re.compile(r"Validating |Func#\d+ .* is safe for any args")


@dataclass
class Event:
    """One block of the causal path."""
    insn: int = -1
    label: str = ""
    text: str = ""
    insn_text: str = ""

    @property
    def holder(self):
        found = HOLDER.match(self.text)
        return found and (found[1] or found[2])

    @property
    def new_value(self):
        found = NEW_VALUE.search(self.text)
        return found[1] if found else ""


@dataclass
class Report:
    title: str
    rejected: int = -1
    sections: dict = field(default_factory=lambda: {name: [] for name in SECTIONS})
    path: list = field(default_factory=list)
    omitted: int = 0  # events that the kernel counts but does not print


@dataclass
class Step:
    insn: int
    opcode: int
    text: str


def is_of_section(line):
    return not line or line.startswith("  ")


def end_of_report(lines, start):
    """The first line behind the report that begins at `start`: after the blank one behind its suggestion."""
    at = start + 1
    while at < len(lines) and (is_of_section(lines[at]) or lines[at] in SECTIONS):
        at += 1
    return at


def split_reports(text):
    """The log without reports, and the lines of each."""
    lines, kept, reports = text.split("\n"), [], []
    at = 0
    while at < len(lines):
        if not lines[at].startswith(HEADER):
            kept.append(lines[at])
            at += 1
            continue
        end = end_of_report(lines, at)
        reports.append(lines[at:end])
        if kept and not kept[-1]:
            kept.pop()  # a report opens with a blank line
        at = end
    return "\n".join(kept), reports


def event_of(block):
    event, in_annotation = Event(), False
    for line in block:
        if place := PLACE.match(line):
            event.insn = int(place[1])
        elif annotation := ANNOTATION.match(line):
            event.label, event.text = annotation.groups()
            in_annotation = True
        elif in_annotation and (more := MORE_ANNOTATION.match(line)):
            event.text += " " + more[1]
        elif marked := MARKED_INSN.match(line):
            event.insn, event.insn_text = int(marked[1]), marked[2].split(";")[0].strip()
            in_annotation = False
        else:
            in_annotation = False
    return event


def blocks_of(lines):
    block = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
        elif block:
            yield block
            block = []


def read_report(lines):
    report, section = Report(lines[0].removeprefix(HEADER)), []
    for line in lines[1:]:
        if line in SECTIONS:
            section = report.sections[line]
        else:
            section.append(line)
    report.rejected = next((event_of(block).insn for block in blocks_of(report.sections["At:"])), -1)
    for block in blocks_of(report.sections[CAUSAL_PATH]):
        left_out = [found for line in block for found in (OMITTED.match(line) or NOT_RETAINED.match(line),) if found]
        report.omitted += sum(int(found[1]) for found in left_out)
        event = event_of(block)
        if event.label:
            report.path.append(event)
    return report


def failing_path(level_1_log):
    """The steps of the failing path: at level 1 a log keeps no other, but those of functions verified before."""
    steps = []
    for line in split_reports(level_1_log)[0].split("\n"):
        if UNIT_ENDS.match(line):
            steps = []
        elif step := STEP.match(line):
            steps.append(Step(int(step[1]), int(step[2], 16), step[3].strip()))
    return steps
