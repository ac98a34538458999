"""Puts a fact into a program: code that goes to an exit where the fact does not hold, and assigns nothing.

Only registers that are dead at the place are written, and only to compare with; the exit, `r0 = 0; exit`,
stands at the end of the subprogram. Jumps, calls and ld_imm64 keep leading where they led.
"""

import re
from dataclasses import dataclass, replace

from bpf_insns import (ALU64, ARITHMETIC, COMPARES, EXIT, FRAME_POINTER, JA, JMP, LD_IMM64, LDX, MEM, SIZES, X, Insn,
                       Node, TooFar, live_before, read_code, reads)
from holders import CONTEXT, END, PACKET_FIELDS, START, holders_before

SCRATCH = range(9, -1, -1)
S32 = range(-(1 << 31), 1 << 31)


class Skip(Exception):
    """The fact cannot be put there; says why."""


@dataclass
class Inserted:
    code: bytes
    original_of: dict  # index in the new program -> in the old one; what was put in is not there
    guards: list  # indices of what was put in, without the exit

    def original(self, index):
        return self.original_of.get(index)

    def originals(self, indices):
        return {self.original_of.get(index) for index in indices}


@dataclass
class Place:
    """Before a node, or on the way from `came_from` to it."""
    node: Node
    came_from: Node | None = None


class Guard:
    """The nodes to put in, as they are made."""

    def __init__(self, leave, dead):
        self.leave, self.dead, self.nodes = leave, list(dead), []

    def add(self, code, dst=0, src=0, off=0, imm=0):
        self.nodes.append(Node(Insn(code, dst, src, off, imm)))
        return self.nodes[-1]

    def keep(self, register):
        """It will be read once more."""
        self.dead = [other for other in self.dead if other != register]
        return register

    def scratch(self):
        if not self.dead:
            raise Skip("no dead register")
        return self.dead.pop(0)

    def leave_if(self, register, compare, limit):
        """Limits of more than 32 bits stand in a scratch register."""
        if limit in S32:
            node = self.add(JMP | COMPARES[compare], register, imm=limit)
        else:
            node = self.add(JMP | COMPARES[compare] | X, register, self.constant(limit))
        node.target = self.leave

    def leave_if_beyond(self, register, end):
        self.add(JMP | COMPARES[">"] | X, register, end).target = self.leave

    def constant(self, number):
        register, bits = self.scratch(), number & (1 << 64) - 1
        low, high = (half - (half >> 31 << 32) for half in (bits & 0xFFFFFFFF, bits >> 32))
        self.add(LD_IMM64, register, imm=low).second = Insn(0, imm=high)
        return register

    def copy(self, register):
        copy = self.scratch()
        self.add(ALU64 | ARITHMETIC["="] | X, copy, register)
        return copy

    def load(self, size, base, off):
        register = self.scratch()
        self.add(LDX | MEM | SIZES[size], register, base, off)
        return register


# ---- what is dead, what is at hand ----

def live_at_calls(code):
    """What a call of a function reads: the argument registers that are alive where it begins."""
    known = {}
    for nodes in code.subprograms():
        known[id(nodes[0])] = live_before(nodes)[0]

    def reads_of(node):
        if node.insn.is_subprogram_call:
            return set(known[id(node.target)]) & reads(node.insn)
        return reads(node.insn)

    return reads_of


def dead_at(code, node, besides):
    """Registers that nobody reads before writing them, from this node on."""
    nodes = code.subprogram_of(node)
    live = live_before(nodes, live_at_calls(code))
    alive = next(registers for other, registers in zip(nodes, live) if other is node)
    return [register for register in SCRATCH if register not in alive and register not in besides]


def holding(holders, what):
    """A register that holds it, else a stack slot, else None."""
    found = [holder for holder, held in holders.items() if held == what]
    registers = [holder for holder in found if isinstance(holder, int)]
    return (sorted(registers) or sorted(str(holder) for holder in found) or [None])[0]


def limit_register(guard, code, place, prog_type, what=END):
    """A register with the packet's end: at hand, filled from the stack, or loaded from the context."""
    holders = holders_before(code, prog_type).get(id(place.node), {})
    if (held := holding(holders, what)) is not None:
        return guard.keep(held) if isinstance(held, int) else guard.load(8, FRAME_POINTER, int(held[2:]))
    if prog_type not in PACKET_FIELDS:
        raise Skip("programs of this type have no packet")
    context = holding(holders, CONTEXT)
    if context is None:
        raise Skip("neither the packet's end nor the context is at hand")
    if not isinstance(context, int):
        context = guard.load(8, FRAME_POINTER, int(context[2:]))
        guard.dead.insert(0, context)
    return guard.load(4, context, PACKET_FIELDS[prog_type][what == END])


# ---- the three kinds of facts ----

def bound(guard, register, least, most):
    if least is None and most is None:
        raise Skip("no limit on either side")
    is_unsigned = least is not None and least >= 0 and most is not None
    if most is not None:
        guard.leave_if(register, ">" if is_unsigned else "s>", most)
    if least is not None and not (is_unsigned and least == 0):
        guard.leave_if(register, "<" if is_unsigned else "s<", least)


def demand_packet(guard, register, size, code, place, prog_type, held):
    """That many bytes behind the pointer; packet metadata ends where the packet starts."""
    what = START if (held or "").startswith("pkt_meta") else END
    end = limit_register(guard, code, place, prog_type, what)
    beyond = guard.copy(register)
    guard.add(ALU64 | ARITHMETIC["+="], beyond, imm=size)
    guard.leave_if_beyond(beyond, end)


