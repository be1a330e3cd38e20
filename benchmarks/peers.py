"""Peers: an environment of their own, made once from pinned files with their digests.

It lies outside the checkout, in the user's cache, under the digest of what is pinned.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

PINNED = Path(__file__).parent / "peers.txt"


def folder() -> Path:
    """Return the folder of the peers' environment; it is made if there is none yet."""
    pinned = hashlib.sha256(PINNED.read_bytes()).hexdigest()[:12]
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = caches / "georgia-midterm-evaluation" / f"peers-{platform_name()}-{pinned}"
    if not (place / "ready").is_file():
        print(f"Setting up the peers' environment (once): {PINNED.name} ...", flush=True)
        shutil.rmtree(place, ignore_errors=True)
        _make(place)
        (place / "ready").touch()
    return place


def platform_name() -> str:
    """Return what an environment cannot be shared across."""
    return f"{sys.implementation.cache_tag}-{sys.platform}"


def _make(place: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(place)], check=True)
    # Nothing is resolved anew: what peers.txt leaves out on purpose would be asked for.
    words = "-m pip install -qq --no-deps --require-hashes --only-binary :all: -r"
    subprocess.run([str(place / "bin" / "python"), *words.split(), str(PINNED)], check=True)


def program(name: str) -> str:
    """Return the path of one of the peers' programs."""
    return str(folder() / "bin" / name)
