"""Code lists as data: the code is stored, the Chinese is shown (lifecycle.md §3)."""

from __future__ import annotations

from functools import cache

import msgspec

from welfare_desktop.domain.codes import archive, child, house, national, services
from welfare_desktop.domain.forms.declare import INLINE_CODES, CodeList


def _parsed(text: str) -> tuple[tuple[str, str], ...]:
    items = (item.strip() for item in text.replace("\n", " ").split(";"))
    pairs = (item.split(" ", 1) for item in items if item)
    return tuple((code, label.strip()) for code, label in pairs)


NAMED: dict[str, CodeList] = {
    key: CodeList(key, _parsed(text), source)
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
