"""The ways in which a pointer that is used may be null: each emits a program's middle, and says what is then
true of it.
"""

from bpf_builder import Constant, Label
from bpf_insns import FRAME_POINTER
from bpf_load import Map
from number_uses import RINGBUF_RESERVE, RINGBUF_SUBMIT, access
from scene import ARRAY, MAP_LOOKUP, PROBE_READ, RINGBUF, require
from truth import Fact, Truth

MAP_UPDATE = 2
SKB_SK = 168


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
        node = builder.call(MAP_UPDATE, map_, scene.stack_address(slot), pointer, Constant(0))
        return node, 3

    def as_key(self, pointer):
        scene, builder = self.scene, self.scene.builder
        node = builder.call(MAP_LOOKUP, builder.map_address(builder.map(Map(ARRAY, 4, 8, 3))), pointer)
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


DEFECTS = {
    unchecked_pointer: 6, other_lookup_checked: 5, looked_up_again: 3, null_checked_on_one_path: 3,
    null_check_turned: 2, compared_with_another_value: 3, half_of_it_compared: 2, cut_copy_compared: 3,
}
