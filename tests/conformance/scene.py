"""What stands around a defect in a generated program: the program's type, where numbers and pointers come
from, right and insufficient checks, and statements that have nothing to do with it.
"""

from dataclasses import dataclass, field

from bpf_builder import Constant, Label
from bpf_insns import FRAME_POINTER
from bpf_load import Map

U32_MAX, S32_MAX = (1 << 32) - 1, (1 << 31) - 1
HASH, ARRAY, PERF_EVENTS, PERCPU_HASH, PERCPU_ARRAY, LRU_HASH, RINGBUF = 1, 2, 4, 5, 6, 9, 27
MAP_LOOKUP, KTIME, PRANDOM, CPU, SKB_LOAD_BYTES, PROBE_READ, PROBE_READ_STR = 1, 5, 7, 8, 26, 113, 115
INVERSE = {"==": "!=", "!=": "==", ">": "<=", "<=": ">", "<": ">=", ">=": "<", "s>": "s<=", "s<=": "s>",
           "s<": "s>=", "s>=": "s<"}
MIRRORED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}


class NotHere(Exception):
    """A defect does not fit this number, this use or this kind of program."""


def require(condition):
    if not condition:
        raise NotHere


@dataclass(frozen=True)
class Kind:
    name: str
    prog_type: int
    fields: tuple  # of the context that are numbers: offset, bytes
    packet: tuple = ()  # offsets of data, data_end, data_meta
    helpers: tuple = (KTIME, PRANDOM, CPU)
    results: tuple = (0, 1, 2)  # what it may return
    writes_packet: bool = True


SKB_FIELDS = ((0, 4), (4, 4), (8, 4), (12, 4), (16, 4), (20, 4), (24, 4), (28, 4), (32, 4), (40, 4), (68, 4))
KINDS = (
    Kind("socket_filter", 1, SKB_FIELDS),
    Kind("kprobe", 2, tuple((offset, 8) for offset in range(0, 160, 8)), helpers=(KTIME, PRANDOM, 14, 15)),
    Kind("sched_cls", 3, SKB_FIELDS, (76, 80, 140)),
    Kind("xdp", 6, ((12, 4), (16, 4)), (0, 4, 8)),
    Kind("cgroup_skb", 8, SKB_FIELDS, (76, 80), results=(0, 1), writes_packet=False),
    Kind("raw_tracepoint", 17, tuple((offset, 8) for offset in range(0, 40, 8)), helpers=(KTIME, PRANDOM, 14, 35)),
)


@dataclass
class Number:
    register: int
    most: int | None  # the largest it may be; None: any 64 bits, so also below zero
    source: str


