"""Packages: the files that backups and archives are kept in."""

import io
from pathlib import Path

import pytest

from crescendo.transfer.package import Package, PackageWriter, Unsound

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="This system does not list open files.")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A package with one member of two rows."""
    made = io.BytesIO()
    writer = PackageWriter(made, kind="shelf", version=1)
    writer.add("rows.jsonl", [b'{"id": 1}\n{"id": 2}\n'])
    writer.finish()
    path = tmp_path / "shelf.zip"
    path.write_bytes(made.getvalue())
    return path


def test_file_is_closed_with_the_package_even_while_a_member_is_half_read(file: Path) -> None:
    with Package(file, kind="shelf", version=1) as package:
        rows = package.rows("rows.jsonl")
        assert next(rows) == {"id": 1}
    assert str(file) not in open_files()


def test_file_that_is_refused_is_closed(file: Path) -> None:
    with pytest.raises(Unsound, match="is no wardrobe"):
        Package(file, kind="wardrobe", version=1)
    assert str(file) not in open_files()


def open_files() -> set[str]:
    """Where the open files of this process are."""
    found = set()
    for descriptor in Path("/proc/self/fd").iterdir():
        try:
            found.add(str(descriptor.readlink()))
        except FileNotFoundError:  # the one that listed them
            continue
    return found
