"""What do raw BPF instructions do: which registers they read and write, where they go to, what is dead?

An instruction is eight bytes; `Code` is a program of them as linked nodes, so that others can be put in
between and every jump, call and ld_imm64 still leads where it led. Nothing here knows a verifier's log.
"""

import struct
from dataclasses import dataclass, field
from typing import NamedTuple

LD, LDX, ST, STX, ALU, JMP, JMP32, ALU64 = range(8)
IMM, ABS, IND, MEM, MEMSX, ATOMIC = 0x00, 0x20, 0x40, 0x60, 0x80, 0xC0
X = 0x08
SIZES = {1: 0x10, 2: 0x08, 4: 0x00, 8: 0x18}
BYTES = {code: size for size, code in SIZES.items()}
ARITHMETIC = {"+=": 0x00, "-=": 0x10, "*=": 0x20, "/=": 0x30, "|=": 0x40, "&=": 0x50, "<<=": 0x60,
              ">>=": 0x70, "neg": 0x80, "%=": 0x90, "^=": 0xA0, "=": 0xB0, "s>>=": 0xC0, "end": 0xD0}
COMPARES = {"==": 0x10, ">": 0x20, ">=": 0x30, "&": 0x40, "!=": 0x50, "s>": 0x60, "s>=": 0x70,
            "<": 0xA0, "<=": 0xB0, "s<": 0xC0, "s<=": 0xD0}
JA, CALL, EXIT, JCOND = 0x00, 0x80, 0x90, 0xE0
LD_IMM64 = LD | IMM | SIZES[8]
# In a call's src and in an ld_imm64's src.
PSEUDO_CALL, PSEUDO_FUNC = 1, 4
FETCH, CMPXCHG, LOAD_ACQUIRE = 0x01, 0xF1, 0x100
ARGUMENTS = (1, 2, 3, 4, 5)
CLOBBERED = (0, 1, 2, 3, 4, 5)
FRAME_POINTER = 10
# Helpers that read fewer than five arguments. Who is not here is taken to read all of them.
ARGUMENTS_OF_HELPER = {
    1: 2, 2: 4, 3: 2, 4: 3, 5: 0, 6: 5, 7: 0, 8: 0, 9: 5, 10: 5, 11: 5, 12: 3, 13: 3, 14: 0, 15: 0, 16: 2,
    17: 1, 18: 3, 19: 1, 20: 4, 21: 4, 22: 2, 23: 2, 24: 1, 25: 5, 26: 4, 27: 3, 28: 5, 29: 3, 30: 3, 31: 3,
    32: 2, 33: 3, 34: 1, 35: 0, 36: 3, 37: 2, 38: 3, 39: 2, 40: 3, 41: 3, 42: 0, 43: 4, 44: 2, 45: 3, 46: 1,
    47: 1, 48: 2, 54: 2, 65: 2, 67: 4, 68: 4, 80: 0, 84: 5, 85: 5, 86: 1, 87: 3, 88: 2, 89: 1, 91: 2, 93: 1,
    94: 1, 95: 1, 96: 1, 97: 1, 98: 1, 99: 5, 107: 4, 109: 1, 112: 3, 113: 3, 114: 3, 115: 3, 118: 0, 125: 0,
    130: 4, 131: 3, 132: 2, 133: 2, 134: 2, 136: 1, 137: 1, 138: 1, 139: 1, 140: 1, 158: 0, 188: 1, 189: 4,
    190: 4}


class Insn(NamedTuple):
    code: int
    dst: int = 0
    src: int = 0
    off: int = 0
    imm: int = 0

    @property
    def kind(self):
        return self.code & 7

    @property
    def operation(self):
        return self.code & 0xF0

    @property
    def is_jump_class(self):
        return self.kind in (JMP, JMP32)

    @property
    def is_exit(self):
        return self.code == JMP | EXIT

    @property
    def is_call(self):
        return self.kind == JMP and self.operation == CALL

    @property
    def is_helper_call(self):
        return self.is_call and self.src == 0

    @property
    def is_subprogram_call(self):
        return self.is_call and self.src == PSEUDO_CALL

    @property
    def is_goto(self):
        return self.is_jump_class and self.operation == JA

    @property
    def is_function_address(self):
        return self.code == LD_IMM64 and self.src == PSEUDO_FUNC

    @property
    def goes_on(self):
        """Whether the next instruction can follow."""
        return not self.is_goto and not self.is_exit

    @property
    def is_copy(self):
        """Of all 64 bits of a register."""
        return self.code == ALU64 | ARITHMETIC["="] | X and self.off == 0

    def pack(self):
        return struct.pack("<BBhi", self.code, self.src << 4 | self.dst, self.off, self.imm)


def decode(code):
    insns = []
    for opcode, registers, off, imm in struct.iter_unpack("<BBhi", code):
        insns.append(Insn(opcode, registers & 15, registers >> 4, off, imm))
    return insns


# ---- reads and writes ----

def fetched_into(insn):
    """The register that an atomic operation leaves the old value in, if any."""
    if insn.imm == CMPXCHG:
        return 0
    return insn.src if insn.imm & FETCH else None


def reads_of_arithmetic(insn):
    operation = insn.operation
    source = [insn.src] if insn.code & X and operation != ARITHMETIC["end"] else []
    return set(source if operation == ARITHMETIC["="] else [insn.dst, *source])


def reads_of_jump(insn):
    if insn.is_exit:
        return {0}
    if insn.is_call:
        many = ARGUMENTS_OF_HELPER.get(insn.imm, 5) if insn.is_helper_call else 5
        return set(ARGUMENTS[:many])
    if insn.is_goto or insn.operation == JCOND:
        return set()
    return {insn.dst, insn.src} if insn.code & X else {insn.dst}


