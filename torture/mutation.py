"""Mutation testing: the rooms' code changed in one place at a time, to see whether a test notices.

mutmut makes the changes and runs the tests (its settings stand in pyproject.toml). What it found
before is kept in mutants/: all of them begun again go on where they were, a part is tried anew.

Run: python -m torture.mutation [ENDS]

``ENDS`` takes a part: the mutants whose number ends so, ``7`` being about a tenth. What other parts
gave stays beside it, so that they can be tried one after another.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from torture.outcomes import FOLDER, PAGE, ROOT, between

ROOMS = ("cleaning", "checks", "measures")
WANTED = 90
"""The percentage of mutants that tests have to notice, at least."""

BEGIN, END = "<!-- mutation: begin -->\n", "<!-- mutation: end -->\n"
RESULTS = FOLDER / "mutation.json"

NOTICED = ("killed", "timeout", "segfault", "suspicious", "caught by type check")

Found = Mapping[str, Mapping[str, Any]]
Parts = Mapping[str, Mapping[str, Any]]
"""What came of it, by what the numbers of the mutants end in; all of them by the empty end."""


def main(words: Sequence[str] | None = None) -> int:
    """Run mutmut, print what was noticed; the exit code is 1 if that is too little."""
    parser = argparse.ArgumentParser(prog="python -m torture.mutation", description=__doc__)
    parser.add_argument("ends", nargs="?", default="", metavar="ENDS")
    asked = parser.parse_args(words)
    # Mutants that are named are tried whatever is known of them.
    names = [f"analysis.{room}.*__mutmut_*{asked.ends}" for room in ROOMS if asked.ends]
    done = subprocess.run([Path(sys.executable).with_name("mutmut"), "run", *names], cwd=ROOT)
    if done.returncode:
        return done.returncode
    found = tallied(statuses(ROOT / "mutants", asked.ends))
    before = json.loads(RESULTS.read_bytes()) if RESULTS.is_file() else {}
    facts = joined(before, asked.ends, f"{datetime.now(UTC):%Y-%m-%d}", found)
    RESULTS.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(
        between(PAGE.read_text(encoding="utf-8"), BEGIN, END, section(facts)), encoding="utf-8"
    )
    print(section(facts))
    for room in found.values():
        print(*room["missed"], sep="\n")
    return int(noticed(found) < WANTED)


def joined(before: Parts, ends: str, date: str, rooms: Found) -> dict[str, dict[str, Any]]:
    """Return what parts gave, by what their numbers end in.

    A newer one takes the place of those that it shares mutants with.

    >>> joined({"7": {}, "17": {}}, "3", "2026-11-22", {}).keys()
    dict_keys(['17', '3', '7'])
    >>> joined({"17": {}, "3": {}}, "7", "2026-11-22", {}).keys()
    dict_keys(['3', '7'])
    """
    kept = {
        name: part
        for name, part in before.items()
        if not name.endswith(ends) and not ends.endswith(name)
    }
    return dict(sorted({**kept, ends: {"date": date, "rooms": rooms}}.items()))


def summed(parts: Parts) -> dict[str, dict[str, Any]]:
    """Return by room what all parts gave."""
    rooms: dict[str, dict[str, Any]] = {}
    for part in parts.values():
        for name, room in part["rooms"].items():
            total = rooms.setdefault(name, {"tried": 0, "noticed": 0, "missed": []})
            for key in total:
                total[key] += room[key]
    return dict(sorted(rooms.items(), key=lambda one: ROOMS.index(one[0])))


def statuses(folder: Path, ends: str = "") -> Iterator[tuple[str, str]]:
    """Yield each mutant that was tried by its name, with what came of it in mutmut's words."""
    from mutmut.stats import status_by_exit_code

    for path in sorted(folder.rglob("*.meta")):
        for name, code in json.loads(path.read_bytes())["exit_code_by_key"].items():
            if code is not None and name.endswith(ends):
                yield name, status_by_exit_code[code]


def tallied(found: Iterator[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Return by room how many mutants were tried and noticed, and the names of the others.

    >>> tallied(iter([("analysis.checks.x.f__mutmut_1", "killed"),
    ...     ("analysis.checks.x.f__mutmut_2", "survived")]))
    {'checks': {'tried': 2, 'noticed': 1, 'missed': ['analysis.checks.x.f__mutmut_2: survived']}}
    """
    tried: Counter[str] = Counter()
    missed: dict[str, list[str]] = {}
    for name, status in found:
        room = name.split(".")[1]
        tried[room] += 1
        missed.setdefault(room, [])
        if status not in NOTICED:
            missed[room].append(f"{name}: {status}")
    return {
        room: {
            "tried": tried[room],
            "noticed": tried[room] - len(missed[room]),
            "missed": missed[room],
        }
        for room in sorted(tried, key=ROOMS.index)
    }


def noticed(rooms: Found) -> float:
    """Return the percentage of mutants that a test noticed."""
    tried = sum(room["tried"] for room in rooms.values())
    return 100 * sum(room["noticed"] for room in rooms.values()) / tried if tried else 0.0


def section(parts: Parts) -> str:
    """Return what came of it in words and a table."""
    rooms = summed(parts)
    dates = sorted({part["date"] for part in parts.values()})
    ends = [name for name in parts if name]
    part = f"a part, those whose number ends in {', '.join(ends)}"
    which = part if ends and set(ends) != set("0123456789") else "all"
    rows = [
        f"| {name} | {room['tried']} | {room['noticed']} | {_percent(room)} |"
        for name, room in rooms.items()
    ]
    return "\n".join(
        [
            f"Run on {', '.join(dates)}; tried: {which}. "
            f"**{noticed(rooms):.1f} % were noticed by a test** (wanted: {WANTED} %).",
            "",
            "| room | mutants tried | noticed | share |",
            "|---|---|---|---|",
            *rows,
        ]
    )


def _percent(room: Mapping[str, Any]) -> str:
    return f"{100 * room['noticed'] / room['tried']:.1f} %"


if __name__ == "__main__":
    sys.exit(main())
