"""The ways in which a pointer that is used is not known to be there: it may be null, the packet may end before
it, or it is no pointer any more. Each emits a whole program's middle, and says what is then true of it.

The last group has no fact that a branch or a mask could state; it is there for the deciding place alone.
"""

from bpf_builder import Constant, Label
from bpf_insns import FRAME_POINTER
from bpf_load import Map
from number_defects import require
from number_uses import RINGBUF_RESERVE, RINGBUF_SUBMIT, access
from scene import ARRAY, KINDS, RINGBUF
from truth import Fact, Truth

UPDATE, CSUM_DIFF, PROBE_READ = 2, 28, 113
SKB_SK = 168
PACKET_KINDS = tuple(kind for kind in KINDS if kind.packet)
# Helpers after which no pointer into the packet holds, with arguments behind the context.
PACKET_MOVERS = {"sched_cls": ((39, (0,)), (38, (64, 0)), (18, (0x8100, 1)), (11, (0, 0, 0, 0))),
                 "xdp": ((44, (4,)), (65, (-4,)), (54, (0,))), "cgroup_skb": ()}


# ---- pointers that may be null ----

class Nullable:
    """A pointer, the instruction that made it, and how it may be used once it is checked."""

    def __init__(self, scene):
        self.scene, self.record = scene, False
        makers = [self.look_up] * 4 + [self.reserve]
        if scene.kind.name in ("sched_cls", "cgroup_skb", "socket_filter"):
            makers.append(self.load_socket)
        self.register, self.made = scene.rng.choice(makers)()

    def look_up(self):
        self.size, self.words = self.scene.rng.choice((8, 16, 24, 64, 200)), "map lookup"
        return unsure_lookup(self.scene, self.scene.random_map(self.size))

    def reserve(self):
        builder, self.size = self.scene.builder, self.scene.rng.choice((8, 24, 64))
        self.words, self.record = "ringbuf reserve", True
        ring = builder.map_address(builder.map(Map(RINGBUF, 0, 0, 4096)))
        return builder.result_of(RINGBUF_RESERVE, ring, Constant(self.size), Constant(0))

    def load_socket(self):
        builder, register = self.scene.builder, self.scene.builder.new()
        self.size, self.words = 0, "socket"
        return register, builder.load_into(register, 8, self.scene.ctx(), SKB_SK)

    def use(self, pointer):
        """Any use that wants it checked; the rejected node and its register."""
        if not self.size:
            return self.read_socket(pointer)
        uses = [self.dereference] * 4
        if not self.record:
            uses += [self.in_function, self.as_value, self.as_key, self.as_buffer]
        node, register = self.scene.rng.choice(uses)(pointer)
        return node, register

    def read_socket(self, pointer):
        builder, loaded = self.scene.builder, self.scene.builder.new()
        node = builder.load_into(loaded, 4, pointer, 4)
        builder.store(8, FRAME_POINTER, builder.stack(8), loaded)
        return node, pointer

    def dereference(self, pointer):
        size = self.scene.rng.choice((1, 2, 4, 8))
        return access(self.scene, pointer, self.scene.rng.randrange(0, self.size - size + 1), size), pointer

    def in_function(self, pointer):
        """A static subprogram reads through it."""
        builder = self.scene.builder
        label, (argument,) = builder.begin_function(1)
        loaded = builder.new()
        node = builder.load_into(loaded, 4, argument, 4)
        builder.leave(loaded)
        builder.end_function()
        builder.call(label, pointer)
        return node, argument

    def as_value(self, pointer):
        scene, builder = self.scene, self.scene.builder
        slot = builder.stack(4)
        builder.store(4, FRAME_POINTER, slot, Constant(1))
        map_ = builder.map_address(builder.map(Map(ARRAY, 4, 8, 3)))
        node = builder.call(UPDATE, map_, scene.stack_address(slot), pointer, Constant(0))
        return node, 3

    def as_key(self, pointer):
        scene, builder = self.scene, self.scene.builder
        node = builder.call(1, builder.map_address(builder.map(Map(ARRAY, 4, 8, 3))), pointer)
        scene.quiet()
        return node, 2

    def as_buffer(self, pointer):
        node = self.scene.builder.call(PROBE_READ, pointer, Constant(8), Constant(0))
        return node, 1

    def finish(self, pointer):
        if self.record:
            self.scene.builder.call(RINGBUF_SUBMIT, pointer, Constant(0))


