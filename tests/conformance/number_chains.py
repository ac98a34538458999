"""What may happen to a number on its way: before it is decided about (anything), and between that and the
use (what the verifier follows, so that a bound of the number is one of the result).
"""

from bpf_builder import Constant, Label
from bpf_insns import FRAME_POINTER
from scene import S32_MAX, U32_MAX, Number, limit_of


# ---- before: each takes and gives a Number, or None if it does not fit ----

def copied(scene, number):
    return Number(scene.builder.copy(number.register), number.most, number.source)


def zero_extended(scene, number):
    most = number.most if number.most is not None and number.most <= U32_MAX else U32_MAX
    return Number(scene.builder.copy(number.register, bits=32), most, number.source)


def shift_pair(scene, number):
    scene.builder.compute("<<=", number.register, Constant(32))
    scene.builder.compute(">>=", number.register, Constant(32))
    most = number.most if number.most is not None and number.most <= U32_MAX else U32_MAX
    return Number(number.register, most, number.source)


def masked_widely(scene, number):
    mask = scene.rng.choice((0xFFFF, 0x3FFFF, 0xFFFFFF, 0x7FFFFFFE, 0xFFF0))
    scene.builder.compute("&=", number.register, Constant(mask))
    return Number(number.register, mask if number.most is None else min(mask, number.most), number.source)


def added(scene, number):
    constant = scene.rng.randrange(1, 64)
    scene.builder.compute("+=", number.register, Constant(constant))
    return Number(number.register, None if number.most is None else number.most + constant, number.source)


def subtracted(scene, number):
    scene.builder.compute("-=", number.register, Constant(scene.rng.randrange(1, 64)))
    return Number(number.register, None, number.source)


def scaled(scene, number):
    factor = scene.rng.choice((2, 3, 4, 8, 12, 40))
    scene.builder.compute("*=", number.register, Constant(factor))
    return Number(number.register, None if number.most is None else number.most * factor, number.source)


def shifted_right(scene, number):
    bits = scene.rng.choice((1, 2, 4))
    scene.builder.compute(">>=", number.register, Constant(bits))
    return Number(number.register, (number.most if number.most is not None else (1 << 64) - 1) >> bits, number.source)


def arithmetically_shifted(scene, number):
    scene.builder.compute("s>>=", number.register, Constant(scene.rng.choice((1, 3, 8))))
    return Number(number.register, number.most, number.source)


