"""Bech32 text of 32 bytes (BIP 173), the form in which age writes its X25519 secrets.

pyrage takes identities as text only, while the recovery sheet carries the 32 bytes as words.
"""

from __future__ import annotations

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_PREFIX = "age-secret-key-"


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, term in enumerate(_GENERATOR):
            check ^= term if top >> i & 1 else 0
    return check


def _expanded(prefix: str) -> list[int]:
    return [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix]


def _regroup(data: list[int] | bytes, width: int, to: int, pad: bool) -> list[int]:
    bits = "".join(f"{value:0{width}b}" for value in data)
    if pad:
        bits += "0" * (-len(bits) % to)
    else:
        bits = bits[: len(bits) - len(bits) % to]
    return [int(bits[i : i + to], 2) for i in range(0, len(bits), to)]


def age_identity(secret: bytes) -> str:
    """``AGE-SECRET-KEY-1…`` for 32 secret bytes."""
    data = _regroup(secret, 8, 5, pad=True)
    check = _polymod([*_expanded(_PREFIX), *data, 0, 0, 0, 0, 0, 0]) ^ 1
    tail = [check >> 5 * (5 - i) & 31 for i in range(6)]
    return (_PREFIX + "1" + "".join(_ALPHABET[v] for v in data + tail)).upper()


def age_secret(identity: str) -> bytes:
    """The 32 bytes of ``AGE-SECRET-KEY-1…``; ``ValueError`` if it is not one."""
    prefix, _, text = identity.strip().lower().rpartition("1")
    values = [_ALPHABET.index(c) for c in text]
    if prefix != _PREFIX or _polymod(_expanded(prefix) + values) != 1:
        raise ValueError("not an age identity")
    return bytes(_regroup(values[:-6], 5, 8, pad=False))
