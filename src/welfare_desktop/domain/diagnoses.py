"""Common conditions, offered while a diagnosis is typed (F23): found by any word, initials or code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import msgspec

from welfare_desktop.domain.places import resource


class Diagnosis(msgspec.Struct, frozen=True):
    """A name as it is written down, its ICD-10 code if one belongs to it, other words for it."""

    name: str
    code: str
    words: str


@cache
def table() -> tuple[Diagnosis, ...]:
    """``resources/diagnoses.tsv``."""
    lines = resource("diagnoses.tsv").read_text("utf-8").splitlines()
    return tuple(Diagnosis(*line.split("\t")) for line in lines if not line.startswith("#"))


@cache
def offered() -> Sequence[tuple[str, str]]:
    """Name and what finds it: ``脑性瘫痪　G80.9　脑瘫　nxth``."""
    from pypinyin import Style, lazy_pinyin

    def initials(name: str) -> str:
        return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))

    return tuple(
        (one.name, "　".join(filter(None, (one.name, one.code, one.words, initials(one.name)))))
        for one in table()
    )


def code_of(name: str) -> str:
    """ICD-10 of a name in the list; empty for any other."""
    return next((one.code for one in table() if one.name == name), "")