def unsure_lookup(scene, wanted):
    """From 6.16 the verifier knows that an element of an array is there if the key is a small constant."""
    return scene.lookup(wanted, scene.cheap_number().register)


def carried(scene, pointer):
    """Through copies, spills and unrelated statements."""
    for _ in range(scene.rng.randrange(0, 3)):
        way = scene.rng.randrange(3)
        if way == 0:
            pointer = scene.builder.copy(pointer)
        elif way == 1:
            slot = scene.builder.stack(8)
            scene.builder.store(8, FRAME_POINTER, slot, pointer)
            scene.unrelated(1)
            pointer = scene.builder.load(8, FRAME_POINTER, slot)
        else:
            scene.quiet()
    return pointer


def other_pointer(scene):
    """One that nobody has checked yet, alive until it is used."""
    return unsure_lookup(scene, scene.random_map(16))[0] if scene.chance(0.6) else None


def use_other(scene, pointer):
    if pointer is not None:
        label = Label()
        scene.builder.jump("==", pointer, Constant(0), label)
        scene.builder.store(4, pointer, 4, Constant(5))
        scene.builder.place(label)


def non_null(node, before, register):
    return Fact("non_null", node, before, register)


def used_after(scene, nullable, compare, bystander, use_is_as_good=False):
    """The deciding place is that comparison: it passed, and says nothing of the pointer."""
    register = nullable.register
    use_other(scene, bystander)
    pointer = carried(scene, register)
    node, _ = nullable.use(pointer)
    nullable.finish(pointer)
    truth = Truth(compare, [], non_null(compare, False, register), [node, nullable.made])
    if use_is_as_good:
        truth.others, truth.uses = truth.uses, []
    return truth, {"source": nullable.words}


def unchecked_pointer(scene):
    other = other_pointer(scene)
    nullable = Nullable(scene)
    pointer = carried(scene, nullable.register)
    node, register = nullable.use(pointer)
    use_other(scene, other)
    nullable.finish(pointer)
    return Truth(node, [nullable.made], non_null(node, True, register)), {"source": nullable.words}


def other_lookup_checked(scene):
    nullable, (other, _) = Nullable(scene), unsure_lookup(scene, scene.random_map(32))
    require(not nullable.record)
    compare = scene.pass_if("!=", other, Constant(0))
    scene.builder.store(4, other, 0, Constant(1))
    return used_after(scene, nullable, compare, None)


def looked_up_again(scene):
    """The first result was checked, the second one is used."""
    size = scene.rng.choice((8, 32))
    wanted = scene.random_map(size)
    first, _ = scene.lookup(wanted)
    compare = scene.pass_if("!=", first, Constant(0))
    scene.unrelated(1)
    second, call = unsure_lookup(scene, wanted)
    node = access(scene, second, 0, scene.rng.choice((4, 8)))
    if scene.chance(0.5):
        scene.builder.store(4, first, 0, Constant(3))
    return Truth(compare, [call], non_null(node, True, second), [node]), {"source": "map lookup"}


def null_checked_on_one_path(scene):
    nullable, merged, number = Nullable(scene), Label(), scene.cheap_number()
    require(not nullable.record)
    bystander = other_pointer(scene)
    branch = scene.builder.jump(scene.rng.choice((">", "==", "<", "s>")), number.register,
                                Constant(scene.rng.randrange(1, 90)), merged)
    scene.pass_if("!=", nullable.register, Constant(0))
    scene.builder.place(merged)
    return used_after(scene, nullable, branch, bystander, use_is_as_good=True)


