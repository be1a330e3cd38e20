"""Copies: runs of words that a bundle has in common with a source document."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.cleaning.notation import is_number_word
from analysis.errors import Problem
from analysis.reports.gate.content import Block, Content
from analysis.source.fingerprints import RUN, Fingerprints, marks, words


def copies(content: Content, fingerprints: Fingerprints) -> Iterator[Problem]:
    """Yield the places where a run of words of a document begins.

    What is seen and what is hidden are read apart, each across the ends of its blocks: a
    sentence stays a copy when a line, a page or a cell ends within it.
    """
    for hidden in (False, True):
        blocks = [block for block in content.blocks if block.hidden == hidden]
        yield from _in_order(content.file, blocks, fingerprints.marks)


def _in_order(file: str, blocks: list[Block], known: frozenset[str]) -> Iterator[Problem]:
    found: list[str] = []
    places: list[str] = []
    for block in blocks:
        here = words(block.text, is_number_word)
        found += here
        places += [block.place] * len(here)
    at, every = 0, marks(found)
    while at < len(every):
        if every[at] not in known:
            at += 1
            continue
        end = at
        for later in range(at, len(every)):
            if later > end + RUN:
                break
            end = later if every[later] in known else end
        yield Problem(
            f"{end - at + RUN} words or more in a row are those of a source document",
            f"{file}, {places[at]}",
            found=" ".join(found[at : at + 3]) + " …",
            advice="say it in words of our own, or quote less than a clause",
        )
        at = end + RUN