def fill_guard(guard, fact, code, place, prog_type, held):
    register = int(fact.register[1:]) if fact.register.startswith("R") else None
    if register is None:
        register = guard.load(8, FRAME_POINTER, int(fact.register[2:]))
    if fact.kind == "bounded":
        bound(guard, register, fact.least, fact.most)
    elif fact.kind == "non_null":
        guard.leave_if(register, "==", 0)
    else:
        demand_packet(guard, register, fact.bytes, code, place, prog_type, held)


# ---- putting it in ----

def place_of(code, log, fact):
    """The node, and the way to it if the fact holds behind an instruction; and the visit it is about."""
    node = code.at(fact.insn)
    if node is None:
        raise Skip(f"there is no instruction {fact.insn}")
    at = log.visit_of(fact.insn, fact.log_line)
    if at is None:
        raise Skip(f"instruction {fact.insn} is not on the failing path")
    if fact.before:
        return Place(node), log.path[at]
    visit = log.next_in_function(at)
    if visit is None or node.insn.is_exit:
        raise Skip(f"nothing follows instruction {fact.insn} on the failing path")
    return Place(code.at(visit.insn), node), visit


def put_in(code, place, nodes):
    """Before the node for all who come there, or only for those who come that way."""
    node, came_from = place.node, place.came_from
    if came_from is None:
        code.insert(code.place_of(node), nodes)
        code.lead_to(node, nodes[0])
    elif came_from.target is node and not came_from.insn.is_call:
        end = code.place_of(code.subprogram_of(came_from)[-1]) + 1
        back = Node(Insn(JMP | JA), target=node)
        code.insert(end, [*nodes, back])
        came_from.target = nodes[0]
    else:
        code.insert(code.place_of(node), nodes)


def insert_at(stream, code, place, fact, held):
    leave = [Node(Insn(ALU64 | ARITHMETIC["="])), Node(Insn(JMP | EXIT))]
    touched = {int(fact.register[1:])} if fact.register.startswith("R") else set()
    guard = Guard(leave[0], dead_at(code, place.node, touched))
    fill_guard(guard, fact, code, place, stream.prog_type, held)
    function = code.subprogram_of(place.node)
    put_in(code, place, guard.nodes)
    last = next(node for node in reversed(code.nodes) if any(node is other for other in function))
    end = code.place_of(last) + 1
    while end < len(code.nodes) and code.nodes[end].original is None:
        end += 1
    code.insert(end, leave)
    try:
        packed = code.pack()
    except TooFar as far:
        raise Skip(str(far)) from far
    original_of = {node.index: node.original for node in code.nodes if node.original is not None}
    return Inserted(packed, original_of, [node.index for node in guard.nodes])


def insert(stream, log, fact):
    """The program with the fact in it."""
    code = read_code(stream.code)
    if code is None:
        raise Skip("a jump leads out of the program")
    place, visit = place_of(code, log, fact)
    return insert_at(stream, code, place, fact, visit.holders.get(fact.register))


# ---- the control ----

IDENTITY = re.compile(r"[(,]id=(\d+)")
OFFSET = re.compile(r"[(,]off=(-?\d+)")


def identity(held):
    match = IDENTITY.search(held)
    return match[1] if match else None


def offset(held):
    match = OFFSET.search(held)
    return int(match[1]) if match else 0


def type_of(held):
    """`map_value_or_null(id=1,...)` -> map_value; a constant stands there as a bare number."""
    name = held.split("(")[0]
    return "constant" if name.lstrip("-")[:1].isdigit() else name.removesuffix("_or_null")


def is_sibling(held, other, kind):
    """The same kind of value, but not the same value: a fact about it says nothing of ours."""
    if type_of(other) != type_of(held):
        return False
    if kind == "packet_range":
        return identity(other) != identity(held) or offset(other) < offset(held)
    return identity(other) is None or identity(other) != identity(held)


def sibling(visit, fact):
    """The lowest register that is one; unchecked pointers come first where that matters."""
    held = visit.holders.get(fact.register)
    if held is None:
        return None
    found = [register for register in (f"R{number}" for number in range(10)) if register != fact.register
             and register in visit.holders and is_sibling(held, visit.holders[register], fact.kind)]
    return min(found, key=lambda register: "_or_null" not in visit.holders[register], default=None)


def starts_block(code, path, place):
    """Whether a block begins with that visit: it is jumped to, or follows a jump."""
    node = code.at(path[place].insn)
    return place == 0 or path[place - 1].insn != node.original - 1 or any(
        other.target is node for other in code.nodes) or code.at(path[place - 1].insn).target is not None


def block_before(code, log, fact):
    """Where the block before that of the fact begins on the failing path; the register has to hold such a value."""
    at = log.visit_of(fact.insn, fact.log_line)
    frame, seen = log.path[at].frame, 0
    for place in range(at, -1, -1):
        if log.path[place].frame != frame:
            break
        seen += starts_block(code, log.path, place)
        if seen == 2:
            return log.path[place]
    raise Skip("no sibling, and no block before")


def control(stream, log, fact):
    """The same code for a sibling, or one block off; and which."""
    code = read_code(stream.code)
    place, visit = place_of(code, log, fact)
    other = sibling(visit, fact)
    if other:
        moved = replace(fact, register=other)
        return insert_at(stream, code, place, moved, visit.holders[other]), f"sibling {other}"
    earlier = block_before(code, log, fact)
    held, wanted = earlier.holders.get(fact.register), visit.holders.get(fact.register, "")
    if held is None or type_of(held) != type_of(wanted):
        raise Skip("no sibling, and nothing of the kind one block before")
    return insert_at(stream, code, Place(code.at(earlier.insn)), fact, held), f"before {earlier.insn}"
