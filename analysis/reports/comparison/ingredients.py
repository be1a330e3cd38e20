"""What two runs were made of: their inputs, their clean tables, their checks, their versions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from analysis.checks.results import RESULTS
from analysis.files import parsed_json
from analysis.reports.comparison.limits import UNREADABLE, Limits
from analysis.reports.comparison.records import CheckChange, How, ItemChange, Side
from analysis.reports.comparison.runs import CLEAN, DATA, Run, clean_files
from analysis.reports.comparison.tables import Tables, read_tables

_CHECKS = f"checks/{RESULTS}"


def tables_of(old: Run, new: Run, limits: Limits) -> tuple[Tables, Tables]:
    """Return the clean tables of two runs as far as both have kept them."""
    differing = [
        f"{CLEAN}/{path.removeprefix(DATA)}"
        for path in dict.fromkeys((*old.manifest["inputs"], *new.manifest["inputs"]))
        if path.startswith(DATA)
        and old.manifest["inputs"].get(path) != new.manifest["inputs"].get(path)
    ]
    sides: tuple[tuple[Side, Run], ...] = (("before", old), ("after", new))
    lacking = [side for side, run in sides if not (run.folder / CLEAN).is_dir()]
    for side in lacking:
        limits.add(side, "no_tables", *differing)
    if lacking:
        return {}, {}
    read = {}
    for side, run in sides:
        read[side], unreadable = read_tables(run.folder / CLEAN)
        limits.add(side, "unreadable", *(f"{CLEAN}/{name}" for name in unreadable))
    lost = {
        path.removeprefix(f"{CLEAN}/").removesuffix(".csv")
        for side, run in sides
        for path in clean_files(run)
        if path.removeprefix(f"{CLEAN}/").removesuffix(".csv") not in read[side]
    }
    before, after = (
        {name: table for name, table in read[side].items() if name not in lost} for side, _ in sides
    )
    return before, after


def inputs(old: Run, new: Run, told: Collection[str]) -> Iterator[ItemChange]:
    """Yield the files that went in and are others, the clean tables last.

    Parameters
    ----------
    told : the clean tables whose differences are told row by row.
    """
    changes = list(_items(old.manifest["inputs"], new.manifest["inputs"]))
    for change in sorted(changes, key=lambda change: change.name.startswith(DATA)):
        if change.name.removeprefix(DATA).removesuffix(".csv") not in told:
            yield change


def versions(old: Run, new: Run) -> Iterator[ItemChange]:
    """Yield the versions that differ: the package, Python, the lock, then every other package."""
    own = str(new.manifest.get("package", {}).get("name", ""))
    yield from _items(*(_made_with(run, own) for run in (old, new)))
    yield from _items(
        *({name: version for name, version in run.manifest.get("packages", {}).items()
           if name != own} for run in (old, new))
    )  # fmt: skip


def checks(old: Run, new: Run, limits: Limits) -> Iterator[CheckChange]:
    """Yield the expectations that are met now and were not, or by other rows; those first."""
    before, after = _expectations(old, "before", limits), _expectations(new, "after", limits)
    if before is None or after is None:
        return
    changes = [
        change
        for key in dict.fromkeys((*after, *before))
        if (change := _check(key, before.get(key), after.get(key)))
    ]
    yield from sorted(changes, key=lambda change: not change.turned)


def _items(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[ItemChange]:
    for name in sorted({*old, *new}, key=str.lower):
        if old.get(name) != new.get(name):
            how: How = "added" if name not in old else "removed" if name not in new else "changed"
            yield ItemChange(name, how, old.get(name), new.get(name))


def _made_with(run: Run, own: str) -> dict[str, str]:
    """Return the versions of what every run is made with, by their names."""
    found = {
        own: run.facts.version,
        "Python": str(run.manifest.get("python", "")),
        "requirements.lock": str(run.manifest.get("lock_sha256", ""))[:12],
    }
    return {name: version for name, version in found.items() if name and version}


def _expectations(
    run: Run, side: Side, limits: Limits
) -> dict[tuple[str, str], Mapping[str, Any]] | None:
    """Return the results of a run's expectations by table and key; None if there are none."""
    if not (run.folder / _CHECKS).is_file():
        limits.add(side, "missing", _CHECKS)
        return None
    try:
        found = parsed_json(run.read(_CHECKS))["expectations"]
        return {(str(one["table"]), str(one["key"])): one for one in found}
    except UNREADABLE:
        limits.add(side, "unreadable", _CHECKS)
        return None


def _check(
    key: tuple[str, str], old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> CheckChange | None:
    """Return how an expectation differs; None if as many rows as before do not meet it."""
    left, right = _counts(old), _counts(new)
    shown = new or old
    turned = bool(old and new and old["success"] != new["success"])
    unmet = left[0] != right[0] if left and right else True
    if shown is None or not (turned or unmet):
        return None
    return CheckChange(
        table=key[0],
        key=key[1],
        severity=str(shown["severity"]),
        note=str(shown["note"]),
        how="added" if old is None else "removed" if new is None else "changed",
        old=left,
        new=right,
        met=bool(shown["success"]),
        turned=turned,
    )


def _counts(one: Mapping[str, Any] | None) -> tuple[int, int] | None:
    return None if one is None else (int(one["unexpected"]), int(one["rows"]))
