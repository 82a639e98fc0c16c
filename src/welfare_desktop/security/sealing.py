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


class Altered(Exception):
    """A sealed stream is not as it was sealed."""


def open_stream(sealed: IO[bytes], out: IO[bytes], identity: str) -> None:
    """Open a sealed stream; `Altered` if it was changed or cut."""
    try:
        pyrage.decrypt_io(sealed, out, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        raise Altered from error