def null_check_turned(scene):
    bystander, nullable = other_pointer(scene), Nullable(scene)
    require(not nullable.record)
    compare = scene.pass_if("==", nullable.register, Constant(0))
    return used_after(scene, nullable, compare, bystander)


def compared_with_another_value(scene):
    bystander, nullable = other_pointer(scene), Nullable(scene)
    require(not nullable.record)
    compare = scene.pass_if("!=", nullable.register, Constant(scene.rng.choice((1, -1, -2, 4096))))
    return used_after(scene, nullable, compare, bystander)


def half_of_it_compared(scene):
    bystander, nullable = other_pointer(scene), Nullable(scene)
    require(not nullable.record)
    compare = scene.pass_if("!=", nullable.register, Constant(0), bits=32)
    return used_after(scene, nullable, compare, bystander)


def cut_copy_compared(scene):
    """A copy of 32 bits, or one that was shifted out and in, is a number and no pointer."""
    bystander, nullable = other_pointer(scene), Nullable(scene)
    require(not nullable.record)
    copy = scene.builder.copy(nullable.register, bits=32)
    compare = scene.pass_if("!=", copy, Constant(0))
    return used_after(scene, nullable, compare, bystander)


# ---- packets that may end before ----

class PacketRead:
    """A pointer into the packet, the end, and how many bytes behind the pointer will be used."""

    def __init__(self, scene, moving=None):
        self.scene, builder, rng = scene, scene.builder, scene.rng
        self.size, self.off = rng.choice((1, 2, 4, 8)), rng.choice((0, 0, rng.randrange(1, 50)))
        self.by_helper = scene.kind.name != "cgroup_skb" and scene.chance(0.2)
        if self.by_helper:
            self.size, self.off = rng.choice((4, 8, 16, 20, 40)), 0
        self.bytes = self.off + self.size
        self.begin, self.end = scene.packet_ends()
        self.start = builder.copy(self.begin)
        self.is_variable = scene.chance(0.35) if moving is None else moving
        if self.is_variable:
            number = scene.number(1000)
            scene.bound(number.register, 0, rng.choice((63, 255, 1500)))
            builder.compute("+=", self.start, number.register)
        elif scene.chance(0.4):
            builder.compute("+=", self.start, Constant(rng.choice((14, 20, 34))))
        self.words = "packet at a variable place" if self.is_variable else "packet"

    def check(self, pointer, size, compare="<=", end=None, bits=64):
        """Goes on where `size` bytes are there; the comparison."""
        beyond = self.scene.builder.copy(pointer)
        if size:
            self.scene.builder.compute("+=", beyond, Constant(size))
        return self.scene.pass_if(compare, beyond, self.end if end is None else end, bits)

    def use(self, pointer):
        """The node that reads or writes there, and the pointer in its function."""
        scene, builder = self.scene, self.scene.builder
        if self.by_helper:
            return builder.call(CSUM_DIFF, pointer, Constant(self.size), Constant(0), Constant(0), Constant(0)), 1
        if scene.chance(0.2):
            label, (argument,) = builder.begin_function(1)
            loaded = builder.new()
            node = builder.load_into(loaded, self.size, argument, self.off)
            builder.leave(loaded)
            builder.end_function()
            builder.call(label, pointer)
            return node, argument
        return access(scene, pointer, self.off, self.size, scene.kind.writes_packet), pointer

    def keep_end(self):
        """It stays alive up to here."""
        if self.scene.chance(0.6):
            self.scene.builder.compute("-=", self.end, self.begin)
            self.scene.use_bystander(self.end)

    def after(self, compare, pointer, moved=0, use_is_as_good=False):
        """Decided by that comparison; the bytes are missing behind the pointer, which may move on."""
        scene = self.scene
        if scene.chance(0.4):
            scene.quiet()
        used = pointer
        if moved:
            used = scene.builder.copy(pointer)
            scene.builder.compute("+=", used, Constant(moved))
        node, _ = self.use(used)
        self.keep_end()
        fact = Fact("packet_range", compare, False, pointer, bytes=self.bytes + moved)
        others, uses = ([node], []) if use_is_as_good else ([], [node])
        return Truth(compare, others, fact, uses), {"source": self.words}


