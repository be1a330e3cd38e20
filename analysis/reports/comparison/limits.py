"""The limits of a comparison: files that are missing, changed since, or cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.reports.comparison.records import Limit, Side, Trouble

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, AssertionError)
"""What a file raises that is not what a run writes."""


@dataclass(frozen=True)
class Limits:
    """What cannot be compared, gathered as it is found out."""

    found: dict[tuple[Side, Trouble], list[str]] = field(default_factory=dict)

    def add(self, side: Side, trouble: Trouble, *names: str) -> None:
        """Enter files of a side with the same trouble."""
        if names:
            self.found.setdefault((side, trouble), []).extend(names)

    def of(self, side: Side) -> set[str]:
        """Return the files of a side that are not what its manifest says."""
        return {name for (one, _), names in self.found.items() if one == side for name in names}

    def all(self) -> tuple[Limit, ...]:
        """Return every limit, the files of one trouble together."""
        return tuple(
            Limit(side, trouble, tuple(dict.fromkeys(names)))
            for (side, trouble), names in self.found.items()
        )
