"""Opens a package: a zip with a collection, and files under numbers. It is somebody else's.

There may be several collections. `collection.anki21b` is compressed by Zstandard and what new
versions of Anki write; beside it and beside `collection.anki21` lies a `collection.anki2` that
holds one note, which says that Anki is too old. What is taken out of the zip is counted while it
comes out: what it says of its own sizes is not believed.
"""

from __future__ import annotations

import json
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple, cast

from dcnn_cards.deck.anki.protobuf import fields_of, text_in
from dcnn_cards.errors import CardsError

COLLECTIONS = ("collection.anki21b", "collection.anki21", "collection.anki2")
"""The names of collections, the one first that counts where there are several."""

MAX_COLLECTION_BYTES = 1_000_000_000
"""The size of a collection that is read, and of all media together."""

MAX_FILE_BYTES = 100_000_000
"""The size of one file among the media that is taken out, and of their list."""

MAX_FILES = 100_000
"""Files in a package."""

UNSUSPICIOUS_BYTES, MAX_RATIO = 50_000_000, 200
"""Beyond that size a collection is at most so many times as large as it was packed."""

_CHUNK = 1 << 20
_WINDOW_LOG = 27  # the memory that decompressing may take: 128 MB, what `zstd` allows by itself
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, RuntimeError, NotImplementedError,
    ValueError, OSError, UnicodeError, LookupError, TypeError, AttributeError, RecursionError,
    OverflowError,
)  # fmt: skip


class Media(NamedTuple):
    """A file among the media: what it is called in notes, and in the zip."""

    name: str
    entry: str


class Package:
    """An open package. Every method raises CardsError for one that is broken or too large."""

    def __init__(self, path: Path, opened: zipfile.ZipFile) -> None:
        self._path = path
        self._zip = opened
        self._names = set(opened.namelist())
        self.collection = next((name for name in COLLECTIONS if name in self._names), "")
        """The name of the collection that counts."""
        if not self.collection:
            raise CardsError("it holds no collection of Anki", file=path)
        self.decoy = self.collection != COLLECTIONS[-1] and COLLECTIONS[-1] in self._names
        """Whether there is another, which says that Anki is too old."""

    def extract_collection(self, target: Path) -> None:
        """Write the collection that counts to `target`."""
        with self._reporting(), self._entry(self.collection) as entry, target.open("wb") as file:
            compressed = self.collection == COLLECTIONS[0]
            source = _zstd(entry) if compressed else entry
            packed = self._zip.getinfo(self.collection).compress_size
            most = min(MAX_COLLECTION_BYTES, max(UNSUSPICIOUS_BYTES, MAX_RATIO * packed))
            self._copy(source, file, most, "the collection")

    def media(self) -> Mapping[str, Media]:
        """Return the files among the media, by what notes call them."""
        if "media" not in self._names:
            return {}
        with self._reporting(), self._entry("media") as entry:
            data = entry.read(MAX_FILE_BYTES + 1)
            if data.startswith(b"{"):
                listed = json.loads(data)
                pairs = [(str(name), str(number)) for number, name in listed.items()]
            else:
                pairs = list(_listed(self._unpacked(data)))
            return {name: Media(name, number) for name, number in pairs if number in self._names}

    def read(self, media: Media) -> bytes:
        """Return a file among the media."""
        with self._reporting(), self._entry(media.entry) as entry:
            data = entry.read(MAX_FILE_BYTES + 1)
            if self.collection == COLLECTIONS[0]:
                data = self._unpacked(data)
            if len(data) > MAX_FILE_BYTES:
                raise self._too_large(media.name, MAX_FILE_BYTES)
            return data

    def _entry(self, name: str) -> IO[bytes]:
        return self._zip.open(name)

    def _unpacked(self, data: bytes) -> bytes:
        from io import BytesIO

        unpacked = _zstd(BytesIO(data)).read(MAX_FILE_BYTES + 1)
        if len(unpacked) > MAX_FILE_BYTES:
            raise self._too_large("a file", MAX_FILE_BYTES)
        return unpacked

    def _copy(self, source: IO[bytes], target: IO[bytes], most: int, what: str) -> None:
        written = 0
        while data := source.read(_CHUNK):
            written += len(data)
            if written > most:
                raise self._too_large(what, most)
            target.write(data)

    def _too_large(self, what: str, most: int) -> CardsError:
        return CardsError(f"{what} in it is larger than {most // 1_000_000} MB", file=self._path)

    @contextmanager
    def _reporting(self) -> Iterator[None]:
        with reporting_broken(self._path):
            yield


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open the package at `path`. Raises CardsError if it is none, is broken or too large."""
    with reporting_broken(path):
        package = zipfile.ZipFile(path)
    with package:
        if len(package.infolist()) > MAX_FILES:
            raise CardsError(f"it holds more than {MAX_FILES:,} files", file=path)
        yield Package(path, package)


@contextmanager
def reporting_broken(path: Path) -> Iterator[None]:
    """Raise CardsError for what a broken package raises while it is read."""
    try:
        yield
    except CardsError:
        raise
    except FileNotFoundError:
        raise CardsError("there is no such file", file=path) from None
    except _BROKEN as error:
        said = str(error) or type(error).__name__
        raise CardsError(f"it is no package of Anki, or a broken one: {said}", file=path) from error
    except Exception as error:
        if type(error).__name__ != "ZstdError":
            raise
        raise CardsError(f"what is compressed in it is broken: {error}", file=path) from error


def _zstd(source: IO[bytes]) -> IO[bytes]:
    """What is compressed in `source`, decompressed while it is read."""
    module: Any
    try:
        module = import_module(
            "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
        )
    except ImportError:
        raise CardsError(
            "the package is compressed by Zstandard, which needs backports.zstd to be read",
            fix='Install it: pip install "dcnn-cards[anki]"; or export it in Anki with'
            " “Support older Anki versions”.",
        ) from None
    options = {module.DecompressionParameter.window_log_max: _WINDOW_LOG}
    return cast(IO[bytes], module.ZstdFile(source, options=options))


def _listed(message: bytes) -> Iterator[tuple[str, str]]:
    """The list of media as new versions of Anki write it: names, in the order of their numbers."""
    entries = [value for number, value in fields_of(message) if number == 1]
    for number, entry in enumerate(entries):
        if isinstance(entry, bytes):
            yield text_in(entry, 1), str(number)
