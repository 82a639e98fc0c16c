"""Cross-field checks of the forms: the *validation* column of the handbook.

Each returns problems by field; gates that a clause row names stand in ``domain/rules/gates.py``.
"""

from __future__ import annotations

from collections.abc import Mapping

from welfare_desktop.domain.forms import checks_entry, checks_house
from welfare_desktop.domain.forms.checking import EVERYWHERE, Check
from welfare_desktop.domain.situation import Problem, Situation

#: Checks of single forms.
OF_FORM: Mapping[str, tuple[Check, ...]] = {**checks_entry.OF_FORM, **checks_house.OF_FORM}


def problems(s: Situation) -> list[Problem]:
    """All problems of a form's own fields."""
    return [p for check in (*EVERYWHERE, *OF_FORM.get(s.form.id, ())) for p in check(s)]
