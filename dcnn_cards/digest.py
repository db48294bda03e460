"""A short name for any bytes."""

from __future__ import annotations

try:  # without OpenSSL, which takes longer to load than a first question may wait for it
    from _blake2 import blake2b
except ImportError:  # a Python that keeps it elsewhere
    from hashlib import blake2b


def digest(data: bytes, key: str = "") -> str:
    """Return 40 hexadecimal digits: BLAKE2b of `data`, with `key` (ASCII, up to 64) if given."""
    return blake2b(data, digest_size=20, key=key.encode()).hexdigest()
