"""Whatever opens over or beside a page keeps the rules of pages, in both lights."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import welfare_desktop.ui
from tests.ui import walked
from tests.ui.brightness import MOST, Witness, bright
from tests.ui.event import NIGHT, sit
from tests.ui.layers import LAYERS
from tests.ui.opened import close, settle
from tests.ui.screens import PAGE_IDS, show
from tests.ui.ward import Ward, night_ward, ordered, rostered
from welfare_desktop.actions import people
from welfare_desktop.app.practice import PIN
from welfare_desktop.ui.shell import theme
from welfare_desktop.ui.shell.tokens import DAY
from welfare_desktop.ui.shell.tokens import NIGHT as DIM

Rule = Callable[[QWidget], list[str]]
#: Layer → kinds of widgets seen in it.
_SEEN: dict[str, set[type]] = {}
#: Forms that together hold every kind of field.
_FORMS = ("F01", "F02", "F31")


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
        ordered(made, made.desk.house().children[2].id, "左乙拉西坦", "03:00 15:00", "00:30")
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
    "unreached": walked.unreached, "large": walked.large, "untold": walked.untold,
}  # fmt: skip
_ALWAYS: dict[str, Rule] = {"faint": walked.faint, "unseen": walked.unseen}


@pytest.mark.parametrize("layer", LAYERS)
def test_what_opens_keeps_the_rules_of_pages(lit: Ward, witness: Witness, layer: str) -> None:
    close(lit)
    night, wrong, windows = theme.theme().night, dict[str, list[str]](), set[QWidget]()
    for number, root in enumerate(LAYERS[layer](lit)):
        settle()
        _SEEN.setdefault(layer, set()).update(_look(root))
        here = root.window().focusWidget()
        for rule, broken in (_ALWAYS if night else _BY_DAY | _ALWAYS).items():
            if found := broken(root):
                wrong[f"{number} {type(root).__name__}: {rule}"] = found
            if here is not None:
                here.setFocus()
        assert walked.foreign(root, lit.desk) == []
        assert bright(root.grab()) <= MOST or not night
        windows |= {root} if root.isWindow() else set()
    for window in filter(isValid, windows - {lit.window}):
        window.close()
    assert wrong == {}
    assert witness.too_light() == [] or not night


def _kinds() -> set[type[QWidget]]:
    """Every kind of widget the program declares."""
    out: set[type[QWidget]] = set()
    for found in pkgutil.walk_packages(welfare_desktop.ui.__path__, "welfare_desktop.ui."):
        of = vars(importlib.import_module(found.name)).values()
        made = (k for k in of if isinstance(k, type) and k.__module__ == found.name)
        out |= {kind for kind in made if issubclass(kind, QWidget)}
    return out


def _look(root: QWidget) -> set[type]:
    """The kinds of what is seen."""
    seen = (w for w in (root, *root.findChildren(QWidget)) if w.isVisible())
    return {kind for widget in seen for kind in type(widget).__mro__}


def test_no_kind_of_widget_is_left_out(ward: Ward) -> None:
    """Whoever adds a dialog, a question or a panel adds the way to it in `layers`."""
    for name, opener in LAYERS.items():
        if name not in _SEEN:  # alone this test goes the whole way itself
            close(ward)
            _SEEN[name] = {kind for root in opener(ward) for kind in _look(root)}
    close(ward)
    sit(ward, "kezhang")
    pages = [_look(show(ward.window, screen)) for screen in (*PAGE_IDS, *_FORMS)]
    left = _kinds() - set().union(_look(ward.window), *pages, *_SEEN.values())
    assert " ".join(sorted(f"{kind.__module__}.{kind.__name__}" for kind in left)) == ""
