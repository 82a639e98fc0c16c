"""Commands that judge: check, replay."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import checks
from welfare_desktop.app.commands.command import Command
from welfare_desktop.app.console import EXIT_DONE, EXIT_REFUSED, Console, UsageError, day
from welfare_desktop.app.replay import Outcome, read_script, replay
from welfare_desktop.domain.rules.citation import cited, row_of
from welfare_desktop.domain.rules.verdict import WORDS, Verdict, Word

_BAD: tuple[Word, ...] = ("BREACH", "OVERDUE", "UNKNOWN")


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", type=day, required=True)
    parser.add_argument("--clause", metavar="C1.09")
    parser.add_argument("--subject", metavar="ID")


def _line(verdict: Verdict) -> dict[str, Any]:
    out: dict[str, Any] = msgspec.to_builtins(verdict)
    out["subject"].pop("record", None)
    out.pop("remedy")
    out["due"] = verdict.due.isoformat() if verdict.due else None
    out["source"] = verdict.source.partition(":")[0]
    return out | {"citation": cited(verdict.source, verdict.clause)}


def _check(console: Console) -> int:
    options = console.options
    if options.clause and row_of(options.clause) is None:
        raise UsageError(f"没有条款“{options.clause}”，或本版还没有这一条")
    with console.desk() as desk:
        found = checks.check_on(desk, options.on, options.clause, options.subject)
    if options.subject and not found:
        raise UsageError(f"没有编号为“{options.subject}”的对象")
    summary: dict[str, dict[str, int]] = {}
    for verdict in found:
        counts = summary.setdefault(verdict.clause, {})
        counts[verdict.verdict] = counts.get(verdict.verdict, 0) + 1
    document = {"on": options.on.isoformat(), "rows": [_line(v) for v in found], "summary": summary}
    lines = [
        f"{v.clause} {WORDS[v.verdict]} {v.subject.id} {v.subject.label} {v.arithmetic}"
        for v in found
    ]
    console.answer(document, "\n".join(lines))
    bad = Counter(v.verdict for v in found if v.verdict in _BAD)
    if not bad:
        return EXIT_DONE
    told = "、".join(f"{WORDS[word]}{bad[word]}项" for word in _BAD if word in bad)
    console.say(f"{options.on} 有{told}。")
    return EXIT_REFUSED


def _replay_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


def _replay(console: Console) -> int:
    outcomes = replay(read_script(Path(console.options.file)))
    lines = [_spoken(o) for o in outcomes]
    document = {
        "steps": [msgspec.to_builtins(o, builtin_types=(datetime,)) for o in outcomes],
        "holds": all(o.holds for o in outcomes),
    }
    console.answer(document, "\n".join(lines))
    wrong = [str(o.line) for o in outcomes if not o.holds]
    if not wrong:
        return EXIT_DONE
    console.say(f"第{'、'.join(wrong)}行与期望不符。")
    return EXIT_REFUSED


def _spoken(outcome: Outcome) -> str:
    sign = "✓" if outcome.holds else "✗"
    said = f"：{outcome.sentence}" if outcome.sentence else ""
    wanted = f"，应为{_text(outcome.expected)}，得到{_text(outcome.got)}"
    return f"{sign} 第{outcome.line}行 {outcome.what}{said}{'' if outcome.holds else wanted}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


COMMANDS = (
    Command("check", "按条款核对某一天", _check_arguments, _check),
    Command("replay", "在演示库里重放场景文件", _replay_arguments, _replay),
)
