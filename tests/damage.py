"""Damage that always is one: a byte put in place of another might be the same byte."""

from __future__ import annotations


def flipped(data: bytes, at: int = -1) -> bytes:
    """The same bytes with one of them changed."""
    changed = bytearray(data)
    changed[at] ^= 0xFF
    return bytes(changed)
