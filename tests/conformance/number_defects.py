"""The ways in which a number that is used is not bounded: what each emits, and what is then true of it.

A defect gets the number and the limits that it has to keep, and returns the register that goes on being
used and what it did: the deciding place, and the fact that would repair it there.
"""

from dataclasses import dataclass

from bpf_builder import Constant, Label
from bpf_insns import ALU64, FRAME_POINTER, X
from number_copies import COPIES, at_a_distance, masked, shifted_out_and_in
from scene import S32_MAX, U32_MAX, is_wide, limit_of, require
from truth import Fact, Truth


@dataclass
class Decided:
    register: int
    truth: Truth | None  # None: the use itself is the deciding place


def after(node, register, limits, others=(), at=None):
    """Lost at `node`; the fact right behind it, or behind `at`."""
    return Truth(node, list(others), Fact("bounded", at or node, False, register, *limits))


# ---- nothing, or too little, was checked ----

def unchecked(scene, number, limits):
    require(number.most is None or number.most > limits[1])
    return Decided(number.register, None)


def limit_too_wide(scene, number, limits):
    least, most = limits
    wide = most + scene.rng.choice((1, 2, 8, most + 1, 3 * most + 10, 60000))
    require(wide < S32_MAX and (number.most is None or wide < number.most))
    if least > 0:
        scene.pass_if(">=", number.register, Constant(least))
    node = scene.pass_if("<=", number.register, Constant(wide))
    return Decided(number.register, after(node, number.register, limits))


def only_lower_side(scene, number, limits):
    require(limits[1] > 2 and (number.most is None or number.most > limits[1]))
    node = scene.pass_if(scene.rng.choice((">", ">=")), number.register,
                         Constant(limits[0] + scene.rng.randrange(1, limits[1] - limits[0])))
    return Decided(number.register, after(node, number.register, limits))


def only_signed_upper_side(scene, number, limits):
    require(number.most is None)
    node = scene.pass_if("s<=", number.register, Constant(limits[1]))
    return Decided(number.register, after(node, number.register, limits))


def signed_half_word(scene, number, limits):
    """A word is compared as a signed one of 32 bits, and is used as one of 64."""
    require(number.most is None or number.most >= U32_MAX)
    node = scene.pass_if("s<=", number.register, Constant(limits[1]), bits=32)
    return Decided(number.register, after(node, number.register, limits))


def compared_for_equality(scene, number, limits):
    require(number.most is None or number.most > limits[1] + 1)
    node = scene.pass_if("!=", number.register, Constant(scene.rng.randrange(2, 50)))
    return Decided(number.register, after(node, number.register, limits))


def some_bits_tested(scene, number, limits):
    require(number.most is None or number.most > limits[1] + 64)
    mask = scene.rng.choice((1, 3, 0x40000000, -65536))
    node = scene.builder.jump("&", number.register, Constant(mask), scene.out)
    return Decided(number.register, after(node, number.register, limits))


def compared_with_a_stranger(scene, number, limits):
    require(number.most is None or number.most > limits[1])
    other = scene.number(limits[1])
    node = scene.pass_if("<=", number.register, other.register)
    scene.use_bystander(other.register)
    return Decided(number.register, after(node, number.register, limits))


def narrow_compare(scene, number, limits):
    require(is_wide(number) and limits[0] >= 0)
    node = scene.pass_if("<=", number.register, Constant(limits[1]), bits=32)
    return Decided(number.register, after(node, number.register, limits))


def turned_check(scene, number, limits):
    require(number.most is None or number.most > limits[1] + 1)
    node = scene.pass_if(">=", number.register, Constant(limits[1] + 1))
    return Decided(number.register, after(node, number.register, limits))


def mask_too_wide(scene, number, limits):
    mask = (1 << (limits[1] + 1).bit_length() + scene.rng.randrange(0, 3)) - 1
    require(mask < S32_MAX and (number.most is None or number.most > mask) and limits[0] == 0)
    node = scene.builder.compute("&=", number.register, Constant(mask))
    return Decided(number.register, after(node, number.register, limits))


def remainder(scene, number, limits):
    require((number.most is None or number.most > limits[1]) and limits[0] == 0)
    node = scene.builder.compute("%=", number.register, Constant(limits[1] + 1))
    return Decided(number.register, after(node, number.register, limits))


# ---- another copy was checked ----

def other_copy_checked(scene, number, limits):
    require((number.most is None or number.most > limits[1]) and limits[1] < S32_MAX)
    make = scene.rng.choice(COPIES)
    copy = make(scene, number)
    scene.steps.append(f"copy {make.__name__}")
    used, checked = (number.register, copy) if scene.chance(0.6) else (copy, number.register)
    bystander = scene.bystander()
    if scene.chance(0.3):
        scene.quiet()
    node, *others = scene.bound(checked, *limits)
    scene.use_bystander(bystander)
    return Decided(used, after(node, used, limits, others))


