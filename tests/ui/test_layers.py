"""Whatever opens over or beside a page keeps the rules of pages, in both lights."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import walked
from tests.ui.brightness import MOST, Witness, bright
from tests.ui.event import NIGHT
from tests.ui.layers import LAYERS, close, settle
from tests.ui.ward import Ward, night_ward, ordered, rostered
from welfare_desktop.actions import people
from welfare_desktop.app.practice import PIN
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.tokens import DAY
from welfare_desktop.ui.shell.tokens import NIGHT as DIM

Rule = Callable[[QWidget], list[str]]


@pytest.fixture(scope="module")
def ward(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, qapp: QApplication
) -> Iterator[Ward]:
    """One window for all: six children at night, two carers on duty, a medicine due, a colleague
    without an account."""
    folder = tmp_path_factory.mktemp("layers") / "store"
    for made in night_ward(QtBot(request), folder, 6, NIGHT, watched=(1,), infants=(3,)):
        rostered(made, "E", NIGHT.replace(day=24, hour=16, minute=0), ["huli1", "huli2"])
        rostered(made, "N", NIGHT.replace(hour=0, minute=0), ["huli1", "huli2"])
        ordered(made, made.desk.house().children[2].id, "左乙拉西坦", "2")
        both = people.Approval(*(made.desk.signer(who, PIN) for who in ("xitong", "yuanzhang")))
        people.dismiss(made.desk, "huli6", both)
        yield made


@pytest.fixture(scope="module", params=[DAY, DIM], ids=["day", "night"])
def lit(request: pytest.FixtureRequest, ward: Ward) -> Iterator[Ward]:
    """Each light once for all."""
    theme.theme().use(request.param, "标准")
    yield ward
    theme.theme().use(DAY, "标准")


@pytest.fixture
def witness(qapp: QApplication) -> Iterator[Witness]:
    made = Witness(qapp)
    yield made
    made.stop()


#: What does not depend on the light, and what does.
_BY_DAY: dict[str, Rule] = {
    "no name": walked.unnamed, "small": walked.small, "backwards": walked.backwards,
    "unreached": walked.unreached, "large": walked.large,
}  # fmt: skip
_ALWAYS: dict[str, Rule] = {"faint": walked.faint, "unseen": walked.unseen}


@pytest.mark.parametrize("layer", LAYERS)
def test_what_opens_keeps_the_rules_of_pages(lit: Ward, witness: Witness, layer: str) -> None:
    close(lit)
    night, wrong = theme.theme().night, dict[str, list[str]]()
    for number, root in enumerate(LAYERS[layer](lit)):
        settle()
        here = root.window().focusWidget()
        for rule, broken in (_ALWAYS if night else _BY_DAY | _ALWAYS).items():
            if found := broken(root):
                wrong[f"{number} {type(root).__name__}: {rule}"] = found
            if here is not None:
                here.setFocus()
        assert walked.foreign(root, lit.desk) == []
        assert bright(root.grab()) <= MOST or not night
    assert wrong == {}
    assert witness.too_light() == [] or not night
