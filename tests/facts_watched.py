"""Watches that a fact kept with a house rests on no form but those that drop it (`House.facts`)."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import pytest

from welfare_desktop.domain.house import House


class Making:
    """The facts under way, innermost last: what each may rest on, and what it read."""

    def __init__(self) -> None:
        self.under_way: list[tuple[Hashable, tuple[str, ...]]] = []
        self.made: set[tuple[str, ...]] = set()
        self.wrong: set[str] = set()

    def read(self, *forms: str) -> None:
        for key, on in self.under_way:
            self.wrong |= {
                f"{key} rests on {form}, not on {on}" for form in forms if form not in on
            }


class _Facts(dict[Hashable, Any]):
    """One dictionary of facts: a key asked in vain is being made until it is set."""

    def __init__(self, making: Making, on: tuple[str, ...]) -> None:
        super().__init__()
        self.making, self.on = making, on

    def _asked(self, key: Hashable) -> None:
        self.making.read(*self.on)
        if not dict.__contains__(self, key):
            self.making.under_way.append((key, self.on))

    def get(self, key: Hashable, default: Any = None) -> Any:
        self._asked(key)
        return super().get(key, default)

    def __contains__(self, key: Hashable) -> bool:
        self._asked(key)
        return super().__contains__(key)

    def __setitem__(self, key: Hashable, value: Any) -> None:
        done, on = self.making.under_way.pop()
        assert (done, on) == (key, self.on), "a fact is made from its asking to its setting"
        self.making.made.add(on)
        super().__setitem__(key, value)


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> Making:
    """Every house watches what its facts are made of."""
    watch = Making()

    def facts(house: House, *on: str) -> dict[Hashable, Any]:
        return house._facts.setdefault(on, _Facts(watch, on))

    def watched(reading: Callable[..., Any]) -> Callable[..., Any]:
        def read(house: House, form: str, *rest: Any) -> Any:
            watch.read(form)
            return reading(house, form, *rest)

        return read

    monkeypatch.setattr(House, "facts", facts)
    for name in ("_table", "within", "last", "first"):
        monkeypatch.setattr(House, name, watched(getattr(House, name)))
    return watch