def reads_of_atomic(insn):
    if insn.imm == LOAD_ACQUIRE:
        return {insn.src}
    return {insn.dst, insn.src} | ({0} if insn.imm == CMPXCHG else set())


def reads(insn):
    if insn.kind in (ALU, ALU64):
        return reads_of_arithmetic(insn)
    if insn.is_jump_class:
        return reads_of_jump(insn)
    if insn.kind == LD:
        return set() if insn.code == LD_IMM64 else {6} | ({insn.src} if insn.code & 0xE0 == IND else set())
    if insn.kind == LDX:
        return {insn.src}
    if insn.kind == ST:
        return {insn.dst}
    return reads_of_atomic(insn) if insn.code & 0xE0 == ATOMIC else {insn.dst, insn.src}


def writes(insn):
    if insn.kind in (ALU, ALU64, LDX) or insn.code == LD_IMM64:
        return {insn.dst}
    if insn.is_call or insn.kind == LD:
        return set(CLOBBERED)
    if insn.kind == STX and insn.code & 0xE0 == ATOMIC:
        if insn.imm == LOAD_ACQUIRE:
            return {insn.dst}
        return {fetched_into(insn)} - {None}
    return set()


# ---- a program as nodes ----

@dataclass(eq=False)
class Node:
    insn: Insn
    original: int | None = None  # its index in the program that was read
    second: Insn | None = None  # the other half of an ld_imm64
    target: "Node | None" = None  # of a jump or a subprogram's call
    index: int = -1  # its place in what was written last

    @property
    def size(self):
        return 1 + (self.second is not None)


class TooFar(Exception):
    """A jump does not reach any more."""


@dataclass
class Code:
    nodes: list = field(default_factory=list)

    def at(self, original):
        return next((node for node in self.nodes if node.original == original), None)

    def place_of(self, node):
        return next(place for place, other in enumerate(self.nodes) if other is node)

    def following(self, node):
        place = self.place_of(node) + 1
        return self.nodes[place] if place < len(self.nodes) else None

    def entries(self):
        """The first node of every subprogram, in their order."""
        called = {id(node.target) for node in self.nodes
                  if node.insn.is_subprogram_call or node.insn.is_function_address}
        return [node for place, node in enumerate(self.nodes) if place == 0 or id(node) in called]

    def subprograms(self):
        """Each one's nodes."""
        starts = [self.place_of(entry) for entry in self.entries()] + [len(self.nodes)]
        return [self.nodes[start:end] for start, end in zip(starts, starts[1:])]

    def subprogram_of(self, node):
        return next(nodes for nodes in self.subprograms() if any(node is other for other in nodes))

    def insert(self, place, nodes):
        self.nodes[place:place] = nodes

    def lead_to(self, old, new):
        """Who jumped to or called `old` shall come to `new`."""
        for node in self.nodes:
            if node.target is old:
                node.target = new

    def pack(self):
        index = 0
        for node in self.nodes:
            node.index = index
            index += node.size
        return b"".join(linked(node) for node in self.nodes)


def distance_is_imm(insn):
    return insn.is_subprogram_call or insn.is_function_address or insn.is_goto and insn.kind == JMP32


def linked(node):
    insn = node.insn
    if node.target is not None:
        distance = node.target.index - node.index - 1
        if distance_is_imm(insn):
            insn = insn._replace(imm=distance)
        elif -0x8000 <= distance <= 0x7FFF:
            insn = insn._replace(off=distance)
        else:
            raise TooFar(f"a jump of {distance}")
    return insn.pack() + (node.second.pack() if node.second else b"")


def jump_distance(insn):
    """To where, from the next instruction; None: it does not go elsewhere."""
    if distance_is_imm(insn):
        return insn.imm
    if insn.is_jump_class and insn.operation not in (CALL, EXIT):
        return insn.off
    return None


def read_code(code):
    """The program, or None where a jump leads out of it."""
    insns, nodes, by_index, index = decode(code), [], {}, 0
    while index < len(insns):
        node = Node(insns[index], index)
        if node.insn.code == LD_IMM64 and index + 1 < len(insns):
            node.second = insns[index + 1]
        by_index[index] = node
        nodes.append(node)
        index += node.size
    for node in nodes:
        distance = jump_distance(node.insn)
        if distance is not None:
            node.target = by_index.get(node.original + 1 + distance)
            if node.target is None:
                return None
    return Code(nodes)


# ---- flow ----

def successors(nodes):
    """For the nodes of one subprogram: node's place -> the places that may follow it."""
    place_of = {id(node): place for place, node in enumerate(nodes)}
    following = []
    for place, node in enumerate(nodes):
        places = [place + 1] if node.insn.goes_on and place + 1 < len(nodes) else []
        is_jump = node.target is not None and not node.insn.is_call and not node.insn.is_function_address
        if is_jump and id(node.target) in place_of:
            places.append(place_of[id(node.target)])
        following.append(places)
    return following


def live_before(nodes, reads_of=lambda node: reads(node.insn)):
    """For each node of one subprogram: the registers that are still read before they are written."""
    following = successors(nodes)
    live = [frozenset()] * len(nodes)
    changed = True
    while changed:
        changed = False
        for place in reversed(range(len(nodes))):
            after = frozenset().union(*(live[next_place] for next_place in following[place]))
            before = after - writes(nodes[place].insn) | reads_of(nodes[place])
            if before != live[place]:
                live[place], changed = before, True
    return live
