"""The source documents, which lie beside the checkout and are no part of it."""

from __future__ import annotations

from pathlib import Path

import pytest

DOCUMENTS = Path(__file__).resolve().parents[2] / "shared" / "seeds"

needs_documents = pytest.mark.skipif(
    not DOCUMENTS.is_dir(),
    reason="the source documents are not at ../shared/seeds beside this checkout",
)
