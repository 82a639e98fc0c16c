"""The checker of the house itself, and the pins the platform page asks for."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from scripts import check_house

from welfare_desktop.domain.places import resource

ROOT = Path(__file__).resolve().parents[2]


def written(tmp_path: Path, where: str, source: str) -> Path:
    """A file of a pretended project."""
    path = tmp_path / where
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(source, "utf-8")
    return path


@pytest.mark.parametrize(
    ("where", "source", "said"),
    [
        (
            "src/welfare_desktop/domain/a.py",
            "import welfare_desktop.store.store\n",
            "must not import",
        ),
        (
            "src/welfare_desktop/store/a.py",
            "from welfare_desktop.exchange import cms\n",
            "must not",
        ),
        ("src/welfare_desktop/actions/a.py", "import sqlalchemy\n", "at home in store"),
        ("src/welfare_desktop/ui/a.py", "x = 1\n" * 301, "at most 300"),
        ("src/welfare_desktop/domain/a.py", "x = 1\n" * 401, "at most 400"),
        ("src/welfare_desktop/app/a.py", "def f():\n" + "    x = 1\n" * 41, "at most 40"),
        ("src/welfare_desktop/app/utils.py", "", "real name"),
        ("src/welfare_desktop/ui/a.py", "self.desk.house().children\n", "past the permissions"),
    ],
)
def test_checker_finds_what_is_against_the_house(
    tmp_path: Path, where: str, source: str, said: str
) -> None:
    found = check_house.check_source(written(tmp_path, where, source), tmp_path)
    assert any(said in line for line in found), found


def test_checker_finds_marks_and_hosts(tmp_path: Path) -> None:
    text = "# TO" + "DO later\nhttps://py" + "pi.org/simple\n"
    found = check_house.check_text(written(tmp_path, "a.txt", text), tmp_path)
    assert len(found) == 2


def test_downward_imports_are_allowed(tmp_path: Path) -> None:
    source = "from welfare_desktop.store import store\nfrom welfare_desktop.domain import house\n"
    assert (
        check_house.check_source(
            written(tmp_path, "src/welfare_desktop/actions/a.py", source), tmp_path
        )
        == []
    )


def test_fonts_are_the_pinned_ones_and_hold_rare_names() -> None:
    pinned = [line.split() for line in resource("fonts/fonts.sha256").read_text().splitlines()]
    for digest, name in pinned:
        data = resource(f"fonts/{name}").read_bytes()
        assert hashlib.sha256(data).hexdigest() == digest, name
    held: set[int] = set()
    for name in ("NotoSansSC-400.ttf", "HanaMinB.ttf"):
        with TTFont(resource(f"fonts/{name}"), lazy=True) as font:
            held |= set(font.getBestCmap())
    assert all(ord(ch) in held for ch in "安徽䶮𫖯𬱖𫘪𬭎𠮷𪚥𬴊")
