"""Files that are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only its owner may read; it is at `path` once it is whole and on the disk, or not at all."""
    if path.exists():
        raise click.ClickException(f"{path} is there already. Choose another name.")
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        partial.replace(path)
        _sync(path.absolute().parent)
    finally:
        partial.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
