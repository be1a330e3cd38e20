"""The descriptor of a data package, held to what ours say, before anything follows it.

The standard lets a descriptor name profiles and schemas by address, files of any place and any
expression as a pattern: what reads it would fetch, open or compute them. Ours name none of these.
"""

from __future__ import annotations

from typing import Any

from analysis.errors import DataError, Problem
from analysis.files import parsed_json
from analysis.reports.sharing.schemas import DATE

_WORDS = {"type": "string", "maxLength": 10_000}
_NAMES = {"type": "array", "items": _WORDS}
_TABULAR = {"const": "tabular-data-resource"}


def _record(needed: str, others: str = "", /, **kinds: Any) -> dict[str, Any]:
    """Return the schema of an object that has these keys and no others, words if nothing else."""
    names = [*needed.split(), *others.split()]
    return {
        "type": "object",
        "required": needed.split(),
        "properties": {name: kinds.get(name, _WORDS) for name in names},
        "additionalProperties": False,
    }


_FIELD = _record(
    "name type",
    "description constraints",
    type={"enum": ["string", "integer", "number", "boolean"]},
    constraints=_record(
        "",
        "required unique pattern",
        required={"type": "boolean"},
        unique={"type": "boolean"},
        pattern={"const": DATE},
    ),
)
_SCHEMA = _record(
    "fields missingValues",
    "primaryKey foreignKeys",
    fields={"type": "array", "items": _FIELD},
    missingValues={"const": [""]},
    primaryKey=_NAMES,
    foreignKeys={
        "type": "array",
        "items": _record(
            "fields reference",
            fields=_NAMES,
            reference=_record("resource fields", fields=_NAMES),
        ),
    },
)
_RESOURCE = _record(
    "profile name path format mediatype encoding bytes hash schema",
    "title description",
    profile=_TABULAR,
    path={"type": "string", "pattern": r"^(?!/)(?!.*(^|/)\.\.(/|$))[^\\:]+$"},
    format={"const": "csv"},
    mediatype={"const": "text/csv"},
    encoding={"const": "utf-8"},
    bytes={"type": "integer"},
    schema=_SCHEMA,
)
_PACKAGE = _record(
    "profile name resources",
    "title description version dataVersion language created licenses contributors sources keywords",
    profile={"const": "tabular-data-package"},
    resources={"type": "array", "items": _RESOURCE},
    licenses={"type": "array", "items": _record("name title path")},
    contributors={"type": "array", "items": _record("title role")},
    sources={"type": "array", "items": _record("title publisher language")},
    keywords=_NAMES,
)


def named_files(content: bytes, file: str) -> set[str]:
    """Return the files that a descriptor names, once it is one that we could have written.

    Raises
    ------
    DataError
        It is no JSON, or says what ours never do.
    """
    import jsonschema

    try:
        found = parsed_json(content)
    except ValueError as error:
        raise DataError(Problem(f"not JSON that can be read: {error}", file)) from error
    fault = next(jsonschema.Draft202012Validator(_PACKAGE).iter_errors(found), None)
    if fault:
        place = "".join(f"[{one!r}]" for one in fault.absolute_path)
        raise DataError(
            Problem(
                "the data package says what no bundle of ours does",
                f"{file}, ${place}"[:300],
                found=fault.message[:300],
                advice="ask for the bundle again",
            )
        )
    return {resource["path"] for resource in found["resources"]}
