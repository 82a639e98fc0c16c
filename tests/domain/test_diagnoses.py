"""The pick list of diagnoses: each once, with a code in the form that F23 takes, found by what people type."""

from __future__ import annotations

import re

import pytest

from welfare_desktop.domain import diagnoses
from welfare_desktop.domain.forms import FORMS


def test_each_name_once_short_enough_and_with_a_code_that_the_form_takes() -> None:
    found = diagnoses.table()
    limit = FORMS["F23"].field("name").max_len or 0
    assert len({one.name for one in found}) == len(found) > 150
    for one in found:
        assert len(one.name) <= limit
        assert re.fullmatch(r"([A-Z]\d{2}(\.\d{1,3})?)?", one.code), one
    assert sum(not one.code for one in found) < 10


@pytest.mark.parametrize("typed", ["脑瘫", "nxth", "G80", "痉挛"])
def test_found_by_any_word_initials_or_code(typed: str) -> None:
    assert any(typed in label and "脑性瘫痪" in name for name, label in diagnoses.offered())


def test_the_code_of_a_name() -> None:
    assert diagnoses.code_of("法洛四联症") == "Q21.3"
    assert diagnoses.code_of("法洛四联症术后") == "" and diagnoses.code_of("") == ""