def copy_made_after_the_check_is_older(scene, number, limits):
    """A copy that was spilled before the check is filled behind it, half of it."""
    require(is_wide(number))
    slot = scene.builder.stack(8)
    scene.builder.store(8, FRAME_POINTER, slot, number.register)
    narrow = scene.builder.copy(number.register, bits=32)
    node, *others = scene.bound(narrow, *limits)
    used = scene.builder.new()
    filled = scene.builder.load_into(used, 8, FRAME_POINTER, slot)
    return Decided(used, after(node, used, limits, [filled, *others], at=filled))


def checked_in_a_function(scene, number, limits):
    """A function says whether a copy of the number is fine."""
    require(number.most is None or number.most > limits[1])
    builder = scene.builder
    copy = scene.rng.choice((shifted_out_and_in, masked, at_a_distance))(scene, number)
    label, (argument,) = builder.begin_function(1)
    outer, scene.out = scene.out, Label()
    node, *others = scene.bound(argument, *limits)
    builder.leave(Constant(1))
    builder.place(scene.out)
    builder.leave(Constant(0))
    builder.end_function()
    scene.out = outer
    is_fine, call = builder.result_of(label, copy)
    compare = scene.pass_if("!=", is_fine, Constant(0))
    return Decided(number.register, after(node, number.register, limits, [call, compare, *others], at=call))


def read_again(scene, number, limits):
    """The number is loaded twice from the same memory; one load is checked, the other used."""
    builder = scene.builder
    size = scene.some_size(limits[1])
    base, off, words = memory_to_read(scene, size)
    scene.steps.append(f"reads {words} u{8 * size} twice")
    first, second = builder.load(size, base, off), builder.new()
    early = scene.chance(0.4)
    if early:
        load = builder.load_into(second, size, base, off)
    node, *others = scene.bound(first, *limits)
    if not early:
        scene.quiet()
        load = builder.load_into(second, size, base, off)
    return Decided(second, after(node, second, limits, [load, *others], at=None if early else load))


def memory_to_read(scene, size):
    if scene.kind.packet and scene.chance(0.5) and size < 8:
        off = scene.rng.randrange(0, 40)
        return scene.packet(off + size)[0], off, "packet"
    off = scene.rng.randrange(0, 4) * 8
    return scene.map_value(off + 8), off, "map value"


# ---- a check of some other path ----

def one_path_checked(scene, number, limits):
    """The branch that skips the check decides."""
    require(number.most is None or number.most > limits[1])
    builder, merged, other = scene.builder, Label(), scene.cheap_number()
    compare, limit = scene.rng.choice((">", "==", "<", "&", "s>")), Constant(scene.rng.randrange(1, 90))
    if scene.chance(0.5):
        node = builder.jump(compare, other.register, limit, merged)
    else:
        checking = Label()
        node = builder.jump(compare, other.register, limit, checking)
        scene.quiet()
        builder.goto(merged)
        builder.place(checking)
    scene.bound(number.register, *limits)
    builder.place(merged)
    truth = after(node, number.register, limits)
    truth.use_is_as_good = True  # on this path nothing was checked
    return Decided(number.register, truth)


def other_path_replaces_it(scene, number, limits):
    """Checked, but on one path another number takes its place."""
    builder, merged = scene.builder, Label()
    scene.bound(number.register, *limits)
    other = scene.cheap_number()
    require(other.most is None or other.most > limits[1])
    builder.jump(scene.rng.choice((">", "==", "<")), scene.cheap_number().register,
                 Constant(scene.rng.randrange(1, 90)), merged)
    node = builder.set(number.register, other.register)
    builder.place(merged)
    return Decided(number.register, after(node, number.register, limits))


# ---- the check was good, and then it was undone ----

def by_constant(operation, choose):
    def undo(scene, register, limits):
        return register, scene.builder.compute(operation, register, Constant(choose(scene.rng, limits)))
    return undo


def by_stranger(operation):
    def undo(scene, register, limits):
        other = scene.number(limits[1])
        return register, scene.builder.compute(operation, register, other.register)
    return undo


def swap(scene, register, limits):
    return register, scene.builder.swap(register, scene.rng.choice((16, 32, 64)))


def negate(scene, register, limits):
    return register, scene.builder.compute("neg", register)


