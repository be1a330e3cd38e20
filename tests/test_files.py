from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from checkout import digests

from analysis.errors import ExitCode, StorageError
from analysis.files import (
    csv_text,
    move_folder,
    point_at,
    read_bytes,
    replace_files,
    sha256,
    staging,
    write_text,
)

NOTHING = (
    "Nothing was half-written. "
    "Check the folder's permissions and the free space of its disk, then run again."
)
TOO_LONG = "n" * 256


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def orchard(tmp_path: Path) -> Path:
    """Return a folder that holds one file."""
    folder = tmp_path / "orchard"
    folder.mkdir()
    (folder / "plum.csv").write_bytes(b"old")
    return folder


@contextlib.contextmanager
def refused(folder: Path, reason: str) -> Iterator[None]:
    with pytest.raises(StorageError) as error:
        yield
    assert str(error.value) == f"{folder} cannot be written: {reason}. {NOTHING}"


# --- replacing files ---


def test_files_are_replaced_and_made(orchard: Path) -> None:
    replace_files(orchard, {"plum.csv": b"new", "fig.csv": b"first"})
    assert digests(orchard) == {"plum.csv": b"new", "fig.csv": b"first"}


def test_other_files_are_left_alone(orchard: Path) -> None:
    replace_files(orchard, {"fig.csv": b"first"})
    assert digests(orchard) == {"plum.csv": b"old", "fig.csv": b"first"}


def test_folders_are_made_as_needed(tmp_path: Path) -> None:
    replace_files(tmp_path / "a" / "b", {"c/fig.csv": b"first"})
    assert digests(tmp_path) == {"a/b/c/fig.csv": b"first"}


def test_right_bytes_are_not_written_again(orchard: Path) -> None:
    before = (orchard / "plum.csv").stat()
    replace_files(orchard, {"plum.csv": b"old", "fig.csv": b"first"})
    after = (orchard / "plum.csv").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_nothing_is_left_behind_by_a_replacement(orchard: Path) -> None:
    replace_files(orchard, {"plum.csv": b"new"})
    assert names(orchard) == ["plum.csv"]


def test_text_is_written_as_utf_8(tmp_path: Path) -> None:
    write_text(tmp_path / "fig.txt", "ლეღვი\n")
    assert (tmp_path / "fig.txt").read_bytes() == "ლეღვი\n".encode()


def test_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "orchard").write_bytes(b"a file")
    with refused(tmp_path / "orchard", "File exists"):
        replace_files(tmp_path / "orchard", {"plum.csv": b"new"})


def test_file_on_the_way_to_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "orchard").write_bytes(b"a file")
    with refused(tmp_path / "orchard" / "rows", "Not a directory"):
        replace_files(tmp_path / "orchard" / "rows", {"plum.csv": b"new"})


def test_name_that_no_file_can_have_is_refused(orchard: Path) -> None:
    with refused(orchard, "File name too long"):
        replace_files(orchard, {"plum.csv": b"new", TOO_LONG: b""})


def test_directory_in_the_way_of_a_file_is_refused(orchard: Path) -> None:
    (orchard / "fig.csv").mkdir()
    with refused(orchard, "a folder stands where a file has to be"):
        replace_files(orchard, {"fig.csv": b"first"})


IMPOSSIBLE = {
    "name too long": {"plum.csv": b"new", TOO_LONG: b""},
    "file where a staged folder is needed": {"plum.csv": b"new", "a": b"", "a/b": b""},
}


