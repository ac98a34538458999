"""Which instructions of a path made what stands in each register before its last instruction?

A pass over the steps of the failing path, which keeps for every register and every byte of the stack (through r10)
of every frame the instructions that its value comes from: of all operands, not only of the pointer. It knows nothing
of bpflens and nothing of types.
"""

import re
from dataclasses import dataclass, field

ASSIGNMENT = re.compile(r"[rw](\d+) (\S*)= (.+)$")
SOURCE = re.compile(r"(?:\(s\d+\))?(?:be\d+ |le\d+ |bswap\d+ |-)?[rw](\d+)$")
SLOT = r"\*\([us](\d+) \*\)\(r10 ([+-]\d+)\)"
LOAD = re.compile(SLOT + "$")
STORE = re.compile(SLOT + " = (.+)$")
CALL_OF_OURS = re.compile(r"call pc([+-]\d+)$")
TAIL_CALL = "call bpf_tail_call#"
EXIT, LEGACY_LOADS = 0x95, (0x20, 0x28, 0x30, 0x40, 0x48, 0x50)
NOTHING = frozenset()


def bytes_of(access):
    offset = int(access[2])
    return range(offset, offset + int(access[1]) // 8)


@dataclass
class Frame:
    registers: dict = field(default_factory=dict)
    stack: dict = field(default_factory=dict)  # by byte
    returns_to: int = -1

    def made(self, source):
        """The instructions behind the right side of an assignment."""
        if register := SOURCE.match(source):
            return self.registers.get(int(register[1]), NOTHING)
        load = LOAD.match(source)
        return NOTHING.union(*(self.stack.get(byte, NOTHING) for byte in bytes_of(load))) if load else NOTHING


def take_call(frames, step, next_insn):
    frame, here = frames[-1], frozenset((step.insn,))
    arguments = {register: frame.registers.get(register, NOTHING) | here for register in range(1, 6)}
    frame.registers.update({register: here for register in range(6)})
    into = CALL_OF_OURS.match(step.text)
    # A global function is not entered: it was verified by itself.
    if into and next_insn == step.insn + 1 + int(into[1]):
        frames.append(Frame(arguments, returns_to=step.insn + 1))


def leaves(step, frame, next_insn):
    """A tail call in a function of ours is also taken for its return."""
    return step.opcode == EXIT or (step.text.startswith(TAIL_CALL) and next_insn == frame.returns_to)


def take(frames, step, next_insn):
    frame, here = frames[-1], frozenset((step.insn,))
    if len(frames) > 1 and leaves(step, frame, next_insn):
        frames.pop()
        frames[-1].registers[0] = frame.registers.get(0, NOTHING) | here
    elif step.text.startswith("call ") or step.opcode in LEGACY_LOADS:
        take_call(frames, step, next_insn)
    elif store := STORE.match(step.text):
        frame.stack.update(dict.fromkeys(bytes_of(store), frame.made(store[3]) | here))
    elif assigned := ASSIGNMENT.match(step.text):
        register, operator, source = int(assigned[1]), assigned[2], assigned[3]
        before = frame.registers.get(register, NOTHING) if operator else NOTHING
        frame.registers[register] = before | frame.made(source) | here


def made_before(steps):
    """Each step, and which instructions made the registers of its frame as it finds them."""
    frames = [Frame()]
    for step, following in zip(steps, [*steps[1:], None]):
        yield step, dict(frames[-1].registers)
        take(frames, step, following and following.insn)
