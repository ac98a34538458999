"""What must be the same of a log, however it was carried: all that bpflens says of it but where it stands."""

import json
import re
import subprocess
from collections import defaultdict

from carrier import BAD_BYTES, BLANKS, line_map

# Of a result: how it came here, and what the loader, not the kernel, knows of the program.
NOT_THE_KERNELS = ("input", "capture", "program", "section", "errno", "failed_call")

RELAXED = {
    BLANKS: lambda text: re.sub(r"\s+", " ", text).strip(),
    BAD_BYTES: lambda text: text.replace("\ufffd", "?"),
}
SECONDS = 120


class Crash(Exception):
    pass


def ask(tool, paths):
    try:
        done = subprocess.run([tool, "explain", "--format", "json", *paths], capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        raise Crash(f"does not end in {SECONDS} s") from None
    if done.returncode not in (0, 2) or not done.stdout:
        raise Crash(f"exit status {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
    return json.loads(done.stdout)["results"]


def explain(tool, paths):
    """The results of each path, by its name. Where one crashes, each is asked alone to find which."""
    try:
        results = ask(tool, paths)
    except Crash as crash:
        if len(paths) == 1:
            return {paths[0]: [{"crash": str(crash)}]}
        return {path: results for one in paths for path, results in explain(tool, [one]).items()}
    found = defaultdict(list)
    for result in results:
        found[result["input"]].append(result)
    return found


def changed(value, of_text, of_line, key=None):
    """A copy with each text and each line number changed."""
    if isinstance(value, dict):
        return {name: changed(part, of_text, of_line, name) for name, part in value.items()}
    if isinstance(value, list):
        return [changed(part, of_text, of_line) for part in value]
    if key == "log_line":
        return of_line(value) if value is not None else None
    return of_text(value) if isinstance(value, str) else value


def comparable(result, of_text, of_line):
    kept = {name: part for name, part in result.items() if name not in NOT_THE_KERNELS}
    return changed(kept, of_text, of_line)


def relaxing(carrier):
    changes = [RELAXED[what] for what, _ in carrier.relaxed]

    def of_text(text):
        for change in changes:
            text = change(text)
        return text
    return of_text


def no_line(line):
    return 0


def expected_results(carrier, plain, others):
    """Of the log, and of those around it, whose places are not compared."""
    lines = line_map(carrier)
    of_line = (lambda line: lines[0] + (line - 1) * lines[1]) if lines else no_line
    of_text = relaxing(carrier)
    around = {name: [comparable(result, of_text, no_line) for text in getattr(carrier, name) for result in others[text]]
              for name in ("before", "after")}
    return around["before"], [comparable(result, of_text, of_line) for result in plain], around["after"], bool(lines)


def difference(expected, actual, where=""):
    """The first place where two values differ, in words; None if they do not."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        for name in sorted(expected.keys() | actual.keys()):
            found = difference(expected.get(name), actual.get(name), f"{where}.{name}")
            if found:
                return found
        return None
    if isinstance(expected, list) and isinstance(actual, list):
        if len(expected) != len(actual):
            return f"{where}: {len(expected)} wanted, {len(actual)} there"
        pairs = enumerate(zip(expected, actual))
        return next((found for i, (one, two) in pairs if (found := difference(one, two, f"{where}[{i}]"))), None)
    return None if expected == actual else f"{where}: {expected!r:.300} wanted, {actual!r:.300} there"


def names_a_refusal(finding):
    return not finding["rule"].startswith("BD") and finding["slug"] != "log-without-sentence"


def is_only_statistics(result):
    """A log that is nothing else says too little for a verdict, but between a loader's marks it is whole; what a
    loader says of the load is then all that there is to explain."""
    return (result["verdict"] == "accepted" or "only the statistics" in (result["reason"] or "")) and not (
        any(map(names_a_refusal, result["findings"])) or result["stats"]["processed"] is None or result["path"]["branches"])


def without_verdict(result):
    return {name: part for name, part in result.items() if name not in ("verdict", "reason", "notes", "findings")}


def compare(carrier, plain, others, actual):
    """What is wrong with the results of a carried log; None if nothing."""
    crashed = next((result["crash"] for result in plain + actual if "crash" in result), None)
    if crashed:
        return f"crash: {crashed}"
    before, middle, after, has_lines = expected_results(carrier, plain, others)
    wanted = before + middle + after
    if len(wanted) != len(actual):
        return f"results: {len(wanted)} wanted, {len(actual)} there"
    of_text = relaxing(carrier)
    of_line = (lambda line: line) if has_lines else no_line
    inner = range(len(before), len(before) + len(middle))
    there = [comparable(result, of_text, of_line if i in inner else no_line) for i, result in enumerate(actual)]
    for i, (one, two) in enumerate(zip(wanted, there)):
        if is_only_statistics(one) and is_only_statistics(two):
            wanted[i], there[i] = without_verdict(one), without_verdict(two)
    return difference(wanted, there)
