"""Ways to make a copy of a number that the verifier takes for another number."""

from bpf_builder import Constant
from bpf_insns import FRAME_POINTER
from scene import is_wide, require


def zero_extended(scene, number):
    require(is_wide(number))
    return scene.builder.copy(number.register, bits=32)


def shifted_out_and_in(scene, number):
    copy = scene.builder.copy(number.register)
    scene.builder.compute("<<=", copy, Constant(32))
    scene.builder.compute(scene.rng.choice((">>=", "s>>=")), copy, Constant(32))
    return copy


def masked(scene, number):
    copy = scene.builder.copy(number.register)
    scene.builder.compute("&=", copy, Constant(scene.rng.choice((0xFFFF, 0xFFFFFF, 0x7FFFFFFF))))
    return copy


def at_a_distance(scene, number):
    copy = scene.builder.copy(number.register)
    scene.builder.compute("-=", copy, Constant(scene.rng.choice((1, 2, 8))))
    return copy


def half_of_a_spill(scene, number):
    require(is_wide(number))
    slot = scene.builder.stack(8)
    scene.builder.store(8, FRAME_POINTER, slot, number.register)
    return scene.builder.load(4, FRAME_POINTER, slot)


def sign_extended(scene, number):
    width = scene.rng.choice((8, 16, 32))
    require(number.most is None or number.most > (1 << width - 1))
    return scene.builder.sign_extend(number.register, width)


def byte_swapped(scene, number):
    copy = scene.builder.copy(number.register)
    scene.builder.swap(copy, 16 if number.most is not None and number.most <= 0xFFFF else 32)
    return copy


def narrowed_by_a_function(scene, number):
    require(is_wide(number))
    builder = scene.builder
    label, (argument,) = builder.begin_function(1)
    builder.leave(builder.copy(argument, bits=32))
    builder.end_function()
    return builder.result_of(label, number.register)[0]


def through_memory(scene, number):
    """The verifier does not remember what stands in a map's value."""
    base = scene.builder.map_value_address(scene.somewhere(16))
    scene.builder.store(8, base, 8, number.register)
    return scene.builder.load(8, base, 8)


COPIES = (zero_extended, shifted_out_and_in, masked, at_a_distance, half_of_a_spill, sign_extended, byte_swapped,
          narrowed_by_a_function, through_memory)
