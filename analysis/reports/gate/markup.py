"""Reading HTML, SVG and XML: visible text, attributes, comments, observations."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from xml.parsers import expat

from analysis.reports.gate.content import Content, Link

_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "i", "ins",
    "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tspan",
    "u", "var", "wbr",
})  # fmt: skip
"""Elements that do not end the sentence that they stand in."""

_ADDRESSES = {"href", "src", "action", "formaction", "poster", "data", "background", "cite"}
_FOLLOWED = {"a", "area"}
"""Elements whose address is gone to by a reader who asks for it; all others load theirs."""

_URL = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
_REFRESH = re.compile(r"url\s*=\s*([^;]+)", re.IGNORECASE)

_FETCHED = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "manifest"}
"""What a page's head may be related to that a browser fetches unasked."""


class Gatherer:
    """Makes the content of a file out of elements, text and comments as they come."""

    def __init__(self, content: Content, inline: Iterable[str] = _INLINE):
        self.content = content
        self._inline = frozenset(inline)
        self._text: list[str] = []
        self._since = 1
        self._style = ""
        self._series: list[str] = []
        self._observed: list[str] | None = None

    def start(self, name: str, attributes: list[tuple[str, str]], line: int) -> None:
        """Take the beginning of an element."""
        name = name.rpartition(":")[2]
        if name not in self._inline:
            self.flush(line)
        self._style = name if name in ("style", "script") else ""
        related = set(dict(attributes).get("rel", "").split())
        loads = name not in _FOLLOWED and (name != "link" or bool(related & _FETCHED))
        for key, value in attributes:
            self._attribute(name, key.rpartition(":")[2], value, line, loads=loads)
        said = " ".join(f"{key}={value}" for key, value in attributes if value)
        if said:
            self.content.say(f"line {line}, {name}", said, hidden=True)
        values = [value for key, value in attributes if key != "id" and not _is_place(key)]
        if name == "Series":
            self._series = []
        if name == "Obs":
            self._observed = []
        if self._observed is not None:
            self._observed += values
        else:
            self._series += values

    def _attribute(self, name: str, key: str, value: str, line: int, *, loads: bool) -> None:
        place = f"line {line}, {name}"
        if key in ("id", "name", "anchor"):
            self.content.anchors.add(value)
        if key in _ADDRESSES and not (key == "data" and name != "object"):
            self._link(place, value, loads=loads)
        if key == "srcset":
            for part in value.split(","):
                self._link(place, part.split()[0] if part.split() else "", loads=True)
        if key == "content" and (found := _REFRESH.search(value)) and name == "meta":
            self._link(place, found[1], loads=True)
        for found in _URL.finditer(value):
            self._link(place, found[1] or found[2], loads=True)

    def _link(self, place: str, target: str, *, loads: bool) -> None:
        self.content.links.append(Link(place, target.strip(), loads))

    def end(self, name: str, line: int) -> None:
        """Take the end of an element."""
        name = name.rpartition(":")[2]
        if name not in self._inline:
            self.flush(line)
        self._style = ""
        if name == "Obs" and self._observed is not None:
            self.content.row(f"line {line}", [*self._series, *self._observed])
            self._observed = None

    def text(self, data: str, line: int) -> None:
        """Take text: visible, unless it is of a style or script."""
        if self._style:
            self.content.say(f"line {line}, {self._style}", data, hidden=True)
            for found in _URL.finditer(data):
                self._link(f"line {line}, {self._style}", found[1] or found[2], loads=True)
            return
        if not self._text:
            self._since = line
        self._text.append(data)
        if self._observed is not None:
            self._observed.append(data.strip())

    def aside(self, kind: str, data: str, line: int) -> None:
        """Take a comment, a declaration or an instruction: hidden, it ends nothing."""
        self.content.say(f"line {line}, {kind}", data, hidden=True)

    def flush(self, line: int) -> None:
        """End a block of visible text."""
        self.content.say(f"line {self._since}", "".join(self._text))
        self._text = []
        self._since = line


def _is_place(attribute: str) -> bool:
    """Return whether an attribute's numbers count no one: a line of a document."""
    return attribute.upper().endswith("_LINE")


class _Page(HTMLParser):
    def __init__(self, gatherer: Gatherer):
        super().__init__(convert_charrefs=True)
        self._to = gatherer

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._to.start(tag, [(key, value or "") for key, value in attrs], self.getpos()[0])

    def handle_endtag(self, tag: str) -> None:
        self._to.end(tag, self.getpos()[0])

    def handle_data(self, data: str) -> None:
        self._to.text(data, self.getpos()[0])

    def handle_comment(self, data: str) -> None:
        self._to.aside("comment", data, self.getpos()[0])

    def handle_decl(self, decl: str) -> None:
        self._to.aside("declaration", decl, self.getpos()[0])

    def handle_pi(self, data: str) -> None:
        self._to.aside("instruction", data, self.getpos()[0])

    def unknown_decl(self, data: str) -> None:
        self._to.aside("declaration", data, self.getpos()[0])


def read_html(content: Content, text: str) -> None:
    """Read a page; a browser's leniency with broken markup is the parser's too."""
    gatherer = Gatherer(content)
    page = _Page(gatherer)
    page.feed(text)
    page.close()
    gatherer.flush(0)


def read_xml(content: Content, data: bytes, inline: Iterable[str] = _INLINE) -> None:
    """Read XML; what is not well-formed, or declares an entity, is a fault.

    A declared entity can stand for a file, an address or a gigabyte.
    """
    gatherer = Gatherer(content, inline)
    parser = expat.ParserCreate(namespace_separator=None)
    parser.ordered_attributes = True
    parser.buffer_text = True

    def line() -> int:
        return int(parser.CurrentLineNumber)

    def start(name: str, attributes: list[str]) -> None:
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        gatherer.start(name, list(pairs), line())

    def entity(name: str, *_others: object) -> None:
        raise ValueError(f"the entity {name!r} is declared")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: gatherer.end(name, line())
    parser.CharacterDataHandler = lambda text: gatherer.text(text, line())
    parser.CommentHandler = lambda text: gatherer.aside("comment", text, line())
    parser.ProcessingInstructionHandler = lambda target, text: gatherer.aside(
        "instruction", f"{target} {text}", line()
    )
    parser.StartDoctypeDeclHandler = lambda name, system, public, _inner: gatherer.aside(
        "declaration", " ".join(filter(None, (name, public, system))), line()
    )
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        content.fault(f"line {line()}", f"not XML that can be read: {error}")
    gatherer.flush(0)