@dataclass
class Scene:
    """One function in the making: where its context is, where it leaves."""
    builder: object
    rng: object
    kind: Kind
    out: Label = field(default_factory=Label)
    context: int = 0
    context_slot: int | None = None
    steps: list = field(default_factory=list)  # words for what was composed
    fields_read: set = field(default_factory=set)  # of the context

    # ---- small words ----

    def chance(self, probability):
        return self.rng.random() < probability

    def ctx(self):
        if self.context_slot is not None:
            return self.builder.load(8, FRAME_POINTER, self.context_slot)
        return self.context

    def begin(self):
        self.context = self.builder.copy(1)
        if self.chance(0.3):
            self.context_slot = self.builder.stack(8)
            self.builder.store(8, FRAME_POINTER, self.context_slot, self.context)

    def result(self):
        return Constant(self.rng.choice(self.kind.results))

    def end(self):
        builder, nodes = self.builder, self.builder.into.nodes
        is_used = any(node.target is self.out for node in nodes)
        if builder.into.waiting or not nodes[-1].insn.is_exit and (not is_used or self.chance(0.5)):
            builder.leave(self.result())
        if is_used:
            builder.place(self.out)
            builder.leave(self.result())

    def stack_address(self, offset):
        address = self.builder.copy(FRAME_POINTER)
        self.builder.compute("+=", address, Constant(offset))
        return address

    def somewhere(self, size):
        """A map of one value, like that of a program's global variables; one size, one map."""
        return self.builder.map(Map(ARRAY, 4, size, 1))

    # ---- pointers that are fine ----

    def lookup(self, wanted, key_number=None):
        """An unchecked pointer and the call it comes from."""
        builder, slot = self.builder, self.builder.stack(wanted.key_size)
        for offset in range(0, wanted.key_size, 4):
            builder.store(4, FRAME_POINTER, slot + offset, Constant(self.rng.randrange(4)))
        if key_number is not None:
            builder.store(4, FRAME_POINTER, slot, key_number)
        key = self.stack_address(slot)
        return builder.result_of(MAP_LOOKUP, builder.map_address(builder.map(wanted)), key)

    def random_map(self, value_size):
        kind = self.rng.choice((ARRAY, ARRAY, HASH, PERCPU_ARRAY, LRU_HASH, PERCPU_HASH))
        key_size = 4 if kind in (ARRAY, PERCPU_ARRAY) else self.rng.choice((4, 8, 16))
        return Map(kind, key_size, value_size, self.rng.choice((1, 4, 64, 1024)))

    def map_value(self, size):
        """A pointer to at least `size` bytes of a map's value."""
        if self.chance(0.4):
            return self.builder.map_value_address(self.builder.map(Map(ARRAY, 4, size, 1)))
        pointer, _ = self.lookup(self.random_map(size))
        self.pass_if("!=", pointer, Constant(0))
        return pointer

    def packet(self, size, offset_of_start=0):
        """The packet's beginning, of which `size` bytes are there, and its end."""
        builder = self.builder
        start, end = self.packet_ends()
        beyond = builder.copy(start)
        builder.compute("+=", beyond, Constant(size))
        self.pass_if("<=", beyond, end)
        return start, end

    def packet_ends(self):
        """Two loads in any order."""
        builder, context = self.builder, self.ctx()
        which = [0, 1]
        self.rng.shuffle(which)
        loaded = {index: builder.load(4, context, self.kind.packet[index]) for index in which}
        return loaded[0], loaded[1]

    # ---- numbers ----

    def number(self, least_most=0):
        """Some number that may be larger than `least_most`."""
        sources = [self.map_number, self.map_number, self.context_number, self.helper_number, self.sum_number,
                   self.read_number]
        if self.kind.packet:
            sources += [self.packet_number] * 3
        if self.kind.name in ("kprobe", "raw_tracepoint"):
            sources += [self.string_length]
        while True:
            made = self.rng.choice(sources)(least_most)
            if made is not None:
                return made

    def some_size(self, least_most):
        sizes = [size for size in (1, 2, 4, 8) if least_most < (1 << 8 * size) - 1]
        return self.rng.choice(sizes)

    def map_number(self, least_most):
        size = self.some_size(least_most)
        offset = self.rng.randrange(0, 5) * 8
        base = self.map_value(offset + 8 + self.rng.randrange(0, 5) * 8)
        return Number(self.builder.load(size, base, offset), limit_of(size), f"map u{8 * size}")

    def packet_number(self, least_most):
        sizes = [size for size in (1, 2, 4) if least_most < limit_of_checked(size)]
        if not sizes:
            return None
        size, offset = self.rng.choice(sizes), self.rng.randrange(0, 40)
        start, _ = self.packet(offset + size + self.rng.randrange(0, 20))
        return Number(self.builder.load(size, start, offset), limit_of(size), f"packet u{8 * size}")

    def context_number(self, _):
        """Each field once: read twice, a check of one would say something of the other to a reader."""
        left = [place for place in self.kind.fields if place not in self.fields_read]
        if not left:
            return None
        offset, size = self.rng.choice(left)
        self.fields_read.add((offset, size))
        return Number(self.builder.load(size, self.ctx(), offset), limit_of(size), f"context u{8 * size}")

    def helper_number(self, _):
        helper = self.rng.choice([helper for helper in self.kind.helpers if helper != CPU])
        return Number(self.builder.result_of(helper)[0], None, f"helper {helper}")

    def sum_number(self, _):
        first = self.map_number(0)
        base = self.map_value(16)
        second = self.builder.load(8, base, 8)
        self.builder.compute(self.rng.choice(("+=", "-=", "*=", "^=")), first.register, second)
        return Number(first.register, None, "arithmetic of two")

    def read_number(self, least_most):
        """Bytes that a helper wrote on the stack."""
        builder, size, slot = self.builder, self.some_size(least_most), self.builder.stack(8)
        if self.kind.name in ("socket_filter", "sched_cls", "cgroup_skb"):
            builder.call(SKB_LOAD_BYTES, self.ctx(), Constant(self.rng.randrange(60)), self.stack_address(slot),
                         Constant(8))
        else:
            builder.call(PROBE_READ, self.stack_address(slot), Constant(8), Constant(0))
        return Number(builder.load(size, FRAME_POINTER, slot), limit_of(size), f"stack u{8 * size}")

    def string_length(self, _):
        slot = self.builder.stack(32)
        length, _ = self.builder.result_of(PROBE_READ_STR, self.stack_address(slot), Constant(32), Constant(0))
        return Number(length, None, "length of a string, or an error")

    def cheap_number(self):
        """Without a call or a branch, so it needs few registers."""
        found = self.context_number(0) if self.context else None
        if found is not None:
            return found
        base = self.builder.map_value_address(self.somewhere(8 + 8 * len(self.builder.maps)))
        return Number(self.builder.load(4, base, 4), limit_of(4), "map u32")

    # ---- checks ----

    def pass_if(self, compare, register, value, bits=64):
        """Goes on only where the comparison holds; the jump's node."""
        builder = self.builder
        if bits == 64 and compare in MIRRORED and not isinstance(value, Constant) and self.chance(0.3):
            compare, register, value = MIRRORED[compare], value, register
        if self.chance(0.7):
            return builder.jump(INVERSE[compare], register, value, self.out, bits)
        passed = Label()
        node = builder.jump(compare, register, value, passed, bits)
        builder.goto(self.out)
        builder.place(passed)
        return node

    def bound(self, register, least, most):
        """A check that suffices; the nodes of its jumps, first the one that limits it from above."""
        if least < 0 or self.chance(0.15):
            lower = self.pass_if("s>=", register, Constant(least))
            return [self.pass_if("s<=", register, Constant(most)), lower]
        nodes = [self.bound_above(register, most)]
        if least > 0:
            nodes.append(self.pass_if(">=", register, Constant(least)))
        return nodes

    def bound_above(self, register, most):
        style = self.rng.randrange(4)
        if style == 0:
            return self.pass_if("<", register, Constant(most + 1))
        if style == 1:
            return self.pass_if("<=", register, self.builder.copy(Constant(most)))
        return self.pass_if("<=", register, Constant(most))

    # ---- what has nothing to do with it ----

    def unrelated(self, most=2):
        statements = (self.count, self.scribble, self.fork, self.ask_helper, self.compute_something, self.loop,
                      self.unrelated_check)
        for _ in range(self.rng.randrange(most + 1)):
            self.rng.choice(statements)()

    def quiet(self):
        """Something without a call or another way out."""
        self.rng.choice((self.count, self.scribble, self.compute_something, lambda: None))()

    def count(self):
        builder, offset = self.builder, self.rng.randrange(0, 4) * 8
        base = builder.map_value_address(self.somewhere(32))
        if self.chance(0.3):
            builder.add_atomically(8, base, offset, builder.copy(Constant(1)))
            return
        counted = builder.load(8, base, offset)
        builder.compute("+=", counted, Constant(1))
        builder.store(8, base, offset, counted)

    def scribble(self):
        slot, size = self.builder.stack(8), self.rng.choice((1, 2, 4, 8))
        self.builder.store(size, FRAME_POINTER, slot, Constant(self.rng.randrange(1000)))

    def fork(self):
        other, label = self.cheap_number(), Label()
        self.builder.jump(self.rng.choice((">", "<", "==", "!=", "s>", "&")), other.register,
                          Constant(self.rng.randrange(1, 100)), label)
        self.scribble()
        self.builder.place(label)

    def ask_helper(self):
        result, _ = self.builder.result_of(self.rng.choice(self.kind.helpers))
        self.builder.store(8, FRAME_POINTER, self.builder.stack(8), result)

    def compute_something(self):
        other = self.cheap_number().register
        for _ in range(self.rng.randrange(1, 4)):
            self.builder.compute(self.rng.choice(("+=", "&=", "^=", "*=")), other,
                                 Constant(self.rng.randrange(1, 256)))
        self.builder.store(8, FRAME_POINTER, self.builder.stack(8), other)

    def loop(self):
        builder, label = self.builder, Label()
        turns = builder.copy(Constant(self.rng.randrange(2, 5)))
        builder.place(label)
        builder.compute("-=", turns, Constant(1))
        builder.jump("!=", turns, Constant(0), label)

    def unrelated_check(self):
        other = self.cheap_number()
        self.pass_if(self.rng.choice(("<=", ">", "!=")), other.register, Constant(self.rng.randrange(1, 4000)))

    def bystander(self):
        """Another number that is alive until `use_bystander`."""
        return self.cheap_number().register if self.chance(0.75) else None

    def use_bystander(self, register):
        if register is not None:
            self.builder.store(8, FRAME_POINTER, self.builder.stack(8), register)


def limit_of(size):
    return None if size == 8 else (1 << 8 * size) - 1


def limit_of_checked(size):
    return (1 << 8 * size) - 1


def is_wide(number):
    return number.most is None or number.most > U32_MAX