def swapped(scene, number):
    width = 64 if number.most is None else 16 if number.most <= 0xFFFF else 32
    scene.builder.swap(number.register, width)
    return Number(number.register, limit_of(width // 8), number.source)


def byte_merged(scene, number):
    if number.most is not None and number.most > 0xFFFFFF:
        return None
    low = scene.builder.load(1, scene.map_value(8), scene.rng.randrange(8))
    scene.builder.compute("<<=", number.register, Constant(8))
    scene.builder.compute("|=", number.register, low)
    return Number(number.register, None if number.most is None else number.most << 8 | 255, number.source)


def complemented(scene, number):
    if number.most is not None:
        return None
    scene.builder.compute("^=", number.register, Constant(-1))
    return Number(number.register, None, number.source)


def spilled_and_filled(scene, number):
    slot = scene.builder.stack(8)
    scene.builder.store(8, FRAME_POINTER, slot, number.register)
    scene.unrelated(1)
    return Number(scene.builder.load(8, FRAME_POINTER, slot), number.most, number.source)


def half_filled(scene, number):
    slot = scene.builder.stack(8)
    scene.builder.store(8, FRAME_POINTER, slot, number.register)
    most = number.most if number.most is not None and number.most <= U32_MAX else U32_MAX
    return Number(scene.builder.load(4, FRAME_POINTER, slot), most, number.source)


def passed_through(scene, number):
    """A function's argument and what it returns."""
    builder, change = scene.builder, scene.rng.choice((None, "+=", "*=", ">>="))
    label, (argument,) = builder.begin_function(1)
    if change:
        builder.compute(change, argument, Constant(scene.rng.randrange(1, 4)))
    builder.leave(argument)
    builder.end_function()
    return Number(builder.result_of(label, number.register)[0], None, number.source)


def chosen(scene, number):
    """On one path another number."""
    label, other = Label(), scene.cheap_number()
    scene.builder.jump(scene.rng.choice((">", "==", "!=")), scene.cheap_number().register,
                       Constant(scene.rng.randrange(1, 60)), label)
    scene.builder.set(number.register, other.register)
    scene.builder.place(label)
    most = None if None in (number.most, other.most) else max(number.most, other.most)
    return Number(number.register, most, number.source)


BEFORE = (copied, copied, zero_extended, zero_extended, shift_pair, masked_widely, added, subtracted, scaled,
          shifted_right, arithmetically_shifted, swapped, byte_merged, complemented, spilled_and_filled, half_filled,
          passed_through, chosen)


def before(scene, number, most_needed):
    """Up to three of them, so that the number may still be larger than `most_needed`."""
    for step in scene.rng.choices(BEFORE, k=scene.rng.randrange(0, 4)):
        if number.most is not None and number.most <= 8 * most_needed + 64:
            break
        made = step(scene, number)
        if made is not None:
            number = made
            scene.steps.append(step.__name__)
    return number


# ---- between: each step knows which limits it needs before it, so that given ones hold behind it ----

class Step:
    """Something that leaves the number what it is."""

    def __init__(self, emit, narrow=False):
        self.emit, self.narrow = emit, narrow
        self.name = emit.__name__

    def limits_before(self, least, most):
        fits = not self.narrow or least >= 0
        return (least, most) if fits and most < S32_MAX else None


def copy(scene, register):
    return scene.builder.copy(register)


def narrow_copy(scene, register):
    return scene.builder.copy(register, bits=32)


def narrow_shifts(scene, register):
    scene.builder.compute("<<=", register, Constant(32))
    scene.builder.compute(">>=", register, Constant(32))
    return register


def spill(scene, register):
    slot = scene.builder.stack(8)
    scene.builder.store(8, FRAME_POINTER, slot, register)
    scene.unrelated(1)
    return scene.builder.load(8, FRAME_POINTER, slot)


def narrow_spill(scene, register):
    slot = scene.builder.stack(8)
    scene.builder.store(4, FRAME_POINTER, slot, register)
    return scene.builder.load(4, FRAME_POINTER, slot)


def through_function(scene, register):
    builder = scene.builder
    label, (argument,) = builder.begin_function(1)
    builder.leave(argument)
    builder.end_function()
    return builder.result_of(label, register)[0]


class Sum:
    def __init__(self, rng):
        self.constant = rng.choice((1, 2, 4, 8, 14, -1, -4))
        self.name = f"add {self.constant}"

    def limits_before(self, least, most):
        moved = max(least - self.constant, 0) if least >= 0 else least - self.constant, most - self.constant
        return moved if moved[1] > moved[0] else None

    def emit(self, scene, register):
        operation, constant = ("+=", self.constant) if self.constant > 0 else ("-=", -self.constant)
        scene.builder.compute(operation, register, Constant(constant))
        return register


class Product:
    def __init__(self, rng):
        self.bits, self.factor = rng.choice(((1, 2), (2, 4), (3, 8), (None, 3), (None, 12), (None, 20)))
        self.name = f"times {self.factor}"

    def limits_before(self, least, most):
        moved = -(-least // self.factor), most // self.factor
        return moved if moved[1] > moved[0] >= 0 else None

    def emit(self, scene, register):
        if self.bits:
            scene.builder.compute("<<=", register, Constant(self.bits))
        else:
            scene.builder.compute("*=", register, Constant(self.factor))
        return register


class Mask:
    """Wider than what is allowed, so it bounds nothing that matters; the kernel forgets the lower limit."""
    name = "mask"

    def limits_before(self, least, most):
        self.mask = (1 << (most + 1).bit_length()) - 1
        return (least, most) if least == 0 and self.mask < S32_MAX else None

    def emit(self, scene, register):
        scene.builder.compute("&=", register, Constant(self.mask))
        return register


def random_step(rng):
    made = rng.randrange(10)
    if made < 2:
        return Sum(rng)
    if made < 4:
        return Product(rng)
    if made == 4:
        return Mask()
    return Step(*rng.choice(((copy,), (narrow_copy, True), (narrow_shifts, True), (spill,), (narrow_spill, True),
                             (through_function,))))


def steps_between(rng, least, most):
    """Steps in the order of the program, and the limits that the number needs in front of them."""
    steps = []
    for _ in range(rng.randrange(0, 4)):
        step = random_step(rng)
        limits = step.limits_before(least, most)
        if limits is not None:
            steps.insert(0, step)
            least, most = limits
    return steps, (least, most)
