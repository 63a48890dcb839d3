"""A file that holds many others and vouches for each: a ZIP whose last member, the manifest, has sizes and SHA-256.

It is written and read as a stream: a member is in memory a piece at a time. The same content makes the same bytes, as
members carry no times. Reading trusts nothing: not a name, a size or a number that the file itself says.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

MANIFEST = "manifest.json"
LARGEST_MANIFEST = 512 * 1024 * 1024
PIECE = 1024 * 1024
LONGEST_LINE = 256 * 1024 * 1024
_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)  # the first moment that a ZIP can say
_PACKED = (".json", ".jsonl", ".csv", ".md", ".txt")  # pictures are packed as they are
_ENCRYPTED = 0x1
Progress = Iterator[int]  # how many bytes or rows were done since the last


class Unsound(Exception):
    """The file is not what it should be. The message tells the operator in a sentence."""


class PackageWriter:
    """Writes a package to `file`, which need not be able to go back."""

    def __init__(self, file: IO[bytes], *, kind: str, version: int) -> None:
        self._zip = ZipFile(file, "w")
        self._facts: dict[str, Any] = {"format": kind, "version": version}
        self._files: dict[str, dict[str, Any]] = {}

    def add(self, name: str, pieces: Iterable[bytes]) -> int:
        """Add a member; how many bytes it has."""
        return sum(self.adding(name, pieces))

    def adding(self, name: str, pieces: Iterable[bytes]) -> Progress:
        """Add a member, yielding the bytes that were taken in, so that they can be sent on in between."""
        if name in self._files:
            raise ValueError(f"{name} is there already.")
        digest, size, told = hashlib.sha256(), 0, 0
        with self._zip.open(_member(name), "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
                if size - told >= PIECE:
                    yield size - told
                    told = size
        self._files[name] = {"size": size, "sha256": digest.hexdigest()}
        yield size - told

    def finish(self, **facts: Any) -> None:
        """Write the manifest, with `facts` beside the members, and end the file."""
        manifest = {**self._facts, **facts, "files": self._files}
        text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
        with self._zip.open(_member(MANIFEST), "w") as member:
            member.write(text.encode())
        self._zip.close()


def _member(name: str) -> ZipInfo:
    info = ZipInfo(name, _BEGINNING_OF_TIME)
    info.compress_type = ZIP_DEFLATED if name.endswith(_PACKED) else ZIP_STORED
    info.external_attr = 0o600 << 16
    info.create_system = 3  # Unix, wherever it is made
    return info


class Package:
    """A package that is read. `facts` are what its manifest says beside the members."""

    def __init__(self, path: Path, *, kind: str, version: int) -> None:
        """Opens the file and compares the list of its members with the manifest; `Unsound` when that fails."""
        self._file = path.open("rb")
        try:
            self._zip = ZipFile(self._file)
            self._read_manifest(kind, version)
        except (BadZipFile, OSError, ValueError) as error:
            self._file.close()
            raise Unsound(f"{path} cannot be read: it is no ZIP file, or was cut off. ({error})") from error
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> "Package":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file, which a ZIP alone would leave open while a member is half read."""
        self._file.close()

    @property
    def names(self) -> list[str]:
        """The members but for the manifest, in the order of their names."""
        return sorted(self._files)

    @property
    def size(self) -> int:
        """How many bytes all members have."""
        return sum(size for size, _sha256 in self._files.values())

    def check(self) -> Progress:
        """Read every member and compare it with the manifest; yields bytes. `Unsound` names the first that differs."""
        for name in self._files:
            for piece in self.pieces(name):
                yield len(piece)

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content of a member, which is `Unsound` at the latest with its last piece if it is not what it was."""
        size, sha256 = self._files[name]
        digest, seen = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as member:
                while piece := member.read(PIECE):
                    seen += len(piece)
                    if seen > size:
                        break
                    digest.update(piece)
                    yield piece
        except (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
            raise Unsound(f"{name} in the file is damaged: {error}.") from error
        if seen != size or digest.hexdigest() != sha256:
            raise Unsound(f"{name} in the file is not what the manifest says: it was changed or damaged.")

    def content(self, name: str, *, most: int) -> bytes:
        """The whole content of a member that has at most so many bytes."""
        if self._files[name][0] > most:
            raise Unsound(f"{name} in the file is larger than it can be.")
        return b"".join(self.pieces(name))

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The objects in a member that has one in each line."""
        rest = b""
        for piece in self.pieces(name):
            *lines, rest = (rest + piece).split(b"\n")
            if len(rest) > LONGEST_LINE:
                raise Unsound(f"{name} in the file has a line without an end.")
            for line in lines:
                yield _object(name, line)
        if rest:
            raise Unsound(f"{name} in the file ends within a line.")

    def _read_manifest(self, kind: str, version: int) -> None:
        members = {info.filename: info for info in self._zip.infolist()}
        if MANIFEST not in members or members[MANIFEST].file_size > LARGEST_MANIFEST:
            raise Unsound("The file has no manifest: it was not written by Crescendo, or not to its end.")
        try:
            with self._zip.open(MANIFEST) as opened:
                manifest = json.loads(opened.read(LARGEST_MANIFEST))
            self._files = _vouched_for(manifest.pop("files"))
            self.facts: Mapping[str, Any] = manifest
        except (BadZipFile, zlib.error, EOFError, ValueError, KeyError, TypeError, AttributeError, OSError) as error:
            raise Unsound("The manifest of the file cannot be read: the file is damaged.") from error
        except (RuntimeError, NotImplementedError) as error:
            raise Unsound("The manifest of the file is packed in a way that is not ours.") from error
        if self.facts.get("format") != kind:
            raise Unsound(f"The file is no {kind}, but says that it is “{str(self.facts.get('format'))[:40]}”.")
        if self.facts.get("version") != version:
            raise Unsound("The file was written by a newer version of Crescendo. Install that first.")
        self._compare(list(members.values()))

    def _compare(self, members: list[ZipInfo]) -> None:
        """The members must be exactly those of the manifest, as large as it says, and packed as we pack."""
        if len(self._zip.infolist()) != len(members):
            raise Unsound("The file holds two members of the same name.")
        held = {info.filename for info in members} - {MANIFEST}
        for name in sorted(held - set(self._files)):
            raise Unsound(f"The file holds {name[:200]!r}, which its manifest does not know.")
        for name in sorted(set(self._files) - held):
            raise Unsound(f"The file lacks {name[:200]!r}, which its manifest names.")
        for info in members:
            is_ours = info.compress_type in {ZIP_STORED, ZIP_DEFLATED} and not info.flag_bits & _ENCRYPTED
            if not is_ours or (info.filename != MANIFEST and info.file_size != self._files[info.filename][0]):
                raise Unsound(f"{info.filename} in the file is not as large as the manifest says, or oddly packed.")


def _vouched_for(files: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[int, str]]:
    return {name: (int(facts["size"]), str(facts["sha256"])) for name, facts in files.items()}


def _object(name: str, line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise Unsound(f"{name} in the file has a line that cannot be read.") from error
    if not isinstance(value, dict):
        raise Unsound(f"{name} in the file has a line that is no row.")
    return value
