"""One practice store for a module of tests about what the verbs of a record bring about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from tests.actions import filled
from tests.practised import practised
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import SetClock


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """业务科长 at the desk, on 2025-07-28 at nine."""
    folder = tmp_path_factory.mktemp("verbs") / "store"
    made = practised(folder, SetClock(datetime(2025, 7, 28, 9, 0)))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nine_oclock(desk: Desk) -> None:
    """Every test begins at the same minute."""
    at(desk, "2025-07-28T09:00")


@pytest.fixture
def child(desk: Desk) -> str:
    """A child whose papers for admission are in hand."""
    made = filled.submit(desk, "F01", ward_id=None, bed_no=None)
    filled.submit(desk, "F04", made.id)
    filled.submit(desk, "F08", made.id)
    return made.id


def at(desk: Desk, moment: str) -> Desk:
    """The desk at another minute."""
    clock = desk.store.clock
    assert isinstance(clock, SetClock)
    clock.at = datetime.fromisoformat(moment)
    return desk
