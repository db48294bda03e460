"""Card texts as typeset blocks, looked up before they are made."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from dcnn_cards.digest import digest
from dcnn_cards.typeset import VERSION, Block, typeset


class Cache(Protocol):
    """Where typeset blocks are kept between sessions."""

    def get(self, key: str) -> str | None:
        """Return what was kept under `key`, None if nothing is."""

    def put(self, key: str, value: str) -> None:
        """Keep `value` under `key` if that can be done; it can be made again."""


class Uncached:
    """A cache that keeps nothing."""

    def get(self, key: str) -> None:
        """Find nothing."""

    def put(self, key: str, value: str) -> None:
        """Keep nothing."""


class Pages:
    """Typesets texts, and keeps what it made in a cache when there is time to."""

    def __init__(self, cache: Cache, *, in_ascii: bool = False, linear: bool = False) -> None:
        self.ascii = in_ascii
        self.mark = "..." if in_ascii else "…"  # stands for rows that are left out
        self.linear = linear  # each formula on one line
        self.during: Callable[[], AbstractContextManager[object]] = nullcontext
        """What a text is typeset within, which may stop it by an exception."""
        self._cache = cache
        self._made: dict[str, Block] = {}
        self._unsaved: list[str] = []

    def block(self, text: str, width: int) -> Block:
        """Return `text` typeset `width` cells wide."""
        look = f"{VERSION}\0{width}\0{self.ascii}\0{self.linear}\0{text}"
        key = digest(look.encode(errors="surrogatepass"))
        if key not in self._made:
            self._made[key] = self._kept(key) or self._typeset(key, text, width)
        return self._made[key]

    def save(self) -> None:
        """Keep what was typeset since the last call."""
        for key in self._unsaved:
            self._cache.put(key, self._made[key].to_json())
        self._unsaved.clear()

    def _kept(self, key: str) -> Block | None:
        try:
            value = self._cache.get(key)
            return Block.from_json(value) if value else None
        except ValueError:
            return None

    def _typeset(self, key: str, text: str, width: int) -> Block:
        with self.during():
            block = typeset(text, width=width, ascii=self.ascii, linear=self.linear)
        self._unsaved.append(key)
        return block
