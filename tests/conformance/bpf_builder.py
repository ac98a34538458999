"""A small assembler for the generator: functions of instructions over as many registers as wanted.

Registers from 16 on are virtual. When the program is finished they get real ones at random, by colouring
the graph of those that are alive together; so the same statements look different every time. A node that
a statement returns knows its index afterwards.
"""

from bpf_insns import (ALU, ALU64, ARGUMENTS, ARITHMETIC, ATOMIC, CALL, COMPARES, EXIT, FRAME_POINTER, JA, JMP, JMP32,
                       LD_IMM64, LDX, MEM, MEMSX, PSEUDO_CALL, SIZES, ST, STX, X, Code, Insn, Node, live_before,
                       reads, successors, writes)
from bpf_load import PSEUDO_MAP_FD, PSEUDO_MAP_VALUE

FIRST_VIRTUAL = 16
REAL = tuple(range(10))
STACK_BYTES = 512
TRIES_TO_COLOUR = 20


class NoRegister(Exception):
    """More values are alive at once than there are registers."""


class NoStack(Exception):
    pass


class Label:
    def __init__(self):
        self.node = None


class Constant(int):
    """An operand that is a number and not a register."""


def is_virtual(register):
    return register >= FIRST_VIRTUAL


class Function:
    def __init__(self):
        self.nodes = []
        self.waiting = []  # labels of the next node
        self.stack = 0


