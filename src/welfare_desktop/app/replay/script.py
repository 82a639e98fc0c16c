"""Reading a scenario file."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.domain.errors import Trouble

VERBS = frozenset(
    {
        "opening", "staff", "set", "mark", "move", "handover", "submit", "continue", "correct",
        "approve", "void", "close", "expect",
    }
)  # fmt: skip


class Step(msgspec.Struct, frozen=True):
    """One step: line number as an editor shows it, clock time, verb, all keys."""

    line: int
    at: datetime
    verb: str
    keys: dict[str, Any]

    def get(self, key: str, default: Any = None) -> Any:
        """A key of the step."""
        return self.keys.get(key, default)


def read_script(path: Path) -> list[Step]:
    """Steps in time order; `Trouble` names the line that cannot be read."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"场景文件 {path.name} 读不出来，请核对路径和编码。") from None
    steps: list[Step] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("//"):
            continue
        step = _step(number, line)
        if steps and step.at < steps[-1].at:
            raise Trouble(f"第{number}行的时间早于上一步，请按时间先后排列。")
        steps.append(step)
    if not steps:
        raise Trouble(f"场景文件 {path.name} 里没有步骤。")
    return steps


def _step(number: int, line: str) -> Step:
    try:
        keys = json.loads(line)
        at = datetime.strptime(keys["at"], "%Y-%m-%dT%H:%M")
        verb = str(keys["do"])
    except (ValueError, KeyError, TypeError):
        raise Trouble(f"第{number}行读不懂：须是一个JSON对象，写明at和do。") from None
    if verb not in VERBS:
        raise Trouble(f"第{number}行的做法“{verb}”不认识。")
    return Step(number, at, verb, keys)
