"""Stretching passwords and keeping PINs: Argon2id (RFC 9106)."""

from __future__ import annotations

import time
from functools import cache
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from argon2 import PasswordHasher

FLOOR_KIB = 64 * 1024
_TOP_KIB = 1024 * 1024
_TARGET_SECONDS = 0.5


class Stretching(msgspec.Struct, frozen=True):
    """Parameters of Argon2id: memory in KiB, passes, lanes."""

    memory_kib: int = 128 * 1024
    passes: int = 3
    lanes: int = 4


def calibrate() -> Stretching:
    """Memory that takes about half a second on this machine, never below 64 MiB."""
    started = time.perf_counter()
    stretch("calibration", b"0123456789abcdef", Stretching(FLOOR_KIB))
    taken = max(time.perf_counter() - started, 0.001)
    wanted = int(FLOOR_KIB * _TARGET_SECONDS / taken)
    rounded = max(FLOOR_KIB, min(_TOP_KIB, wanted // (16 * 1024) * (16 * 1024)))
    return Stretching(memory_kib=rounded)


def stretch(password: str, salt: bytes, how: Stretching) -> bytes:
    """32 bytes from a password."""
    # Not before it is needed: the login window is painted first.
    from argon2.low_level import Type, hash_secret_raw

    return hash_secret_raw(
        password.encode(), salt, how.passes, how.memory_kib, how.lanes, 32, Type.ID
    )


@cache
def _pin_hasher() -> PasswordHasher:
    """A PIN is short, so its hash only slows down somebody who already holds the open store."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def pin_hash(pin: str) -> str:
    """What is kept of a PIN."""
    return _pin_hasher().hash(pin)


def pin_shaped(pin: str) -> bool:
    """Whether it is six digits, as every 签名码."""
    return len(pin) == 6 and pin.isascii() and pin.isdigit()


def pin_fits(kept: str, pin: str) -> bool:
    """Whether a PIN is the kept one."""
    from argon2.exceptions import VerificationError

    try:
        return _pin_hasher().verify(kept, pin)
    except VerificationError:
        return False
