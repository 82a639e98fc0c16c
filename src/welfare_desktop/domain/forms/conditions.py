"""Conditions of ``C`` fields, as short as the handbook's own words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from welfare_desktop.domain.situation import Situation

Condition = Callable[[Situation], bool]


def always(_: Situation) -> bool:
    """The field always applies, though it need not be filled at once."""
    return True


def is_in(name: str, *codes: str) -> Condition:
    """A code field of the same form has one of these codes."""
    return lambda s: s.get(name) in codes


def true(name: str) -> Condition:
    """A yes/no field of the same form is yes."""
    return lambda s: s.get(name) is True


def not_true(name: str) -> Condition:
    """A yes/no field of the same form is not yes."""
    return lambda s: s.get(name) is not True


def filled(name: str) -> Condition:
    """A field of the same form is filled."""
    return lambda s: s.get(name) not in (None, "", [], {})


def not_filled(name: str) -> Condition:
    """A field of the same form is not filled."""
    return lambda s: not filled(name)(s)


def any_filled(*names: str) -> Condition:
    """At least one of these fields is filled: the work has come that far."""
    return lambda s: any(filled(name)(s) for name in names)


def status(*names: str) -> Condition:
    """The child is in one of these statuses now."""
    return lambda s: s.child is not None and s.child.status in names


def either(first: Condition, second: Condition) -> Condition:
    """At least one of two conditions holds."""
    return lambda s: first(s) or second(s)


def cause(*prefixes: str) -> Condition:
    """The child's admission cause begins with one of these."""

    def holds(s: Situation) -> bool:
        own = s.get("cause") or s.get("adm_cause")
        code = str(own or (s.child.cause if s.child else ""))
        return code.startswith(prefixes)

    return holds


def both(first: Condition, second: Condition) -> Condition:
    """Both conditions hold."""
    return lambda s: first(s) and second(s)


def age_below(days: int) -> Condition:
    """The child is younger than so many days."""

    def holds(s: Situation) -> bool:
        birth = s.child.birth_date if s.child else None
        return birth is not None and s.now.date() - birth < timedelta(days=days)

    return holds


def age_from(years: int, on: str = "") -> Condition:
    """The child has reached an age in full years (DL-10), on the day of a field or today."""
    from welfare_desktop.domain.deadlines import age_on

    def holds(s: Situation) -> bool:
        birth = s.child.birth_date if s.child else None
        day = (s.date(on) if on else None) or s.now.date()
        return birth is not None and age_on(birth, day) >= years

    return holds


def can_talk(s: Situation) -> bool:
    """The child can say something."""
    from welfare_desktop.domain import socialwork

    return s.child is not None and socialwork.can_talk(s.child, s.now.date())


def passed(name: str) -> Condition:
    """The day in a field of the same form lies in the past."""

    def holds(s: Situation) -> bool:
        day: date | None = s.date(name)
        return day is not None and day < s.now.date()

    return holds
