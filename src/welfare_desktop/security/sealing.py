"""age streams: sealed to recipients, opened by identities, memory bounded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import pyrage


class Readable(Protocol):
    """What is read from."""

    def read(self, size: int = -1, /) -> bytes: ...


class Writable(Protocol):
    """What is written to."""

    def write(self, data: Any, /) -> int: ...

    def flush(self) -> None: ...


class CannotOpen(Exception):
    """A sealed stream that is cut, changed, or sealed to somebody else."""


class _Faithful:
    """A stream that remembers what it raised: age hands a full disk on as an error of its own."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.error: BaseException | None = None

    def _tried(self, name: str, *arguments: Any) -> Any:
        try:
            return getattr(self._stream, name)(*arguments)
        except BaseException as error:
            self.error = error
            raise

    def read(self, size: int = -1) -> Any:
        """Bytes of the stream."""
        return self._tried("read", size)

    def write(self, data: Any) -> Any:
        """To the stream."""
        return self._tried("write", data)

    def flush(self) -> Any:
        """Of the stream."""
        return self._tried("flush")


def new_identity() -> str:
    """A fresh age identity as text."""
    return str(pyrage.x25519.Identity.generate())


def public_of(identity: str) -> str:
    """Recipient text of an identity."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def seal_stream(source: Readable, out: Writable, recipients: Sequence[str]) -> None:
    """Seal all of ``source``; what the streams raise comes out as it was raised."""
    keys = [pyrage.x25519.Recipient.from_str(text) for text in recipients]
    reading, writing = _Faithful(source), _Faithful(out)
    try:
        pyrage.encrypt_io(reading, writing, keys)
    except pyrage.EncryptError:
        raise (writing.error or reading.error or RuntimeError("age")) from None


def seal_with_phrase(clear: bytes, phrase: str) -> bytes:
    """A small file sealed with a pass-phrase, for a person outside; any age program opens it."""
    return bytes(pyrage.passphrase.encrypt(clear, phrase))


def open_stream(sealed: Readable, out: Writable, identities: Sequence[str]) -> None:
    """Open a sealed stream; `CannotOpen` if it does not open whole.

    What was written before that is a valid beginning, and must be thrown away.
    """
    keys = [pyrage.x25519.Identity.from_str(text) for text in identities]
    reading, writing = _Faithful(sealed), _Faithful(out)
    try:
        pyrage.decrypt_io(reading, writing, keys)
    except (pyrage.DecryptError, OSError, ValueError) as error:
        trouble = writing.error or reading.error
        if trouble is not None:
            raise trouble from None
        raise CannotOpen(str(error)) from None
