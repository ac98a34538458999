"""Which registers and stack slots hold the context or the packet's end at a place, whichever way led there?

A forward analysis over the whole program: a holder is known only if all ways agree.
"""

from bpf_insns import ARGUMENTS, BYTES, FRAME_POINTER, LDX, MEM, SIZES, ST, STX, successors, writes

CONTEXT, END, START = "context", "end", "start"
# By program type: offsets of data and data_end in the context, both of four bytes.
SKB_TYPES = (3, 4, 8, 10, 11, 12, 14, 16, 19, 22)
PACKET_FIELDS = {6: (0, 4)} | {prog_type: (76, 80) for prog_type in SKB_TYPES} | {21: (8, 12)}
# After these helpers no pointer into the packet or to its end holds.
MOVE_THE_PACKET = {9, 10, 11, 18, 19, 30, 31, 32, 33, 38, 39, 40, 43, 44, 50, 54, 58, 62, 63, 65, 73, 74, 75, 76, 90,
                   91, 92, 98, 102, 105, 142, 143, 144}


def slot_at(insn):
    """The stack slot of a store or load through the frame pointer."""
    return f"fp{insn.off}"


def kill_slots(holders, off, size):
    for holder in [name for name in holders if isinstance(name, str)]:
        if off - 8 < int(holder[2:]) < off + size:
            del holders[holder]


def loaded(insn, holders, prog_type):
    """What a load leaves in its register."""
    start_end = PACKET_FIELDS.get(prog_type)
    if insn.code == LDX | MEM | SIZES[4] and holders.get(insn.src) == CONTEXT and start_end:
        return {start_end[0]: START, start_end[1]: END}.get(insn.off)
    if insn.code == LDX | MEM | SIZES[8] and insn.src == FRAME_POINTER:
        return holders.get(slot_at(insn))
    return None


def behind(node, before, prog_type, packet_moves):
    """The holders behind an instruction."""
    insn, holders = node.insn, dict(before)
    held = None
    if insn.is_copy:
        held = before.get(insn.src)
    elif insn.kind == LDX:
        held = loaded(insn, before, prog_type)
    for register in writes(insn):
        holders.pop(register, None)
    if held:
        holders[insn.dst] = held
    if insn.kind in (ST, STX) and insn.dst == FRAME_POINTER:
        kill_slots(holders, insn.off, BYTES[insn.code & 0x18])
        if insn.code == STX | MEM | SIZES[8] and before.get(insn.src):
            holders[slot_at(insn)] = before[insn.src]
    if insn.is_call and (packet_moves if insn.is_subprogram_call else insn.imm in MOVE_THE_PACKET):
        holders = {holder: held for holder, held in holders.items() if held == CONTEXT}
    return holders


def met(one, other):
    """What both agree on; None stands for a way that was not walked yet."""
    if one is None:
        return other
    return {holder: held for holder, held in one.items() if other.get(holder) == held}


def holders_before(code, prog_type):
    """By id of a node: what its registers and slots hold before it."""
    functions = code.subprograms()
    packet_moves = any(node.insn.is_helper_call and node.insn.imm in MOVE_THE_PACKET
                       for nodes in functions[1:] for node in nodes)
    following = {id(node): [nodes[place] for place in places]
                 for nodes in functions for node, places in zip(nodes, successors(nodes))}
    before = {id(code.nodes[0]): {1: CONTEXT}}
    waiting = [code.nodes[0]]
    while waiting:
        node = waiting.pop()
        after = behind(node, before[id(node)], prog_type, packet_moves)
        reached = [(next_node, after) for next_node in following[id(node)]]
        if node.insn.is_subprogram_call:
            arguments = {register: held for register, held in before[id(node)].items() if register in ARGUMENTS}
            reached.append((node.target, arguments))
        for next_node, holders in reached:
            old = before.get(id(next_node))
            new = met(old, holders)
            if new != old:
                before[id(next_node)] = new
                waiting.append(next_node)
    return before

