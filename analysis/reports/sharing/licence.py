"""The licence and the authors of what is shared, as every record names them."""

from __future__ import annotations

LICENCE = "CC-BY-4.0"
"""The SPDX identifier; ``LICENSE-DATA`` says what it covers."""

LICENCE_TITLE = "Creative Commons Attribution 4.0 International"
LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"

AUTHORS = "The georgia-midterm-evaluation contributors"
PROJECT = "georgia-midterm-evaluation"
