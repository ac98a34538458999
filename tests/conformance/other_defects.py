"""Defects that no fact repairs which a branch or a mask could state; they are there for the deciding place alone."""

from bpf_builder import Constant, Label
from bpf_insns import CALL, FRAME_POINTER, JMP
from bpf_load import Map
from number_uses import RINGBUF_RESERVE, RINGBUF_SUBMIT, access
from packet_defects import PacketRead
from scene import PRANDOM, RINGBUF
from truth import Truth

# Helpers after which no pointer into the packet holds, with arguments behind the context.
PACKET_MOVERS = {"sched_cls": ((39, (0,)), (38, (64, 0)), (18, (0x8100, 1)), (11, (0, 0, 0, 0))),
                 "xdp": ((44, (4,)), (65, (-4,)), (54, (0,)))}


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
    call = builder.emit(JMP | CALL, imm=PRANDOM)
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
    moved_packet: 3, truncated_pointer: 1, overwritten_pointer: 1, used_after_release: 1,
    register_not_set_on_one_path: 1, argument_register_kept: 1, number_as_address: 1,
}
