"""The ways in which a packet may end before what is read or written: each emits a program's middle, and says what
is then true of it.
"""

from bpf_builder import Constant, Label
from number_uses import access
from scene import require
from truth import Fact, Truth

CSUM_DIFF = 28


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


DEFECTS = {
    packet_unchecked: 3, too_few_bytes: 5, one_byte_short: 3, moved_on_after_the_check: 4,
    number_added_after_the_check: 4, other_place_checked: 4, packet_checked_on_one_path: 3, packet_check_turned: 2,
    wrong_end: 2, addresses_cut: 2, length_compared: 3, equal_to_the_end: 2,
}
