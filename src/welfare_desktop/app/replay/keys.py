"""What a step may say: the keys of each verb and the shape of each value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from welfare_desktop.app.replay.script import Step


def _count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


#: Shape → how it is recognised, and what it is called.
_SHAPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "text": (lambda v: isinstance(v, str), "文字"),
    "text?": (lambda v: v is None or isinstance(v, str), "文字"),
    "flag": (lambda v: isinstance(v, bool), "true或false"),
    "count": (_count, "不小于0的整数"),
    "value": (lambda v: isinstance(v, str | int | float), "一个值"),
    "code": (lambda v: isinstance(v, str | int) and not isinstance(v, bool), "代码或名称"),
    "object": (lambda v: isinstance(v, dict), "一个对象"),
    "objects": (lambda v: isinstance(v, dict) and all(isinstance(o, dict) for o in v.values()),
                "名称到对象的一个对象"),
    "names": (_names, "一列名称"),
    "name(s)": (lambda v: isinstance(v, str) or _names(v), "一个或一列名称"),
    "confirm": (lambda v: v == "confirm", "confirm"),
    "any": (lambda v: True, ""),
}  # fmt: skip

_THINGS = {"child": "text", "ward": "text", "staff": "text", "family": "text"}
_OF_RECORD = {
    "form": "text", "record": "text", **_THINGS, "by": "text", "as": "text", "data": "object",
    "files": "names", "sign": "object", "gate": "confirm", "reason": "text", "strict": "flag",
}  # fmt: skip
#: Verb → key → shape, beside ``at``, ``do`` and ``expect``.
KEYS: Mapping[str, Mapping[str, str]] = {
    "opening": {"ward": "text", "children": "objects", "more": "count", "status": "text"},
    "staff": {"as": "text", "post": "code", "frontline": "flag", "state": "code", "count": "count",
              "data": "object", "by": "text", "reason": "text"},
    "set": {"parameter": "text", "value": "value", "by": "text"},
    "mark": {"ward": "text", "slot": "text?", "by": "text", "default": "code", "marks": "object",
             "temp": "object", "note": "object", "sign": "flag"},
    "move": {"child": "text", "whereabouts": "text", "ward": "text", "bed": "text",
             "reason": "text", "by": "text", "gate": "confirm", "strict": "flag"},
    "handover": {"ward": "text", "by": "text", "to": "text", "ack": "name(s)", "refuse": "text",
                 "as": "text", "explained": "text", "seen": "count", "off_roster_reason": "text",
                 "reason": "text", "strict": "flag"},
    "close": {"child": "text", "by": "text"},
    **dict.fromkeys(("submit", "continue", "correct", "approve", "void"), _OF_RECORD),
    "expect": {
        **_THINGS, "form": "text", "record": "text", "status": "text", "care_mode": "text",
        "whereabouts": "text", "clause": "text", "verdict": "text", "due": "text?",
        "values": "object", "state": "text", "required": "count", "gap": "any",
        "uncovered_minutes": "count", "start_month": "text", "arrears": "any",
        "due_list": "name(s)", "documents_missing": "name(s)", "alarm": "name(s)",
        "on_list": "name(s)", "not_on_list": "name(s)",
    },
}  # fmt: skip
#: Keys without which a verb says nothing; ``a|b``: one of them.
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "opening": ("children|more",), "staff": ("as",), "set": ("parameter", "value"),
    "mark": ("ward", "default|marks|temp"), "move": ("child", "whereabouts|ward"),
    "handover": ("ward", "by", "to"), "submit": ("form",), "continue": ("record|form",),
    "correct": ("record|form",), "approve": ("record|form",), "void": ("record|form",),
    "close": ("child",), "expect": (),
}  # fmt: skip


def asked(step: Step) -> dict[str, Any]:
    """What an ``expect`` step asks: its keys without those that say of whom or what."""
    about = ("at", "do", "form", "record", *_THINGS)
    return {k: v for k, v in step.keys.items() if k not in about}


def fault(step: Step) -> str | None:
    """Why a step cannot be understood, in one sentence; ``None`` if it can."""
    known = KEYS[step.verb]
    for key, value in step.keys.items():
        if key in ("at", "do") or (key == "expect" and step.verb != "expect"):
            continue
        if key not in known:
            return f"“{step.verb}”没有“{key}”这一项，可写：{'、'.join(known)}。"
        fits, words = _SHAPES[known[key]]
        if not fits(value):
            return f"“{key}”应为{words}。"
    for key in _NEEDED[step.verb]:
        if not any(name in step.keys for name in key.split("|")):
            return f"“{step.verb}”要写明{key.replace('|', '或')}。"
    return _expected_fault(step)


def _expected_fault(step: Step) -> str | None:
    if step.verb == "expect":
        told = asked(step).keys()
        if len(told & {"clause", "verdict"}) == 1 or ("due" in told and "clause" not in told):
            return "clause和verdict要一起写。"
        return None if told else "没有写明期望什么。"
    expected = step.get("expect", "ok")
    one = isinstance(expected, dict) and len(expected) == 1
    if expected == "ok" or (one and next(iter(expected)) in ("refused", "soft")):
        return None
    return 'expect写成ok、{"refused":条款或field:字段}或{"soft":条款}。'
