"""续填 of tables: blank cells are filled in their row, rows are added, nothing is doubled."""

from typing import Any

import pytest

from welfare_desktop.domain.forms.growing import grown

ROW = {"item": "1", "tested_on": "2025-07-28"}


@pytest.mark.parametrize(
    ("old", "new", "whole"),
    [
        ([ROW], [{**ROW, "result": "1"}], [{**ROW, "result": "1"}]),
        ([ROW], [ROW, {"item": "2"}], [ROW, {"item": "2"}]),
        ([ROW], [{"item": "2"}], [ROW, {"item": "2"}]),
        ([ROW], [{"item": "1", "tested_on": "2025-07-29"}], [ROW, {"item": "1", "tested_on": "2025-07-29"}]),
        (["1"], ["1", "3"], ["1", "3"]),
        (["1"], ["3"], ["1", "3"]),
        ([ROW], [], [ROW]),
    ],
)  # fmt: skip
def test_grown(old: list[Any], new: list[Any], whole: list[Any]) -> None:
    assert grown(old, new) == whole
