"""What a generated program uses a number for: each use knows between which limits the kernel wants it.

`prepare` makes what the use needs besides, `emit` uses the number and says where it mattered.
"""

from dataclasses import dataclass, field

from bpf_builder import Constant
from bpf_insns import FRAME_POINTER
from bpf_load import Map
from scene import PERF_EVENTS, RINGBUF

MAX_PACKET_OFFSET = 0xFFFF
RINGBUF_RESERVE, RINGBUF_SUBMIT = 131, 132
NETWORK = ("socket_filter", "sched_cls", "cgroup_skb")
TRACING = ("kprobe", "raw_tracepoint")


@dataclass
class Site:
    """Where the limits matter: right before `node`, for `register`."""
    node: object
    register: int
    lost: object  # the deciding place if nothing was ever checked
    others: list = field(default_factory=list)  # places that one may as well name


class Use:
    """What most uses have in common: they need no more than the number."""
    takes_check = False  # whether a check may stand between the address and the access
    reserves = False  # whether no way out may lie right in front of it
    leaves = False  # whether nothing can follow it

    def prepare(self, scene):
        pass

    def values(self):
        return []

    def take(self, values):
        pass


class MapValueUse(Use):
    takes_check = True
    name = "map value"

    def __init__(self, scene, rng):
        self.size = rng.choice((1, 2, 4, 8))
        self.off = rng.choice((0, 0, rng.randrange(0, 32)))
        self.value_size = self.off + self.size + rng.choice((7, 32, 64, 100, 255, 1000, 4000))
        self.least, self.most = 0, self.value_size - self.size - self.off

    def prepare(self, scene):
        self.base = scene.map_value(self.value_size)

    def values(self):
        return [self.base]

    def take(self, values):
        self.base, = values

    def emit(self, scene, number, between):
        builder = scene.builder
        if scene.chance(0.4):
            pointer = builder.copy(number)
            register, node = pointer, builder.compute("+=", pointer, self.base)
        else:
            pointer = builder.copy(self.base)
            register, node = number, builder.compute("+=", pointer, number)
        between(number)
        return Site(node, register, node, [access(scene, pointer, self.off, self.size)])


class StackUse(Use):
    takes_check = True
    name = "stack"

    def __init__(self, scene, rng):
        self.room = rng.choice((16, 24, 32, 64))
        self.least, self.most = 0, self.room - 1

    def prepare(self, scene):
        self.slot = scene.builder.stack(self.room)
        for offset in range(0, self.room, 8):
            scene.builder.store(8, FRAME_POINTER, self.slot + offset, Constant(offset))
        self.base = scene.stack_address(self.slot)

    def values(self):
        return [self.base]

    def take(self, values):
        self.base, = values

    def emit(self, scene, number, between):
        pointer = scene.builder.copy(self.base)
        node = scene.builder.compute("+=", pointer, number)
        between(number)
        return Site(node, number, node, [access(scene, pointer, 0, 1)])


class PacketUse(Use):
    """The address is compared with the packet's end, but the kernel ignores that if it may be too large."""
    takes_check = True
    name = "packet"

    def __init__(self, scene, rng):
        self.size = rng.choice((1, 2, 4, 8))
        self.off = rng.choice((0, rng.randrange(0, 40)))
        self.start = rng.choice((0, 0, 14, 34))
        self.bytes = self.off + self.size + rng.choice((0, 0, 4))
        self.least, self.most = 0, MAX_PACKET_OFFSET - self.bytes - self.start

    def prepare(self, scene):
        self.begin, self.end = scene.packet_ends()

    def values(self):
        return [self.begin, self.end]

    def take(self, values):
        self.begin, self.end = values

    def emit(self, scene, number, between):
        builder = scene.builder
        pointer = builder.copy(self.begin)
        if self.start:
            builder.compute("+=", pointer, Constant(self.start))
        node = builder.compute("+=", pointer, number)
        between(number)
        beyond = builder.copy(pointer)
        builder.compute("+=", beyond, Constant(self.bytes))
        compare = scene.pass_if("<=", beyond, self.end)
        last = access(scene, pointer, self.off, self.size, scene.kind.writes_packet)
        return Site(node, number, compare, [node, last])


class RecordUse(Use):
    """Memory that was reserved in a ring buffer; no way out may lie between that and its submission."""
    name = "ringbuf record"
    reserves = True

    def __init__(self, scene, rng):
        self.room, self.size = rng.choice((16, 40, 128)), rng.choice((1, 2, 4, 8))
        self.least, self.most = 0, self.room - self.size

    def emit(self, scene, number, between):
        builder = scene.builder
        ring = builder.map_address(builder.map(Map(RINGBUF, 0, 0, 4096)))
        record, _ = builder.result_of(RINGBUF_RESERVE, ring, Constant(self.room), Constant(0))
        scene.pass_if("!=", record, Constant(0))
        pointer = builder.copy(record)
        node = builder.compute("+=", pointer, number)
        last = builder.store(self.size, pointer, 0, Constant(7))
        builder.call(RINGBUF_SUBMIT, record, Constant(0))
        return Site(node, number, node, [last])