def packet_unchecked(scene):
    read = PacketRead(scene)
    scene.unrelated(1)
    node, register = read.use(scene.builder.copy(read.start) if scene.chance(0.5) else read.start)
    read.keep_end()
    return Truth(node, [], Fact("packet_range", node, True, register, bytes=read.bytes)), {"source": read.words}


def too_few_bytes(scene):
    read = PacketRead(scene)
    require(read.bytes > 1)
    compare = read.check(read.start, scene.rng.randrange(1, read.bytes))
    return read.after(compare, read.start)


def one_byte_short(scene):
    read = PacketRead(scene)
    return read.after(read.check(read.start, read.bytes - 1), read.start)


def moved_on_after_the_check(scene):
    read = PacketRead(scene)
    compare = read.check(read.start, read.bytes)
    return read.after(compare, read.start, moved=scene.rng.choice((1, 4, 8, 20)))


def number_added_after_the_check(scene):
    read = PacketRead(scene)
    number = scene.number(1000)
    scene.bound(number.register, 0, scene.rng.choice((31, 255, 1024)))
    compare = read.check(read.start, read.bytes + scene.rng.choice((0, 8)))
    node = scene.builder.compute("+=", read.start, number.register)
    used, _ = read.use(read.start)
    read.keep_end()
    return (Truth(node, [], Fact("packet_range", node, False, read.start, bytes=read.bytes), [compare, used]),
            {"source": read.words})


def other_place_checked(scene):
    """A check of the packet's beginning, or of another place in it."""
    read = PacketRead(scene, moving=True)
    if scene.chance(0.5):
        checked = read.begin
    else:
        checked, number = scene.builder.copy(read.begin), scene.cheap_number()
        scene.bound(number.register, 0, 200)
        scene.builder.compute("+=", checked, number.register)
    return read.after(read.check(checked, read.bytes + 64), read.start)


def packet_checked_on_one_path(scene):
    read, merged, number = PacketRead(scene), Label(), scene.cheap_number()
    branch = scene.builder.jump(scene.rng.choice((">", "==", "<", "s>")), number.register,
                                Constant(scene.rng.randrange(1, 90)), merged)
    read.check(read.start, read.bytes)
    scene.builder.place(merged)
    return read.after(branch, read.start, use_is_as_good=True)


def packet_check_turned(scene):
    read = PacketRead(scene)
    return read.after(read.check(read.start, read.bytes, compare=">"), read.start)


def wrong_end(scene):
    """Compared with where the packet begins."""
    read = PacketRead(scene)
    return read.after(read.check(read.start, read.bytes, compare=">=", end=read.begin), read.start)


def addresses_cut(scene):
    read = PacketRead(scene)
    return read.after(read.check(read.start, read.bytes, bits=32), read.start)


def length_compared(scene):
    """The difference of two addresses is a number; what is known of it is known of no address."""
    read = PacketRead(scene)
    length = scene.builder.copy(read.end)
    scene.builder.compute("-=", length, read.start)
    compare = scene.pass_if(scene.rng.choice((">=", "s>=")), length, Constant(read.bytes))
    return read.after(compare, read.start)


def equal_to_the_end(scene):
    read = PacketRead(scene)
    return read.after(read.check(read.start, read.bytes, compare="!="), read.start)


# ---- what no branch can state ----

def moved_packet(scene):
    helper, arguments = scene.rng.choice(PACKET_MOVERS[scene.kind.name])
    read = PacketRead(scene)
    read.check(read.start, read.bytes)
    call = scene.builder.call(helper, scene.ctx(), *(Constant(value) for value in arguments))
    scene.quiet()
    node, _ = read.use(read.start)
    return Truth(call, uses=[node]), {"source": read.words}


