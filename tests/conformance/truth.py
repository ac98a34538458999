"""What a generator knows of a program that it made, and what bpflens says of it, in the same words."""

from dataclasses import dataclass, field


@dataclass
class Fact:
    """What would have to be known for the rejected instruction to hold, as in bpflens' `missing_fact`."""
    kind: str  # bounded, non_null, packet_range
    insn: object  # a node while the program is being made, then its index
    before: bool
    register: object  # a number while the program is being made, then R3 or fp-8
    least: int | None = None
    most: int | None = None
    bytes: int | None = None
    log_line: int | None = None


@dataclass
class Truth:
    lost_at: object
    others: list = field(default_factory=list)  # places that one may as well name
    fact: Fact | None = None  # None: it cannot be stated as a branch
    uses: list = field(default_factory=list)  # where the defect matters and not where it is: the address, the use

    use_is_as_good: bool = False

    def places(self):
        return [self.lost_at, *self.others, *self.uses]
