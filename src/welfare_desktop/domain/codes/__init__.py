"""Code lists as data: the code is stored, the Chinese is shown (lifecycle.md §3)."""

from __future__ import annotations

from functools import cache

import msgspec

from welfare_desktop.domain.code_list import CodeList
from welfare_desktop.domain.codes import archive, child, house, national, services
from welfare_desktop.domain.forms.declare import INLINE_CODES

#: Since when the text is in force that a list is taken from.
IN_FORCE = {
    "GB/T 2261.1-2003": "2003-12-01",
    "GB/T 3304-1991": "1992-04-01",
    "GB/T 26341-2010": "2011-05-01",
    "GB/T 4658-2006": "2007-03-01",
    "WS/T 423-2022": "2023-03-01",
    "令63": "2019-01-01",
    "令54": "2014-12-01",
    "强制报告意见": "2020-05-07",
}


def parsed(key: str, source: str, text: str) -> CodeList:
    """A list as its room writes it: ``code label @first day..last day`` with ``;`` between.

    Either day may be left out, and both where the code holds as long as its list does.
    """
    items, spans = [], {}
    for item in (item.strip() for item in text.replace("\n", " ").split(";")):
        if item:
            words, _, days = item.partition(" @")
            code, label = words.split(" ", 1)
            items.append((code, label.strip()))
            if days:
                since, _, until = days.partition("..")
                spans[code] = (since, until)
    since = IN_FORCE.get(source.removeprefix("R: "), "")
    return CodeList(key, tuple(items), source, since=since, spans=spans)


NAMED: dict[str, CodeList] = {
    key: parsed(key, source, text)
    for module in (national, child, services, house, archive)
    for key, (_, source, text) in module.LISTS.items()
}
TITLES: dict[str, str] = {
    key: title
    for module in (national, child, services, house, archive)
    for key, (title, _, _) in module.LISTS.items()
}


def code_list(list_id: str) -> CodeList:
    """A named list (``CL-SEX``) or one printed at its field (``F02.decision``)."""
    found = NAMED.get(list_id) or INLINE_CODES.get(list_id)
    if found is None:
        raise KeyError(list_id)
    if found.base:
        return msgspec.structs.replace(found, items=NAMED[found.base].items + found.items)
    return found


@cache
def label(list_id: str, code: str) -> str:
    """Chinese label of a code."""
    return code_list(list_id).label(code)
