"""A file system that is soon full."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SIZE = "size=4m"


@contextmanager
def small_disk(place: Path) -> Iterator[Path]:
    """A disk of its own at `place`; whoever may not mount one skips the test."""
    place.mkdir()
    try:
        subprocess.run(["mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", place], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("Nobody here may mount a small file system.")
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room that is left."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4096, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    return filler