def truncated_pointer(scene):
    base = scene.map_value(32)
    cut = scene.builder.new()
    node = scene.builder.set(cut, base, bits=32)
    used = access(scene, scene.builder.copy(cut), 0, 4)
    return Truth(node, uses=[used]), {"source": "map value"}


def overwritten_pointer(scene):
    builder, base, slot = scene.builder, scene.map_value(32), scene.builder.stack(8)
    builder.store(8, FRAME_POINTER, slot, base)
    node = builder.store(scene.rng.choice((1, 2, 4)), FRAME_POINTER, slot + scene.rng.choice((0, 4)), Constant(1))
    scene.quiet()
    filled = builder.new()
    load = builder.load_into(filled, 8, FRAME_POINTER, slot)
    used = access(scene, filled, 0, 4)
    return Truth(node, [load], uses=[used]), {"source": "map value"}


def used_after_release(scene):
    builder = scene.builder
    ring = builder.map_address(builder.map(Map(RINGBUF, 0, 0, 4096)))
    record, _ = builder.result_of(RINGBUF_RESERVE, ring, Constant(32), Constant(0))
    scene.pass_if("!=", record, Constant(0))
    builder.store(8, record, 0, Constant(1))
    call = builder.call(RINGBUF_SUBMIT, record, Constant(0))
    scene.quiet()
    if scene.chance(0.3):
        used = builder.call(RINGBUF_SUBMIT, record, Constant(0))
    else:
        used = access(scene, record, 8, 4)
    return Truth(call, uses=[used]), {"source": "ringbuf reserve"}


def register_not_set_on_one_path(scene):
    builder, merged, register = scene.builder, Label(), scene.builder.new()
    node = builder.jump(scene.rng.choice((">", "==", "!=")), scene.cheap_number().register,
                        Constant(scene.rng.randrange(1, 90)), merged)
    builder.set(register, Constant(scene.rng.randrange(100)))
    builder.place(merged)
    used = builder.store(8, FRAME_POINTER, builder.stack(8), register)
    return Truth(node, uses=[used]), {"source": "nothing"}


def argument_register_kept(scene):
    """Registers 1 to 5 are gone behind a call."""
    builder, register = scene.builder, scene.rng.choice((2, 3, 4, 5))
    builder.set(register, Constant(7))
    call = builder.emit(0x85, imm=7)
    builder.arguments[id(call)] = 0
    used = builder.store(8, FRAME_POINTER, builder.stack(8), register)
    return Truth(call, uses=[used]), {"source": "nothing"}


def number_as_address(scene):
    number = scene.number()
    loaded = scene.builder.new()
    node = scene.builder.load_into(loaded, 4, number.register, 0)
    scene.use_bystander(loaded)
    return Truth(node), {"source": number.source}


DEFECTS = {
    unchecked_pointer: 6, other_lookup_checked: 5, looked_up_again: 3, null_checked_on_one_path: 3,
    null_check_turned: 2, compared_with_another_value: 3, half_of_it_compared: 2, cut_copy_compared: 3,
    packet_unchecked: 3, too_few_bytes: 5, one_byte_short: 3, moved_on_after_the_check: 4,
    number_added_after_the_check: 4, other_place_checked: 4, packet_checked_on_one_path: 3, packet_check_turned: 2,
    wrong_end: 2, addresses_cut: 2, length_compared: 3, equal_to_the_end: 2,
    moved_packet: 3, truncated_pointer: 1, overwritten_pointer: 1, used_after_release: 1,
    register_not_set_on_one_path: 1, argument_register_kept: 1, number_as_address: 1,
}
ABOUT_PACKETS = {packet_unchecked, too_few_bytes, one_byte_short, moved_on_after_the_check,
                 number_added_after_the_check, other_place_checked, packet_checked_on_one_path, packet_check_turned,
                 wrong_end, addresses_cut, length_compared, equal_to_the_end, moved_packet}


def kinds_of(defect):
    if defect is moved_packet:
        return tuple(kind for kind in PACKET_KINDS if PACKET_MOVERS[kind.name])
    return PACKET_KINDS if defect in ABOUT_PACKETS else KINDS
