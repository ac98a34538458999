"""Carriers in carriers: those that are met every day, and pairs drawn with a fixed seed."""

import random

from carrier import PREFIX, Carrier, as_text

NAMED = [
    ("zap json", "journald"),
    ("cilium %+v", "docker json-file"),
    ("ansi lines", "github actions"),
    ("indent 4", "quote"),
    ("journald", "crlf"),
    ("wrap 80", "html pre"),
    ("crlf", "utf-16le"),
    ("zap json", "k8s cri"),
    ("cilium go test", "github actions"),
    ("libbpf 1.0", "journald", "quote", "crlf"),
    ("cilium %+v", "zap json", "docker json-file"),
    ("bcc", "ansi lines", "typescript"),
]
DRAWN = 120


# Their writers know only text: a byte that is no UTF-8 does not come through.
ONLY_TEXT = {"aya {:?}", "zap json", "slog json", "logfmt", "json in json", "docker json-file", "utf-16le", "utf-16be"}


def composed(*parts):
    def encode(text):
        for part in parts[:-1]:
            text = as_text(part.encode(text))
        return parts[-1].encode(text)
    relaxed = tuple(dict.fromkeys(reason for part in parts for reason in part.relaxed))
    plain = next((part.plain for part in parts if part.plain), None)
    return Carrier(" in ".join(part.name for part in parts), parts[-1].layer, encode, "the first in the second",
                   relaxed, all(part.keeps_lines for part in parts), plain)


def can_wrap(inner, outer):
    if inner.name == "latin-1 source" and outer.name in ONLY_TEXT:
        return False
    both_prefix = inner.layer == outer.layer == PREFIX and inner.name != outer.name
    return inner.layer < outer.layer or both_prefix


def compositions(carriers):
    by_name = {carrier.name: carrier for carrier in carriers}
    made = [composed(*(by_name[name] for name in names)) for names in NAMED]
    possible = [(inner, outer) for inner in carriers for outer in carriers
                if can_wrap(inner, outer) and (inner.name, outer.name) not in NAMED]
    drawn = random.Random(20240501).sample(possible, DRAWN)
    return made + [composed(*pair) for pair in drawn]
