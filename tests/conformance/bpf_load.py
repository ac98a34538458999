"""What does the running kernel's verifier say of these raw instructions?

bpf(2) through ctypes: maps are made as they are needed and shared by all programs that want the
same, a program is loaded with a log and closed again at once. Nothing is attached and nothing is
pinned.
"""

import ctypes
import os
import re
import struct
from dataclasses import dataclass, field

from bpf_insns import LD_IMM64, Insn, decode

BPF_SYSCALL = 321  # on x86-64
MAP_CREATE, MAP_UPDATE_ELEM, PROG_LOAD, MAP_FREEZE = 0, 2, 5, 22
EVERY_STATE_AND_STATISTICS = 2 | 4
LOG_BYTES = 32 << 20
PROCESSED = re.compile(r"^processed (\d+) insns", re.MULTILINE)
# In an ld_imm64's src: its imm is the file descriptor of a map, the address is the map's or its value's.
PSEUDO_MAP_FD, PSEUDO_MAP_VALUE = 1, 2
PSEUDO_MAPS = (PSEUDO_MAP_FD, PSEUDO_MAP_VALUE)
# Types that are made from a map that stands for those inside.
MAPS_OF_MAPS = (12, 13)


class CannotDo(Exception):
    pass


@dataclass(frozen=True)
class Map:
    type: int
    key_size: int
    value_size: int
    max_entries: int
    map_flags: int = 0
    contents: str = ""  # of element 0, in hexadecimal digits; such a map is frozen


@dataclass
class Stream:
    """Raw instructions as the verifier gets them; an ld_imm64 of a map holds the map's place in `maps`."""
    name: str
    code: bytes
    prog_type: int
    attach_type: int = 0
    prog_flags: int = 0
    attach_btf_id: int = 0
    maps: list = field(default_factory=list)

    def with_code(self, code):
        return Stream(self.name, code, self.prog_type, self.attach_type, self.prog_flags,
                      self.attach_btf_id, self.maps)


@dataclass
class Answer:
    errno: int  # 0: accepted
    log: str

    @property
    def accepted(self):
        return self.errno == 0

    @property
    def processed(self):
        """Instructions, by the log's statistics."""
        found = PROCESSED.findall(self.log)
        return int(found[-1]) if found else 0


libc = ctypes.CDLL(None, use_errno=True)


def bpf(command, attributes):
    """The new file descriptor or 0, or the negative errno."""
    buffer = ctypes.create_string_buffer(attributes, len(attributes))
    done = libc.syscall(BPF_SYSCALL, command, buffer, len(attributes))
    return done if done >= 0 else -ctypes.get_errno()


def address_of(buffer):
    return ctypes.addressof(buffer)


def map_attributes(wanted, inner_fd):
    return struct.pack("<6I", wanted.type, wanted.key_size, wanted.value_size, wanted.max_entries,
                       wanted.map_flags, inner_fd)


class Kernel:
    """Holds the maps that were made, by what they are, and one buffer for logs."""

    def __init__(self):
        self.maps = {}
        self.buffer = ctypes.create_string_buffer(LOG_BYTES)
        self.license = ctypes.create_string_buffer(b"GPL")

    def map_fd(self, wanted):
        if wanted not in self.maps:
            self.maps[wanted] = self.make_map(wanted)
        return self.maps[wanted]

    def make_map(self, wanted):
        inner = self.map_fd(Map(2, 4, 8, 1)) if wanted.type in MAPS_OF_MAPS else 0
        fd = bpf(MAP_CREATE, map_attributes(wanted, inner))
        if fd < 0:
            raise CannotDo(f"a map of type {wanted.type} cannot be made: {os.strerror(-fd)}")
        if wanted.contents:
            self.fill_and_freeze(fd, bytes.fromhex(wanted.contents))
        return fd

    def fill_and_freeze(self, fd, contents):
        key = ctypes.create_string_buffer(4)
        value = ctypes.create_string_buffer(contents, len(contents))
        for command, attributes in ((MAP_UPDATE_ELEM, (fd, 0, address_of(key), address_of(value), 0)),
                                    (MAP_FREEZE, (fd, 0, 0, 0, 0))):
            done = bpf(command, struct.pack("<2I3Q", *attributes))
            if done < 0:
                raise CannotDo(f"a map cannot be filled: {os.strerror(-done)}")

    def with_map_fds(self, stream):
        """The code with file descriptors of this process in place of places in the list."""
        insns = decode(stream.code)
        for index, insn in enumerate(insns):
            if insn.code == LD_IMM64 and insn.src in PSEUDO_MAPS:
                insns[index] = Insn(insn.code, insn.dst, insn.src, insn.off, self.map_fd(stream.maps[insn.imm]))
        return b"".join(insn.pack() for insn in insns)

    def load(self, stream, level=EVERY_STATE_AND_STATISTICS):
        code = self.with_map_fds(stream)
        insns = ctypes.create_string_buffer(code, len(code))
        self.buffer[0] = b"\0"
        attributes = struct.pack(
            "<2I2Q2IQ2I16s2I", stream.prog_type, len(code) // 8, address_of(insns), address_of(self.license),
            level, LOG_BYTES, address_of(self.buffer), 0, stream.prog_flags, b"", 0, stream.attach_type)
        attributes += bytes(108 - len(attributes)) + struct.pack("<I", stream.attach_btf_id)
        fd = bpf(PROG_LOAD, attributes)
        if fd >= 0:
            os.close(fd)
        return Answer(max(0, -fd), self.buffer.value.decode("utf-8", "replace"))


def is_permitted():
    """Whether bpf(2) loads the smallest program there is."""
    smallest = struct.pack("<BBhi", 0xB7, 0, 0, 0) + struct.pack("<BBhi", 0x95, 0, 0, 0)
    return Kernel().load(Stream("smallest", smallest, 1)).accepted
