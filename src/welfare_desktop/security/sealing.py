"""age streams for files that belong to one store."""

from __future__ import annotations

from typing import IO, Any

import pyrage


def new_identity() -> str:
    """A fresh age identity as text."""
    return str(pyrage.x25519.Identity.generate())


def public_of(identity: str) -> str:
    """Recipient text of an identity."""
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def seal_stream(source: Any, out: IO[bytes], identity: str) -> None:
    """Seal all of ``source`` to the identity's own public key, memory bounded."""
    recipient = pyrage.x25519.Identity.from_str(identity).to_public()
    pyrage.encrypt_io(source, out, [recipient])


def open_stream(sealed: IO[bytes], out: IO[bytes], identity: str) -> None:
    """Open a sealed stream; ``pyrage.DecryptError`` if it was changed."""
    pyrage.decrypt_io(sealed, out, [pyrage.x25519.Identity.from_str(identity)])
