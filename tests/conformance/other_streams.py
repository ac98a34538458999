"""Streams that other people wrote: the kernel's test_verifier, and the programs of our pitfalls after relocation.

Both are rows of a results.jsonl with the instructions beside it, as `loader -i` writes them. test_verifier's
are not part of the project: they lie in ~/.cache/bpflens or where $BPFLENS_TEST_VERIFIER says.
"""

import importlib.machinery
import importlib.util
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bpf_insns import LD_IMM64, decode
from bpf_load import PSEUDO_MAPS, CannotDo, Map, Stream

ROOT = Path(__file__).resolve().parents[2]
TEST_VERIFIER = Path(os.environ.get("BPFLENS_TEST_VERIFIER") or Path.home() / ".cache/bpflens/test_verifier-6.1")
COMPILERS = ((13, "v2"), (19, "v3"), (22, "v3"))
# Bits of 6.1's own attach_btf_id mean something else in another kernel.
WITHOUT_BTF_ID = 0


def script(path):
    """One of our scripts without a suffix, as a module."""
    sys.dont_write_bytecode = True
    loader = importlib.machinery.SourceFileLoader(path.name, str(path))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(path.name, loader))
    loader.exec_module(module)
    return module


def places_of_maps(code, maps):
    """The code with a map's place in the list where its file descriptor stood; None: one is not in the list."""
    place_of = {row["fd"]: place for place, row in enumerate(maps)}
    insns = decode(code)
    for index, insn in enumerate(insns):
        if insn.code == LD_IMM64 and insn.src in PSEUDO_MAPS:
            if insn.imm not in place_of:
                return None
            insns[index] = insn._replace(imm=place_of[insn.imm])
    return b"".join(insn.pack() for insn in insns)


def map_of(row):
    return Map(row["type"], row["key_size"], row["value_size"], row["max_entries"], row["map_flags"],
               row.get("contents", ""))


def stream_of(name, row, code):
    """None for what cannot be loaded again like this: maps or programs that need types of their own."""
    needs_types = row["attach_btf_id"] != WITHOUT_BTF_ID or any(map_.get("btf_id") for map_ in row["maps"])
    code = None if needs_types else places_of_maps(code, row["maps"])
    if code is None:
        return None
    return Stream(name, code, row["prog_type"], row["attach_type"], row["prog_flags"],
                  maps=[map_of(map_) for map_ in row["maps"]])


def can_be_loaded(kernel, stream):
    try:
        kernel.with_map_fds(stream)
    except CannotDo:
        return False
    return True


# ---- the kernel's table of tests ----

def test_verifier_streams():
    rows = [json.loads(line) for line in (TEST_VERIFIER / "results.jsonl").open()]
    for row in rows:
        if row["id"].endswith("p"):  # the same instructions are loaded without privileges as NNNNu
            yield stream_of(f"t{row['id']}", row, (TEST_VERIFIER / f"{row['id']}.insns").read_bytes())


# ---- the programs of the pitfalls ----

def programs():
    """Sources by the start of their names."""
    for path in sorted((ROOT / "rules" / "pitfalls").glob("*/bad.bpf.c")):
        yield f"{path.parent.name}.bad", path
    for path in sorted((ROOT / "tests" / "variants").glob("*/*.bpf.c")):
        yield f"{path.parent.name}.{path.name.removesuffix('.bpf.c')}", path


def compile_all(folder):
    prove = script(ROOT / "tools" / "prove")

    def compile_one(job):
        (name, path), (clang, cpu) = job
        return prove.run_clang(clang, cpu, path, folder / f"{name}.clang{clang}.{cpu}.o")

    jobs = [(program, compiler) for program in programs() for compiler in COMPILERS]
    with ThreadPoolExecutor(2) as pool:
        for (program, _), done in zip(jobs, pool.map(compile_one, jobs)):
            if done.returncode:
                raise CannotDo(f"{program[1]}: {done.stderr}")


def relocated(objects, answers):
    """What the kernel gets of each; `ask` builds the loader, which is then run by itself."""
    kernels = Path(os.environ.get("BPFLENS_KERNELS") or Path.home() / ".cache/bpflens/kernels")
    ask = ROOT / "tools" / "kernels" / "ask"
    one = min(objects.glob("*.o"))
    built = subprocess.run([ask, "-l", "1", "-o", answers / "built", "host", one], capture_output=True, text=True)
    if built.returncode:
        raise CannotDo(f"the loader cannot be built: {built.stderr}")
    subprocess.run([kernels / "built" / "loader", "-i", "-l", "1", "-o", answers, *sorted(objects.glob("*.o"))],
                   check=True)
    return [json.loads(line) for line in (answers / "results.jsonl").open()]


def pitfall_streams(work):
    objects, answers = work / "objects", work / "answers"
    objects.mkdir()
    answers.mkdir()
    compile_all(objects)
    for row in relocated(objects, answers):
        if row["verdict"] == "rejected":
            yield stream_of(row["name"], row, (answers / f"{row['name']}.insns").read_bytes())


def sources(kernel, work):
    """Name and streams of each; test_verifier's only where they are."""
    found = {"pitfalls": pitfall_streams(work)}
    if (TEST_VERIFIER / "results.jsonl").is_file():
        found["test_verifier"] = test_verifier_streams()
    return [(name, [stream for stream in streams if stream and can_be_loaded(kernel, stream)])
            for name, streams in found.items()]
