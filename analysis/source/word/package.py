"""The package of a Word document: a zip file of parts, opened only if it is what it should be."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from analysis.errors import DocumentError, Problem
from analysis.reading import unzipped

UNPACKED = 100_000_000
"""Bytes of a Word document, unpacked, that are read at most."""

RATIO = 400
"""How many times as large as the file it may be when it is unpacked."""

PARTS = 5_000
"""Parts of a Word document at most."""

DEEPEST = 100
"""Elements one in the other at most; more would be gone through call by call until none is left."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DOCTYPES = [
    mark.encode(code)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for code in ("ascii", "utf-16-le", "utf-16-be")
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"


_BY_NAME = (
    (
        "_rels/.rels",
        b"purl.oclc.org/ooxml",
        "the document is Strict Open XML",
        "save it as Word document (.docx)",
    ),
    (
        "[Content_Types].xml",
        b"macroEnabled",
        "the document holds macros",
        "save it as Word document without macros (.docx)",
    ),
    (
        "[Content_Types].xml",
        b"wordprocessingml.template.main",
        "the document is a template",
        "open it in Word and save what it makes as Word document (.docx)",
    ),
)
"""Where a kind of document that is not read shows, and what is said of it."""


@dataclass(frozen=True)
class Package:
    """The parts of a Word document that say something, as trees; ``None`` where it has none."""

    name: str
    body: Any
    numbering: Any
    styles: Any
    notes: tuple[tuple[str, Any], ...]
    """Footnotes, endnotes, comments, headers and footers: what it is, and its tree."""
    embedded: tuple[str, ...]
    """The names of parts that are no text: pictures, other documents."""


def open_package(content: bytes, name: str) -> Package:
    """Return the parts of a Word document.

    Raises
    ------
    DocumentError
        It is no Word document that can be read safely; the message says what it is.
    """
    _refuse_others(content, name)
    names = _examined(content, name)
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE as KINDS

    try:
        part = docx.Document(io.BytesIO(content)).part
        related = [one for one in part.rels.values() if not one.is_external]
        parts = [(one.reltype, _root(one.target_part)) for one in related]
        root = part.element
    # What a misshapen package raises is whatever the first line that minds it raises.
    except Exception as error:
        raise _damaged(name, f"{type(error).__name__}: {error}") from error
    _refuse_deep([root, *(tree for _, tree in parts)], name)

    def first(kind: str) -> Any:
        return next((tree for one, tree in parts if one == kind and tree is not None), None)

    body = root.find(f"{W}body")
    if body is None:
        raise _damaged(name, "it has no body")
    told = {
        KINDS.FOOTNOTES: "footnote",
        KINDS.ENDNOTES: "endnote",
        KINDS.COMMENTS: "comment",
        KINDS.HEADER: "header",
        KINDS.FOOTER: "footer",
    }
    notes = tuple((told[kind], tree) for kind, tree in parts if kind in told and tree is not None)
    others = tuple(sorted(one for one in names if "/media/" in one or "/embeddings/" in one))
    return Package(name, body, first(KINDS.NUMBERING), first(KINDS.STYLES), notes, others)


def _root(part: Any) -> Any:
    """Return the tree of a part; python-docx leaves those that it does not know unread."""
    from docx.opc.part import XmlPart
    from docx.oxml.parser import parse_xml

    if isinstance(part, XmlPart):
        return part.element
    return parse_xml(part.blob) if part.content_type.endswith("+xml") else None


def _refuse_others(content: bytes, name: str) -> None:
    """Refuse by name what is called a Word document and is something else."""
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise _refused(
                name,
                "the document is protected by a password",
                "open it in Word, take the password out (File, Info, Protect Document, Encrypt "
                "with Password, leave it empty), and save it",
            )
        raise _refused(
            name,
            "the document is in the old format of Word (.doc)"
            if _OLD_WORD in content
            else "the document is in an old format of Office, not .docx",
            "open it in Word or LibreOffice and save it as .docx, or: soffice --headless "
            "--convert-to docx FILE",
        )
    if content.startswith(b"{\\rtf"):
        raise _refused(name, "the document is RTF, not .docx", "save it as .docx")
    if not content.startswith(b"PK"):
        raise _refused(
            name, "the document is no .docx file", 'a text is described with format = "text"'
        )


def _examined(content: bytes, name: str) -> list[str]:
    """Return the names of a package's parts, once all of them are small, plain and inert."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            _refuse_large(members, len(content), name)
            for member in members:
                _refuse_hostile(packed, member, name)
    except (
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError,
        UnicodeError, ValueError, OverflowError, OSError,
    ) as error:  # fmt: skip
        raise _damaged(name, str(error)) from error
    names = [member.filename for member in members]
    _refuse_macros(names, name)
    if len(set(names)) < len(names):
        raise _damaged(name, "two parts have one name")
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise _refused(name, "the document is a zip file, but no .docx file", "")
    return names


def _refuse_large(members: list[zipfile.ZipInfo], packed: int, name: str) -> None:
    unpacked = sum(member.file_size for member in members)
    most = min(UNPACKED, RATIO * packed)
    if len(members) > PARTS or unpacked > most:
        raise DocumentError(
            Problem(
                "the document is too large when it is unpacked",
                name,
                found=f"{len(members)} parts, {unpacked} bytes",
                expected=f"at most {PARTS} parts, {most} bytes",
                advice="open it in Word and save it again without its pictures",
            )
        )


def _refuse_hostile(packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> None:
    if member.flag_bits & 1:
        raise _refused(name, f"{member.filename} is encrypted", "save it without a password")
    if member.compress_type not in _KINDS:
        raise _damaged(name, f"{member.filename} is packed in a way that Word does not use")
    content = unzipped(packed, member)
    for place, mark, what, advice in _BY_NAME:
        if member.filename == place and mark in content:
            raise _refused(name, what, advice)
    if member.filename.endswith((".xml", ".rels")) and any(mark in content for mark in _DOCTYPES):
        raise _refused(
            name,
            f"{member.filename} declares entities, which no Word document does",
            "ask for the document again; do not open this one",
        )


def _refuse_macros(names: list[str], name: str) -> None:
    macros = [one for one in names if one.lower().endswith(("vbaproject.bin", "vbadata.xml"))]
    if macros or name.lower().endswith((".docm", ".dotm")):
        raise _refused(
            name,
            "the document holds macros",
            "save it as Word document without macros (.docx)",
            found=", ".join(macros) or name,
        )


def _refuse_deep(trees: list[Any], name: str) -> None:
    for tree in trees:
        if tree is None:
            continue
        if tree.getroottree().docinfo.doctype:
            raise _damaged(name, "a part declares a document type")
        if str(tree.tag).startswith(_STRICT):
            raise _refused(
                name, "the document is Strict Open XML", "save it as Word document (.docx)"
            )
        if _depth(tree) > DEEPEST:
            raise _damaged(name, f"its elements are nested more than {DEEPEST} deep")


def _depth(tree: Any) -> int:
    """Return how deeply a tree's elements are nested, up to one more than they may be."""
    depth, level = 0, [tree]
    while level and depth <= DEEPEST:
        depth, level = depth + 1, [below for one in level for below in one]
    return depth


def _damaged(name: str, reason: str) -> DocumentError:
    return DocumentError(
        Problem(
            f"the document is damaged: {reason[:200]}",
            name,
            advice="open it in Word, save it again as .docx, and try that; or ask for it again",
        )
    )


def _refused(name: str, what: str, advice: str, found: str | None = None) -> DocumentError:
    return DocumentError(Problem(what, name, found=found, advice=advice))
