"""Programs that a verifier should reject, each with one defect, and what is true of them by construction.

A program is composed of a source of a number or a pointer, what happens to it, the defect, and the use, with
unrelated statements around; registers, stack slots, limits and the order of things are chosen at random, by
the seed and the program's number alone.
"""

import random
from dataclasses import dataclass

import null_defects
import number_chains
import number_defects
import number_uses
import other_defects
import packet_defects
from bpf_builder import Builder, Label, NoRegister, NoStack
from bpf_insns import TooFar, decode
from bpf_load import Stream
from scene import KINDS, NotHere, Scene, require
from truth import Fact, Truth

POINTER_DEFECTS = null_defects.DEFECTS | packet_defects.DEFECTS | other_defects.DEFECTS


@dataclass
class Generated:
    stream: Stream
    truth: Truth
    words: dict  # defect, source, use, steps: for people and tables


def weighted(rng, weights):
    return rng.choices(list(weights), list(weights.values()))[0]


def new_scene(rng, kinds=KINDS):
    scene = Scene(Builder(rng), rng, rng.choice(kinds))
    scene.begin()
    scene.unrelated(1)
    return scene


# ---- programs about a number ----

def number_program(rng):
    scene = new_scene(rng)
    defect = weighted(rng, number_defects.DEFECTS)
    use = number_uses.pick(scene, rng)
    needs_address = defect is number_defects.checked_after_the_address
    require(use.takes_check or not needs_address)
    require(not (use.reserves and defect is number_defects.unchecked))
    steps, limits = number_chains.steps_between(rng, use.least, use.most)
    early = rng.random() < 0.5
    if early:
        use.prepare(scene)
    number = find_number(scene, defect, limits)
    scene.unrelated(1)
    decided = defect(scene, number, limits)
    if not early:
        use.prepare(scene)
    register = go_on(scene, steps, decided.register)
    truth, names = use_number(scene, use, register, decided.truth, needs_address)
    return scene, truth, {"defect": defect.__name__, "source": number.source if number else "read twice",
                          "use": use.name, "steps": scene.steps + [step.name for step in steps], **names}


def find_number(scene, defect, limits):
    if defect in number_defects.WITHOUT_SOURCE:
        return None
    return number_chains.before(scene, scene.number(limits[1]), limits[1])


def go_on(scene, steps, register):
    for step in steps:
        register = step.emit(scene, register)
        if scene.chance(0.15):
            scene.quiet()
    return register


def use_number(scene, use, register, truth, checks_late):
    """The truth, and whether the use stands in a function of its own."""
    def between(number):
        if checks_late:
            scene.bound(number, use.least, use.most)

    bystander = scene.bystander() if truth is None and not use.leaves else None
    if scene.chance(0.2) and not use.leaves:
        site = use_in_function(scene, use, register, between)
        in_function = True
    else:
        site, in_function = use.emit(scene, register, between), False
    scene.use_bystander(bystander)
    if truth is None:
        lost = site.node if checks_late else site.lost
        others = [node for node in [site.node, site.lost, *site.others] if node is not lost]
        truth = Truth(lost, others, Fact("bounded", site.node, True, site.register, use.least, use.most))
    else:
        uses = truth.others if truth.use_is_as_good else truth.uses
        uses += [site.node, *site.others]
    return truth, {"in_function": in_function}


def use_in_function(scene, use, register, between):
    """A static subprogram gets the number and the pointers; it has a way out of its own."""
    builder, values = scene.builder, use.values()
    label, (number, *taken) = builder.begin_function(1 + len(values))
    outer = scene.out, scene.context_slot, scene.context
    scene.out, scene.context_slot, scene.context = Label(), None, None
    use.take(taken)
    site = use.emit(scene, number, between)
    scene.end()
    builder.end_function()
    scene.out, scene.context_slot, scene.context = outer
    builder.call(label, register, *values)
    return site


# ---- any program ----

def kinds_of(defect):
    """The kinds of programs that can have it."""
    if defect is other_defects.moved_packet:
        return tuple(kind for kind in KINDS if kind.name in other_defects.PACKET_MOVERS)
    return tuple(kind for kind in KINDS if kind.packet) if defect in packet_defects.DEFECTS else KINDS


def pointer_program(rng):
    defect = weighted(rng, POINTER_DEFECTS)
    scene = new_scene(rng, kinds_of(defect))
    truth, words = defect(scene)
    return scene, truth, {"defect": defect.__name__, "steps": scene.steps, **words}


def finished(name, scene, truth, words):
    scene.end()
    fact = truth.fact
    keep = truth.places() + ([fact.insn] if fact else [])
    code = scene.builder.finish(keep)
    packed = code.pack()
    truth.lost_at = truth.lost_at.index
    truth.others = sorted({node.index for node in truth.others} - {truth.lost_at})
    truth.uses = sorted({node.index for node in truth.uses} - {truth.lost_at, *truth.others})
    if fact:
        fact.insn = fact.insn.index
        fact.register = f"R{scene.builder.colours[fact.register]}"
    stream = Stream(name, packed, scene.kind.prog_type, maps=scene.builder.maps)
    return Generated(stream, truth, {"program": scene.kind.name, **words})


def generated(seed, number):
    """The program of that number, or None where the dice did not make one."""
    rng = random.Random(f"{seed}.{number}")
    make = number_program if rng.random() < 0.66 else pointer_program
    try:
        scene, truth, words = make(rng)
        name = "-".join((f"g{number:05}", scene.kind.name, words["defect"])).replace("_", "-")
        return finished(name, scene, truth, words)
    except (NotHere, NoRegister, NoStack, TooFar):
        return None


def shape(stream):
    """What is left of a program without its registers, limits and offsets."""
    return bytes(insn.code for insn in decode(stream.code))
