"""Failed unlocks, kept beside the locked store: the delay grows, and the journal hears of them.

The file holds login names and times, nothing of a password. Deleting it shortens a delay; it is
a hindrance to guessing at the ward PC, not against somebody who took the files away (that is
what Argon2id is for).
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security.durable import replacing

_FILE_NAME = "attempts.json"
_FREE, _FIRST, _LONGEST = 3, 5, 300


class Failures(msgspec.Struct, frozen=True):
    """How often in a row, when last (ISO, local), and how many of them the journal has."""

    count: int
    at: str
    told: int = 0


def _read(folder: Path) -> dict[str, Failures]:
    with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode((folder / _FILE_NAME).read_bytes(), type=dict[str, Failures])
    return {}


def _write(folder: Path, known: dict[str, Failures]) -> None:
    # A folder that cannot be written must not hide the sentence about the password.
    with contextlib.suppress(OSError), replacing(folder / _FILE_NAME) as out:
        out.write(msgspec.json.encode(known))


def delay(failures: int) -> timedelta:
    """Wait after that many failures in a row: none for three, then 5 s, doubling to 5 min."""
    if failures < _FREE:
        return timedelta(0)
    return timedelta(seconds=min(_LONGEST, _FIRST * 2 ** (failures - _FREE)))


def permit(folder: Path, login: str, now: datetime) -> None:
    """`Trouble` while the delay of a login runs. A clock set back never waits longer than once."""
    failures = _read(folder).get(login)
    if failures is None:
        return
    wait = delay(failures.count)
    passed = now - datetime.fromisoformat(failures.at)
    left = wait - max(passed, timedelta(0))
    if left > timedelta(0):
        seconds = int(left.total_seconds()) + 1
        raise Trouble(f"密码连续输错{failures.count}次，请过{seconds}秒再试。急事请用紧急记录。")


def failed(folder: Path, login: str, now: datetime) -> None:
    """One more failure of a login."""
    known = _read(folder)
    before = known.get(login, Failures(0, ""))
    at = now.isoformat(timespec="seconds")
    _write(folder, known | {login: Failures(before.count + 1, at, before.told)})


def untold(folder: Path) -> dict[str, Failures]:
    """Failures that the journal has not heard of, by login."""
    return {login: f for login, f in _read(folder).items() if f.count > f.told}


def told(folder: Path, login: str) -> None:
    """The journal has them; ``login`` got in and starts afresh, the delays of others go on."""
    known = _read(folder)
    if known:
        _write(
            folder, {k: Failures(f.count, f.at, f.count) for k, f in known.items() if k != login}
        )


def forget(folder: Path, login: str) -> None:
    """A login's failures do not count any more: its password was set anew."""
    known = _read(folder)
    if known.pop(login, None) is not None:
        _write(folder, known)
