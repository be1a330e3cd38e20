"""The parts of a Word file: what pandoc writes, finished as a ministry's template would have it.

Pandoc makes the paragraphs, lists, tables and links. Paper, styles, language, running head
and page numbers are ours; they are put into its parts here, part by part, as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from string import Template

WIDE = "wide-"
"""How the bookmark around what lies on its side begins."""

LOCALES = {"en": "en-GB", "ka": "ka-GE", "fr": "fr-FR"}
GEORGIAN_FONT, LATIN_FONT = "Sylfaen", "Calibri"
"""Word has both; of its fonts Sylfaen is the one that holds Georgian."""

_SHORT_SIDE, _LONG_SIDE, _MARGIN = 11906, 16838, 1134
"""A4 and its margin of two centimetres, in twentieths of a point."""

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {name} '
    '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_TABLE = re.compile(r"<w:tbl>.*?</w:tbl>", re.DOTALL)
_HEAD = re.compile(r"<w:tr><w:trPr><w:tblHeader.*?</w:tr>", re.DOTALL)
_GRID = re.compile(r'<w:gridCol w:w="(\d+)" />')
_LAST_SECTION = re.compile(r"<w:sectPr>.*?</w:sectPr>", re.DOTALL)
_MARKED = re.compile(
    rf'<w:bookmarkStart w:id="(?P<id>\d+)" w:name="{WIDE}\d+" />(?P<inside>.*?)'
    r'<w:bookmarkEnd w:id="(?P=id)" />',
    re.DOTALL,
)
_RUN = re.compile(
    r"<w:r>(?:<w:rPr>(?P<style><w:rStyle [^>]*/>)?(?P<set>(?:(?!</w:rPr>).)*)</w:rPr>)?"
    r"(?P<words><w:t [^>]*>[^<]*</w:t>)</w:r>"
)
_GEORGIAN = re.compile(r"[\u10a0-\u10ff\u1c90-\u1cbf]")


@dataclass(frozen=True)
class Furniture:
    """What stands around the text of a Word file, in its language."""

    language: str
    title: str
    provenance: str
    page_number: str


def finish(parts: Mapping[str, bytes], around: Furniture) -> dict[str, bytes]:
    """Return the parts of pandoc's file, finished, with ours among them or in their place."""
    locale = LOCALES[around.language]
    edits: dict[str, Callable[[str], str]] = {
        "word/document.xml": lambda text: document(text, around.language),
        "word/settings.xml": lambda text: text.replace('"en-US"', f'"{locale}"'),
        "word/_rels/document.xml.rels": _related,
        "[Content_Types].xml": _typed,
    }
    finished = {
        name: edits[name](part.decode("utf-8")).encode("utf-8") if name in edits else part
        for name, part in parts.items()
    }
    return finished | {name: text.encode("utf-8") for name, text in _ours(around).items()}


def document(text: str, language: str) -> str:
    """Return the text of a file with its tables dressed and its pages laid."""
    text = _TABLE.sub(lambda found: _dressed(found.group()), text)
    text = _LAST_SECTION.sub(_section(_SHORT_SIDE, _LONG_SIDE), text)
    text = _MARKED.sub(lambda found: _turned(found["inside"]), text)
    text = text.replace("</w:sectPr>", "<w:titlePg/></w:sectPr>", 1)
    return text if language == "ka" else _RUN.sub(_in_georgian, text)


def _dressed(table: str) -> str:
    """Return a table in our styles: rows that stay whole, and the width of the page."""
    table = table.replace('<w:pStyle w:val="Compact" />', '<w:pStyle w:val="TableText" />')
    table = _HEAD.sub(lambda row: row.group().replace('"TableText"', '"TableHead"'), table)
    table = table.replace("<w:trPr>", "<w:trPr><w:cantSplit/>")
    table = table.replace("<w:tr><w:tc>", "<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>")
    return _stretched(table, _SHORT_SIDE)


def _stretched(table: str, side: int) -> str:
    """Return a table whose columns take up the line of a page with this side."""
    room = side - 2 * _MARGIN
    whole = sum(map(int, _GRID.findall(table)))
    return _GRID.sub(
        lambda column: f'<w:gridCol w:w="{int(column[1]) * room // max(1, whole)}" />', table
    )


def _turned(inside: str) -> str:
    """Return what lies on its side: what comes before ends its section, and so does this."""
    wide = _TABLE.sub(lambda found: _stretched(found.group(), _LONG_SIDE), inside)
    return f"{_break(_SHORT_SIDE, _LONG_SIDE)}{wide}{_break(_LONG_SIDE, _SHORT_SIDE)}"


def _break(width: int, height: int) -> str:
    """Return the paragraph that ends a section; it takes up no line to speak of."""
    return (
        '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        f"{_section(width, height)}</w:pPr></w:p>"
    )


def _section(width: int, height: int) -> str:
    turned = ' w:orient="landscape"' if width > height else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rIdHeader"/>'
        '<w:footerReference w:type="default" r:id="rIdFooter"/>'
        '<w:footerReference w:type="first" r:id="rIdFooter"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{_MARGIN}" '
        f'w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}" w:header="567" '
        'w:footer="567" w:gutter="0"/></w:sectPr>'
    )


def _in_georgian(run: re.Match[str]) -> str:
    """Return a run in a font that holds Georgian, and in its language, if it is Georgian."""
    if not _GEORGIAN.search(run["words"]):
        return run.group()
    font = "".join(f' w:{place}="{GEORGIAN_FONT}"' for place in ("ascii", "hAnsi", "cs"))
    return (
        f"<w:r><w:rPr>{run['style'] or ''}<w:rFonts{font}/>{run['set'] or ''}"
        '<w:lang w:val="ka-GE"/></w:rPr>'
        f"{run['words']}</w:r>"
    )


def _ours(around: Furniture) -> dict[str, str]:
    """Return the parts that are ours: styles, running head, foot and properties."""
    georgian = around.language == "ka"
    values = {
        "font": GEORGIAN_FONT if georgian else LATIN_FONT,
        "locale": LOCALES[around.language],
        "title": escape(around.title),
        "provenance": escape(around.provenance),
        "numbers": _numbers(around.page_number),
    }
    places = {
        "word/styles.xml": "styles.xml",
        "word/header1.xml": "header.xml",
        "word/footer1.xml": "footer.xml",
        "docProps/core.xml": "core.xml",
    }
    return {place: _template(name, values) for place, name in places.items()}


def _template(name: str, values: Mapping[str, str]) -> str:
    place = files("analysis.reports") / "templates" / "document" / "word" / name
    return Template(place.read_text(encoding="utf-8")).substitute(values)


def _numbers(words: str) -> str:
    """Return the words of a page number with fields that Word fills."""
    fields = {"number": "PAGE", "pages": "NUMPAGES"}
    return "".join(
        _FIELD.format(name=fields[part]) if part in fields
        else f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
        for part in re.split("[{}]", words) if part
    )  # fmt: skip


def _related(text: str) -> str:
    added = "".join(
        f'<Relationship Type="{_RELATION}/{kind}" Id="rId{kind.title()}" Target="{kind}1.xml"/>'
        for kind in ("header", "footer")
    )
    return text.replace("</Relationships>", f"{added}</Relationships>")


def _typed(text: str) -> str:
    added = "".join(
        f'<Override PartName="/word/{kind}1.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for kind in ("header", "footer")
    )
    return text.replace("</Types>", f"{added}</Types>")