class ReturnUse(Use):
    """A program of this kind may only return 0 or 1."""
    name = "return value"
    leaves = True

    def __init__(self, scene, rng):
        self.least, self.most = 0, 1

    def emit(self, scene, number, between):
        node = scene.builder.leave(number)
        return Site(node, 0, node)


def access(scene, pointer, off, size, may_write=True):
    """Reads or writes through the pointer; the node that does."""
    builder = scene.builder
    if may_write and scene.chance(0.4):
        return builder.store(size, pointer, off, Constant(scene.rng.randrange(256)))
    loaded = builder.new()
    node = builder.load_into(loaded, size, pointer, off)
    builder.store(8, FRAME_POINTER, builder.stack(8), loaded)
    return node


# A helper that takes memory and its size: number, kinds of programs (none: all), the least size, which
# argument is the memory, which the size, and the arguments: "buffer", "size", "ctx", "events", "ring", numbers.
@dataclass(frozen=True)
class SizedHelper:
    name: str
    helper: int
    kinds: tuple
    least: int
    arguments: tuple


SIZED_HELPERS = (
    SizedHelper("probe_read_kernel", 113, (), 0, ("buffer", "size", 0)),
    SizedHelper("probe_read_kernel_str", 115, (), 0, ("buffer", "size", 0)),
    SizedHelper("probe_read_user", 112, (), 0, ("buffer", "size", 0)),
    SizedHelper("trace_printk", 6, (), 1, ("buffer", "size", 0, 0, 0)),
    SizedHelper("get_current_comm", 16, TRACING, 1, ("buffer", "size")),
    SizedHelper("get_stack", 67, TRACING, 0, ("ctx", "buffer", "size", 0)),
    SizedHelper("skb_load_bytes", 26, NETWORK, 1, ("ctx", 0, "buffer", "size")),
    SizedHelper("skb_store_bytes", 9, ("sched_cls",), 1, ("ctx", 0, "buffer", "size", 0)),
    SizedHelper("csum_diff", 28, ("sched_cls", "xdp"), 0, ("buffer", "size", 0, 0, 0)),
    SizedHelper("csum_diff to", 28, ("sched_cls", "xdp"), 0, (0, 0, "buffer", "size", 0)),
    SizedHelper("xdp_load_bytes", 189, ("xdp",), 1, ("ctx", 0, "buffer", "size")),
    SizedHelper("xdp_store_bytes", 190, ("xdp",), 1, ("ctx", 0, "buffer", "size")),
    SizedHelper("perf_event_output", 25, ("kprobe", "raw_tracepoint", "sched_cls", "xdp"), 0,
                ("ctx", "events", 0, "buffer", "size")),
    SizedHelper("ringbuf_output", 130, (), 0, ("ring", "buffer", "size", 0)),
)
MAPS_OF_HELPERS = {"events": Map(PERF_EVENTS, 4, 4, 4), "ring": Map(RINGBUF, 0, 0, 4096)}


class SizeUse(Use):
    def __init__(self, scene, rng):
        self.sized = rng.choice([sized for sized in SIZED_HELPERS
                                 if not sized.kinds or scene.kind.name in sized.kinds])
        self.name = f"size for {self.sized.name}"
        self.on_stack = rng.random() < 0.5
        self.room = rng.choice((8, 16, 32, 64, 96)) if self.on_stack else rng.choice((16, 64, 200, 1024, 4096))
        self.least, self.most = self.sized.least, self.room

    def prepare(self, scene):
        self.context = None
        if self.on_stack:
            slot = scene.builder.stack(self.room)
            for offset in range(0, self.room, 8):
                scene.builder.store(8, FRAME_POINTER, slot + offset, Constant(0))
            self.buffer = scene.stack_address(slot)
        else:
            self.buffer = scene.map_value(self.room)
        if "ctx" in self.sized.arguments:
            self.context = scene.ctx()

    def values(self):
        return [self.buffer] + ([self.context] if self.context else [])

    def take(self, values):
        self.buffer, self.context = values[0], (values + [None])[1]

    def argument(self, scene, word, number):
        if word in MAPS_OF_HELPERS:
            return scene.builder.map_address(scene.builder.map(MAPS_OF_HELPERS[word]))
        named = {"buffer": self.buffer, "size": number, "ctx": self.context}
        return named[word] if word in named else Constant(word)

    def emit(self, scene, number, between):
        arguments = [self.argument(scene, word, number) for word in self.sized.arguments]
        node = scene.builder.call(self.sized.helper, *arguments)
        return Site(node, 1 + self.sized.arguments.index("size"), node)


def pick(scene, rng):
    """A use that programs of this kind can have, for a number of any source."""
    uses = [MapValueUse] * 3 + [StackUse, SizeUse, SizeUse, SizeUse, RecordUse]
    if scene.kind.packet:
        uses += [PacketUse] * 4
    if scene.kind.name == "cgroup_skb":
        uses += [ReturnUse] * 3
    return rng.choice(uses)(scene, rng)
