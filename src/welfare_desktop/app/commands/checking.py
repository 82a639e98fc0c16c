"""Commands that judge: check, replay."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import checks
from welfare_desktop.app.commands.command import Command
from welfare_desktop.app.console import EXIT_DONE, EXIT_REFUSED, Console
from welfare_desktop.app.replay import Outcome, read_script, replay
from welfare_desktop.domain.rules.verdict import WORDS, Verdict

_BAD = ("OVERDUE", "BREACH", "UNKNOWN")


def _check_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", type=date.fromisoformat, required=True)
    parser.add_argument("--clause", metavar="C1.09")
    parser.add_argument("--subject", metavar="ID")


def _line(verdict: Verdict) -> dict[str, Any]:
    out: dict[str, Any] = msgspec.to_builtins(verdict)
    out["subject"].pop("record", None)
    out["due"] = verdict.due.isoformat() if verdict.due else None
    return out


def _check(console: Console) -> int:
    options = console.options
    with console.desk() as desk:
        found = checks.check_on(desk, options.on, options.clause, options.subject)
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
    return EXIT_REFUSED if any(v.verdict in _BAD for v in found) else EXIT_DONE


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
    return EXIT_DONE if document["holds"] else EXIT_REFUSED


def _spoken(outcome: Outcome) -> str:
    sign = "✓" if outcome.holds else "✗"
    said = f"：{outcome.sentence}" if outcome.sentence else ""
    wanted = "" if outcome.holds else f"，应为{outcome.expected}，得到{outcome.got}"
    return f"{sign} 第{outcome.line}行 {outcome.what}{said}{wanted}"


COMMANDS = (
    Command("check", "按条款核对某一天", _check_arguments, _check),
    Command("replay", "在演示库里重放场景文件", _replay_arguments, _replay),
)