class Builder:
    def __init__(self, rng):
        self.rng = rng
        self.next_virtual = FIRST_VIRTUAL
        self.functions = [Function()]
        self.into = self.functions[0]
        self.arguments = {}  # of calls: id of node -> how many
        self.maps = []
        self.colours = {}

    # ---- the pieces ----

    def new(self):
        self.next_virtual += 1
        return self.next_virtual - 1

    def emit(self, code, dst=0, src=0, off=0, imm=0, target=None):
        node = Node(Insn(code, dst, src, off, imm), target=target)
        self.into.nodes.append(node)
        for label in self.into.waiting:
            label.node = node
        self.into.waiting = []
        return node

    def place(self, label):
        self.into.waiting.append(label)

    def stack(self, size):
        """The offset of `size` fresh bytes, aligned to 8."""
        self.into.stack += (size + 7) // 8 * 8
        if self.into.stack > STACK_BYTES // 2:
            raise NoStack
        return -self.into.stack

    def map(self, wanted):
        """Its place in the list of maps."""
        if wanted not in self.maps:
            self.maps.append(wanted)
        return self.maps.index(wanted)

    # ---- statements ----

    def set(self, register, value, bits=64):
        source = X if not isinstance(value, Constant) else 0
        kind = ALU64 if bits == 64 else ALU
        fields = {"src": value} if source else {"imm": int(value)}
        return self.emit(kind | ARITHMETIC["="] | source, register, **fields)

    def copy(self, value, bits=64):
        register = self.new()
        self.set(register, value, bits)
        return register

    def sign_extend(self, value, width, bits=64):
        register = self.new()
        self.emit((ALU64 if bits == 64 else ALU) | ARITHMETIC["="] | X, register, value, width)
        return register

    def compute(self, operation, register, value=Constant(0), bits=64):
        source = X if not isinstance(value, Constant) else 0
        fields = {"src": value} if source else {"imm": int(value)}
        return self.emit((ALU64 if bits == 64 else ALU) | ARITHMETIC[operation] | source, register, **fields)

    def swap(self, register, width):
        """To network order."""
        return self.emit(ALU | ARITHMETIC["end"] | X, register, imm=width)

    def load(self, size, base, off=0, signed=False):
        register = self.new()
        self.load_into(register, size, base, off, signed)
        return register

    def load_into(self, register, size, base, off=0, signed=False):
        return self.emit(LDX | (MEMSX if signed else MEM) | SIZES[size], register, base, off)

    def store(self, size, base, off, value):
        if isinstance(value, Constant):
            return self.emit(ST | MEM | SIZES[size], base, 0, off, int(value))
        return self.emit(STX | MEM | SIZES[size], base, value, off)

    def add_atomically(self, size, base, off, value):
        return self.emit(STX | ATOMIC | SIZES[size], base, value, off)

    def jump(self, compare, register, value, label, bits=64):
        kind = JMP if bits == 64 else JMP32
        source = X if not isinstance(value, Constant) else 0
        fields = {"src": value} if source else {"imm": int(value)}
        return self.emit(kind | COMPARES[compare] | source, register, target=label, **fields)

    def goto(self, label):
        return self.emit(JMP | JA, target=label)

    def leave(self, value):
        self.set(0, value)
        return self.emit(JMP | EXIT)

    def map_address(self, place):
        register = self.new()
        self.emit(LD_IMM64, register, PSEUDO_MAP_FD, 0, place).second = Insn(0)
        return register

    def map_value_address(self, place, off=0):
        register = self.new()
        self.emit(LD_IMM64, register, PSEUDO_MAP_VALUE, 0, place).second = Insn(0, imm=off)
        return register

    def set_arguments(self, values):
        pairs = list(zip(ARGUMENTS, values))
        self.rng.shuffle(pairs)
        for argument, value in pairs:
            self.set(argument, value)

    def call(self, helper, *values):
        """A helper's number, or the label of a function."""
        self.set_arguments(values)
        if isinstance(helper, Label):
            node = self.emit(JMP | CALL, src=PSEUDO_CALL, target=helper)
        else:
            node = self.emit(JMP | CALL, imm=helper)
        self.arguments[id(node)] = len(values)
        return node

    def result_of(self, helper, *values):
        """The register of what it returns, and the call."""
        node = self.call(helper, *values)
        return self.copy(0), node

    def begin_function(self, many):
        """A new static subprogram: its label and its arguments' registers. Ended by end_function."""
        label = Label()
        self.functions.append(Function())
        self.outer, self.into = self.into, self.functions[-1]
        self.place(label)
        return label, [self.copy(argument) for argument in ARGUMENTS[:many]]

    def end_function(self):
        self.into = self.outer

    # ---- real registers ----

    def reads_of(self, node):
        if node.insn.is_call:
            return set(ARGUMENTS[:self.arguments[id(node)]])
        return reads(node.insn)

    def interference(self, nodes):
        """Which registers cannot share one."""
        live, following = live_before(nodes, self.reads_of), successors(nodes)
        apart = {}
        for node, after in zip(nodes, following):
            alive = set().union(*(live[place] for place in after))
            for written in writes(node.insn):
                others = alive - {written}
                if node.insn.is_copy:
                    others -= {node.insn.src}
                apart.setdefault(written, set()).update(others)
                for other in others:
                    apart.setdefault(other, set()).add(written)
        return apart

    def colour(self, function):
        apart = self.interference(function.nodes)
        wanted = sorted(register for node in function.nodes for register in (node.insn.dst, node.insn.src)
                        if is_virtual(register))
        moves = [(node.insn.dst, node.insn.src) for node in function.nodes if node.insn.is_copy]
        for _ in range(TRIES_TO_COLOUR):
            found = self.colour_once(sorted(set(wanted)), apart, moves)
            if found is not None:
                return found
        raise NoRegister

    def colour_once(self, wanted, apart, moves):
        colours = {register: register for register in (*REAL, FRAME_POINTER)}
        order = sorted(wanted, key=lambda register: (-len(apart.get(register, ())), self.rng.random()))
        for register in order:
            taken = {colours.get(other) for other in apart.get(register, ())}
            free = [real for real in REAL if real not in taken]
            if not free:
                return None
            akin = [colours[other] for move in moves if register in move for other in move
                    if colours.get(other) in free]
            colours[register] = self.rng.choice(akin if akin and self.rng.random() < 0.6 else free)
        return colours

    def finish(self, keep):
        """The program; nodes of `keep` stay even if they turn out to do nothing."""
        code = Code()
        for node in (node for function in self.functions for node in function.nodes):
            if node.target is not None:
                node.target = node.target.node
        for function in self.functions:
            colours = self.colour(function)
            self.colours.update(colours)
            for node in function.nodes:
                node.insn = node.insn._replace(dst=colours.get(node.insn.dst, 0), src=colours.get(node.insn.src, 0))
            code.nodes += function.nodes
        drop_idle_moves(code, keep)
        return code


def does_nothing(node):
    return node.insn.is_copy and node.insn.dst == node.insn.src


def drop_idle_moves(code, keep):
    for node in [node for node in code.nodes if does_nothing(node)]:
        if any(node is kept for kept in keep):
            continue
        following = code.following(node)
        code.lead_to(node, following)
        code.nodes = [other for other in code.nodes if other is not node]