@pytest.mark.parametrize("contents", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_nothing_is_replaced_if_one_file_cannot_be_staged(
    orchard: Path, contents: dict[str, bytes]
) -> None:
    with pytest.raises(StorageError):
        replace_files(orchard, contents)
    assert digests(orchard) == {"plum.csv": b"old"}


@pytest.mark.parametrize("contents", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_nothing_is_left_behind_by_a_refusal(orchard: Path, contents: dict[str, bytes]) -> None:
    with pytest.raises(StorageError):
        replace_files(orchard, contents)
    assert names(orchard) == ["plum.csv"]


@pytest.mark.parametrize("blocked", ["rows", "rows/fig.csv"])
def test_nothing_is_replaced_if_one_place_is_taken(orchard: Path, blocked: str) -> None:
    if blocked == "rows":
        (orchard / "rows").mkdir()
    else:
        (orchard / "rows").write_bytes(b"a file")
    before = digests(orchard)
    with pytest.raises(StorageError):
        replace_files(orchard, {"plum.csv": b"new", blocked: b"first"})
    assert digests(orchard) == before


def test_staged_files_are_removed_though_a_place_is_taken(orchard: Path) -> None:
    (orchard / "fig.csv").mkdir()
    with pytest.raises(StorageError):
        replace_files(orchard, {"fig.csv": b"first"})
    assert names(orchard) == ["fig.csv", "plum.csv"]


def test_refusal_has_the_exit_code_of_storage(tmp_path: Path) -> None:
    (tmp_path / "orchard").write_bytes(b"a file")
    with pytest.raises(StorageError) as error:
        replace_files(tmp_path / "orchard", {"plum.csv": b"new"})
    assert error.value.exit_code is ExitCode.STORAGE


# --- staging ---


def test_stage_is_a_hidden_folder_inside(orchard: Path) -> None:
    with staging(orchard) as stage:
        assert (stage.parent, stage.is_dir(), stage.name[:9]) == (orchard, True, ".staging-")


def test_stage_is_gone_afterwards(orchard: Path) -> None:
    with staging(orchard) as stage:
        (stage / "deep").mkdir()
        (stage / "deep" / "fig.csv").write_bytes(b"first")
    assert names(orchard) == ["plum.csv"]


def test_stage_is_gone_after_an_error(orchard: Path) -> None:
    with contextlib.suppress(KeyError), staging(orchard) as stage:
        (stage / "fig.csv").write_bytes(b"first")
        raise KeyError
    assert names(orchard) == ["plum.csv"]


def test_two_stages_do_not_meet(orchard: Path) -> None:
    with staging(orchard) as first, staging(orchard) as second:
        assert first != second


def test_finished_folder_is_moved_into_place(tmp_path: Path) -> None:
    with staging(tmp_path) as stage:
        (stage / "run").mkdir()
        (stage / "run" / "fig.csv").write_bytes(b"first")
        move_folder(stage / "run", tmp_path / "2019")
    assert digests(tmp_path) == {"2019/fig.csv": b"first"}


def test_full_folder_is_not_moved_over(tmp_path: Path, orchard: Path) -> None:
    (tmp_path / "run").mkdir()
    with refused(tmp_path, "Directory not empty"):
        move_folder(tmp_path / "run", orchard)


# --- pointing ---


def test_link_points_by_a_relative_path(tmp_path: Path) -> None:
    (tmp_path / "runs" / "2019").mkdir(parents=True)
    point_at(tmp_path / "latest", tmp_path / "runs" / "2019")
    assert (tmp_path / "latest").readlink() == Path("runs/2019")


def test_link_is_pointed_elsewhere(tmp_path: Path) -> None:
    for year in ("2019", "2020"):
        (tmp_path / year).mkdir()
        point_at(tmp_path / "latest", tmp_path / year)
    assert (tmp_path / "latest").resolve() == (tmp_path / "2020").resolve()


def test_pointing_leaves_nothing_else_behind(tmp_path: Path) -> None:
    for year in ("2019", "2020"):
        point_at(tmp_path / "latest", tmp_path / year)
    assert names(tmp_path) == ["latest"]


def test_leftover_of_a_crash_does_not_stop_pointing(tmp_path: Path) -> None:
    (tmp_path / f".staging-latest-{os.getpid()}").symlink_to("gone")
    point_at(tmp_path / "latest", tmp_path / "2019")
    assert names(tmp_path) == ["latest"]


def test_link_in_no_folder_is_refused(tmp_path: Path) -> None:
    with refused(tmp_path / "nowhere", "No such file or directory"):
        point_at(tmp_path / "nowhere" / "latest", tmp_path)


def test_directory_in_the_way_of_a_link_is_refused(orchard: Path) -> None:
    with refused(orchard.parent, "Is a directory"):
        point_at(orchard, orchard.parent / "2019")


def test_refused_link_leaves_nothing_behind(orchard: Path) -> None:
    with pytest.raises(StorageError):
        point_at(orchard, orchard.parent / "2019")
    assert names(orchard.parent) == ["orchard"]


# --- reading ---


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        (b"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        (b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ],
)
def test_sha256_is_that_of_the_bytes(tmp_path: Path, text: bytes, digest: str) -> None:
    (tmp_path / "fig.csv").write_bytes(text)
    assert sha256(tmp_path / "fig.csv") == digest


@pytest.mark.parametrize(
    ("name", "reason"), [("fig.csv", "No such file or directory"), ("", "Is a directory")]
)
def test_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(StorageError) as error:
        read_bytes(tmp_path / name)
    assert str(error.value) == f"{tmp_path / name} cannot be read: {reason}."


def test_digest_of_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as error:
        sha256(tmp_path / "fig.csv")
    assert str(error.value) == f"{tmp_path / 'fig.csv'} cannot be read: No such file or directory."


# --- the form of a CSV file ---


def test_csv_has_a_header_commas_and_line_feeds() -> None:
    rows = [{"fruit": "plum", "value_raw": "12"}, {"fruit": "fig", "value_raw": ""}]
    assert csv_text(("fruit", "value_raw"), rows) == "fruit,value_raw\nplum,12\nfig,\n"


def test_csv_without_rows_is_its_header() -> None:
    assert csv_text(("fruit", "value_raw"), []) == "fruit,value_raw\n"


def test_csv_takes_its_order_from_the_columns() -> None:
    assert csv_text(("b", "a"), [{"a": "1", "b": "2"}]) == "b,a\n2,1\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("578,833", '"578,833"'),
        ('the "fig"', '"the ""fig"""'),
        ("two\nlines", '"two\nlines"'),
        ("=1+1", "=1+1"),
        ("5 500-მდე", "5 500-მდე"),
        ("ლარი ₾", "ლარი ₾"),
    ],
)
def test_csv_quotes_only_what_needs_it(cell: str, written: str) -> None:
    assert csv_text(("a", "b"), [{"a": cell, "b": ""}]) == f"a,b\n{written},\n"


def test_cell_of_an_unknown_column_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^dict contains fields not in fieldnames: 'b'$"):
        csv_text(("a",), [{"a": "1", "b": "2"}])
