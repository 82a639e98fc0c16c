"""行政区划: the whole country by name or code, abolished ones for what was, own ones first."""

from __future__ import annotations

from typing import Any

import pytest

from welfare_desktop.domain import divisions
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.values import normalise

BIRTHPLACE = next(
    field for form in FORMS.values() for field in form.fields if field.kind == "div"
)  # fmt: skip


def test_every_province_with_its_counties() -> None:
    """34 provinces, and the counties that the statistical yearbook counts: about 2,850."""
    now = [row for row in divisions.table() if not row.until]
    assert sum(row.code.endswith("0000") for row in now) == 34
    assert 2800 < sum(not row.code.endswith("00") for row in now) < 2900


def test_the_preset_of_the_handbook() -> None:
    preset = ["341000", "341002", "341003", "341004", "341021", "341022", "341023", "341024"]
    assert [code for code, _ in divisions.near("341002")][:8] == preset
    assert divisions.near("341002")[8] == ("340000", "安徽省（340000）")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("屯溪区", "341002"), ("黄山市屯溪区", "341002"), ("安徽省黄山市屯溪区", "341002"),
        ("黄山市屯溪区（341002）", "341002"), (" 341002 ", "341002"), ("３４１００２", "341002"),
        ("北京市朝阳区", "110105"), ("湖北省仙桃市", "429004"), ("台湾省", "710000"),
        # Abolished: 崇文区 in 2010, 铜陵市狮子山区 in 2015; a name of later goes before it.
        ("崇文区", "110103"), ("340703", "340703"), ("枞阳县", "340722"),
        # Newer than the table: kept as it is.
        ("341099", "341099"),
    ],
)  # fmt: skip
def test_found_by_name_or_code(text: str, code: str) -> None:
    assert normalise(BIRTHPLACE, text) == code


@pytest.mark.parametrize(
    ("text", "told"),
    [("鼓楼区", "有4个“鼓楼区”：南京市鼓楼区（320106）"), ("屯西区", "填6位"), ("999999", "填6位"),
     ("34100", "填6位")],
)  # fmt: skip
def test_what_is_unclear_is_asked(text: str, told: str) -> None:
    with pytest.raises(Refused, match=told):
        normalise(BIRTHPLACE, text)


def test_an_abolished_one_stands_last_and_says_so() -> None:
    choices: dict[str, Any] = dict(divisions.near("341002"))
    assert choices["110103"] == "北京市崇文区（110103，已撤销）"
    assert divisions.called(choices["110103"]) == ["110103"]
    assert list(choices).index("110103") > list(choices).index("650000")
