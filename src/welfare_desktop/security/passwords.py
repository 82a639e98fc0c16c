"""Stretching passwords and keeping PINs: Argon2id (RFC 9106)."""

from __future__ import annotations

import time

import msgspec

FLOOR_KIB = 64 * 1024
_TOP_KIB = 1024 * 1024
_TARGET_SECONDS = 0.5


class Stretching(msgspec.Struct, frozen=True):
    """Parameters of Argon2id: memory in KiB, passes, lanes."""

    memory_kib: int = 128 * 1024
    passes: int = 3
    lanes: int = 4


#: A PIN is short, so its hash only slows down somebody who already holds the open store.
PIN = Stretching(memory_kib=19 * 1024, passes=2, lanes=1)


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


def pin_hash(pin: str, passwords: Stretching = PIN) -> str:
    """What is kept of a PIN; it costs no more than the ``passwords`` beside it."""
    from argon2 import PasswordHasher

    how = min(passwords, PIN, key=lambda each: each.memory_kib)
    return PasswordHasher(how.passes, how.memory_kib, how.lanes).hash(pin)


def is_pin(text: str) -> bool:
    """Whether something has the form of a PIN: six digits."""
    return len(text) == 6 and text.isascii() and text.isdigit()


def pin_fits(kept: str, pin: str) -> bool:
    """Whether a PIN is the kept one."""
    from argon2 import PasswordHasher
    from argon2.exceptions import VerificationError

    try:
        return PasswordHasher().verify(kept, pin)
    except VerificationError:
        return False