def fetch_into_it(scene, register, limits):
    """An atomic addition leaves there what stood in memory."""
    base = scene.builder.map_value_address(scene.somewhere(16))
    node = scene.builder.add_atomically(8, base, 8, register)
    node.insn = node.insn._replace(imm=1)
    return register, node


def overwritten_spill(scene, register, limits):
    """The slot where it was kept is added to, then it is filled from there."""
    builder, slot = scene.builder, scene.builder.stack(8)
    builder.store(8, FRAME_POINTER, slot, register)
    one = builder.copy(Constant(1))
    node = builder.add_atomically(8, FRAME_POINTER, slot, one)
    return fill(scene, 8, slot, node)


def odd_spill(scene, register, limits):
    """Spilled where the verifier keeps nothing but that something was written."""
    slot, (off, size) = scene.builder.stack(8), scene.rng.choice(((2, 2), (4, 4), (6, 2)))
    require(limits[1] < limit_of(size))
    node = scene.builder.store(size, FRAME_POINTER, slot + off, register)
    return fill(scene, size, slot + off, node)


def kept_in_a_map(scene, register, limits):
    base = scene.builder.map_value_address(scene.somewhere(24))
    node = scene.builder.store(8, base, 16, register)
    filled = scene.builder.new()
    load = scene.builder.load_into(filled, 8, base, 16)
    return filled, node, load


def fill(scene, size, off, node):
    filled = scene.builder.new()
    return filled, node, scene.builder.load_into(filled, size, FRAME_POINTER, off)


UNDOING = (
    by_constant("-=", lambda rng, limits: limits[0] + rng.randrange(1, 40)),
    by_constant("+=", lambda rng, limits: rng.randrange(1, 100)),
    by_constant("*=", lambda rng, limits: rng.choice((2, 3, 12, 100))),
    by_constant("<<=", lambda rng, limits: rng.randrange(1, 12)),
    by_constant("|=", lambda rng, limits: 1 << (limits[1] + 1).bit_length()),
    by_constant("^=", lambda rng, limits: -1),
    by_stranger("+="), by_stranger("-="), by_stranger("*="), by_stranger("|="), by_stranger("^="),
    swap, negate, fetch_into_it, overwritten_spill, odd_spill, kept_in_a_map)


def undone(scene, number, limits):
    require(number.most is None or number.most > limits[1])
    checks = scene.bound(number.register, *limits)
    scene.quiet()
    bystander = scene.bystander()
    register, node, *loads = scene.rng.choice(UNDOING)(scene, number.register, limits)
    scene.use_bystander(bystander)
    scene.steps.append(f"undone by {node.insn.code:#x}")
    # With a constant one may also say that the checks are too wide for what follows.
    others = loads if loads or node.insn.code & X or node.insn.kind != ALU64 else checks
    return Decided(register, after(node, register, limits, others, at=(loads + [None])[0]))


def second_number(scene, number, limits):
    """A sum of two, one of which was checked."""
    require(limits[1] > 4)
    other = scene.number(limits[1])
    scene.bound(number.register, limits[0], limits[1] - scene.rng.randrange(1, limits[1] // 2))
    node = scene.builder.compute("+=", number.register, other.register)
    return Decided(number.register, after(node, number.register, limits))


def merged_bytes(scene, number, limits):
    """Two bytes, one of them checked, make one number."""
    require(256 <= limits[1] < 0xFFFF)
    base, off, words = memory_to_read(scene, 2)
    low, high = scene.builder.load(1, base, off), scene.builder.load(1, base, off + 1)
    scene.steps.append(f"two bytes of {words}")
    scene.pass_if("<=", low, Constant(limits[1] & 0xFF))
    scene.builder.compute("<<=", high, Constant(8))
    node = scene.builder.compute("|=", high, low)
    return Decided(high, after(node, high, limits))


# ---- the address is older than the check ----

def checked_after_the_address(scene, number, limits):
    require(number.most is not None and number.most > limits[1])
    return Decided(number.register, None)


DEFECTS = {
    unchecked: 4, limit_too_wide: 4, only_lower_side: 2, only_signed_upper_side: 3, signed_half_word: 2,
    compared_for_equality: 2, some_bits_tested: 2, compared_with_a_stranger: 2, narrow_compare: 2, turned_check: 2,
    mask_too_wide: 3, remainder: 1, other_copy_checked: 12, copy_made_after_the_check_is_older: 2,
    checked_in_a_function: 3, read_again: 6, one_path_checked: 5, other_path_replaces_it: 2, undone: 10,
    second_number: 4, merged_bytes: 2, checked_after_the_address: 6,
}
# Which make their number themselves.
WITHOUT_SOURCE = (read_again, merged_bytes)
