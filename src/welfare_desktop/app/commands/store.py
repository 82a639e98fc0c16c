"""Commands about the store: init, demo, import, opening, verify-store."""

from __future__ import annotations

import argparse
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.actions import importing, opening, sending, setup
from welfare_desktop.app import practice
from welfare_desktop.app.commands.command import Command, no_arguments
from welfare_desktop.app.console import EXIT_DONE, EXIT_REFUSED, Console, UsageError, day
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.roster import LABELS, RosterReading, result_json
from welfare_desktop.security.recovery import new_words
from welfare_desktop.store import attachments


def _init_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--answers", metavar="FILE")
    parser.add_argument("--recovery-out", metavar="FILE")
    parser.add_argument("--template", action="store_true", help="打印空白答卷")


def _init(console: Console) -> int:
    options = console.options
    if options.template:
        print(json.dumps(setup.template(), ensure_ascii=False, indent=1))
        return EXIT_DONE
    if not options.answers or not options.recovery_out:
        raise UsageError("请用 --answers 和 --recovery-out 指明两个文件")
    out = Path(options.recovery_out)
    if out.exists():
        raise Refused(f"{out.name} 已存在，不会覆盖。请换一个恢复文件名。")
    answers = setup.read_answers(_read(Path(options.answers)))
    words = new_words()
    out.touch(mode=0o600)
    out.write_text("".join(words) + "\n", "utf-8")
    try:
        setup.create_store(console.folder, answers, words).close()
    except BaseException:
        out.unlink(missing_ok=True)
        raise
    console.answer({"created": str(console.folder)}, f"已建库：{console.folder}")
    console.say(f"恢复词在 {out}。请打印后妥善保管，再销毁这个文件。")
    return EXIT_DONE


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Trouble(f"{path.name} 读不出来，请核对路径。") from None


def _demo_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--children", type=int, default=60)
    parser.add_argument("--days", type=int, default=31)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--until", metavar="DATE", type=day)


#: Beyond these a demo is a slip of the finger.
_MOST_CHILDREN, _MOST_DAYS = 5000, 3660


def _demo(console: Console) -> int:
    options = console.options
    if not 0 <= options.children <= _MOST_CHILDREN or not 1 <= options.days <= _MOST_DAYS:
        raise UsageError(f"--children 为0到{_MOST_CHILDREN}，--days 为1到{_MOST_DAYS}")
    until = options.until or _last_full_month_end()
    start = datetime(until.year, until.month, until.day) - timedelta(days=options.days - 1)
    clock = SetClock(start)
    desk = practice.create(console.folder, clock)
    made: dict[str, Any] = {"data": str(console.folder), "children": options.children}
    try:
        practice.join_office(desk, clock)
        if options.children:
            from welfare_desktop.app.demo import play

            made |= play(desk, clock, options.children, until, options.seed)
    finally:
        desk.close()
    text = f"演示机构已建好：{console.folder}。账号 kezhang、yuanzhang 等，密码 {practice.PASSWORD}"
    console.answer(made, text)
    return EXIT_DONE


def _last_full_month_end() -> date:
    from welfare_desktop.domain.clock import SystemClock

    return SystemClock().now().date().replace(day=1) - timedelta(days=1)


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--dry-run", action="store_true")
    parser.add_argument("--accept-good", action="store_true")
    parser.add_argument("--columns", metavar="FILE")
    parser.add_argument("--reason", metavar="TEXT")
    parser.add_argument("--sheet", metavar="NAME", help="读哪一张工作表")
    parser.add_argument(
        "--form", metavar="FORM", help="文件里是哪张表单，例如F17；不写时按工作表名判断"
    )
    parser.add_argument("--wards", metavar="FILE", help="名册里的区域对应哪个区域编号")


def _table(path: str | None, example: str) -> dict[str, str | None]:
    """A small table written by hand; empty where none is given."""
    if path is None:
        return {}
    try:
        return msgspec.json.decode(_read(Path(path)), type=dict[str, str | None])
    except msgspec.DecodeError:
        raise Refused(f"{Path(path).name} 写成 {example}。") from None


def _choices(options: argparse.Namespace) -> opening.Choices:
    wards = _table(options.wards, '{"名册里的区域":"W1"}')
    return opening.Choices(
        columns=_table(options.columns, '{"表头":"F01.name"}，不取的栏目写 null'),
        wards={word: number for word, number in wards.items() if number},
        reason=options.reason,
        sheet=options.sheet,
    )


def _import(console: Console) -> int:
    options = console.options
    form = importing.form_in(Path(options.file), options.form)
    return _import_roster(console) if form is None else _import_records(console, form)


def _import_records(console: Console, form: str) -> int:
    options = console.options
    batch = importing.read(Path(options.file), form)
    with console.desk() as desk:
        taken = importing.take(
            desk, batch, write=not options.dry_run, accept_good=options.accept_good
        )
    refused = [
        {"row": c.row, "field": f"{form}.{c.field}" if c.field else form, "value": c.value,
         "why": c.why}
        for c in taken.refused
    ]  # fmt: skip
    told = [
        f"读到{taken.read}行，可接收{taken.accepted}行，已写入：{'是' if taken.written else '否'}",
        *(f"第{c.row}行　{c.why}" for c in taken.refused[:_ROWS_SHOWN]),
    ]
    if taken.unmapped:
        told.append(f"没有取的栏目：{'、'.join(taken.unmapped)}")
    console.answer(
        {"form": form, "read": taken.read, "accepted": taken.accepted, "written": taken.written,
         "repaired": [], "questions": [], "refused": refused, "duplicates": [],
         "unmapped_columns": list(taken.unmapped)},
        "\n".join(told),
    )  # fmt: skip
    if refused:
        console.say(
            f"{len(refused)}行不能接收，{'其余已写入' if taken.written else '一行都没有写入'}。"
        )
    return EXIT_REFUSED if refused else EXIT_DONE


def _import_roster(console: Console) -> int:
    options = console.options
    choices = _choices(options)
    with console.desk() as desk:
        reading = opening.read(desk, Path(options.file), choices)
        refused = reading.of_kind("refused")
        written = False
        if not options.dry_run and (not refused or options.accept_good):
            opening.accept(desk, reading, accept_good=options.accept_good)
            written = True
    console.answer(result_json(reading, written), _told(reading, written))
    if refused:
        rows = "、".join(str(row) for row in sorted({f.row for f in refused}))
        console.say(f"第{rows}行不能接收，{'其余已写入' if written else '一行都没有写入'}。")
    return EXIT_REFUSED if refused else EXIT_DONE


_KINDS = {"refused": "不收", "duplicate": "重复", "ask": "请核对", "repaired": "已修正"}
_ROWS_SHOWN = 20


def _told(reading: RosterReading, written: bool) -> str:
    lines = [
        f"读到{reading.read}行，可接收{len(reading.rows)}行，已写入：{'是' if written else '否'}"
    ]
    if reading.unmapped_columns:
        lines.append(f"没有取的栏目：{'、'.join(reading.unmapped_columns)}")
    if reading.other_sheets:
        lines.append(f"读的是“{reading.sheet}”，没有读：{'、'.join(reading.other_sheets)}")
    for kind, word in _KINDS.items():
        rows: dict[str, list[str]] = {}
        for f in reading.of_kind(kind):
            rows.setdefault(f"{LABELS.get(f.field, f.field)}：{f.why}", []).append(str(f.row))
        lines += [f"{word}　{_rows(where)} {why}" for why, where in rows.items()]
    return "\n".join(lines)


def _rows(numbers: list[str]) -> str:
    shown, more = "、".join(numbers[:_ROWS_SHOWN]), len(numbers) - _ROWS_SHOWN
    return f"第{shown}行" if more <= 0 else f"第{shown}行等{len(numbers)}行"


def _opening_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sign", action="store_true", help="院长签发")


def _opening(console: Console) -> int:
    with console.desk() as desk:
        listed = opening.opening_list(desk)
        if console.options.sign:
            listed = opening.sign_opening(desk, desk.by_password())
    document = {
        "children": listed.children, "refused": msgspec.to_builtins(listed.refused),
        "sha256": listed.sha256, "signed_at": listed.signed_at, "signed_by": listed.signed_by,
    }  # fmt: skip
    state = f"已由{listed.signed_by}签发" if listed.signed_at else "未签发"
    told = f"建账清单{len(listed.children)}名，未收入{len(listed.refused)}行，{state}"
    lines = [f"未收入　{row.name}：{row.why}" for row in listed.refused]
    console.answer(document, "\n".join([f"{told}，SHA-256 {listed.sha256}", *lines]))
    return EXIT_DONE


def _verify(console: Console) -> int:
    with console.desk() as desk:
        proved, found = sending.proved_heads(desk)
        whole = desk.store.check(found.append, proved)
        found += [f"附件缺失或被改动：{digest}" for digest in attachments.altered(desk.store)]
        heads = desk.store.heads()
    text = "流水、记录、数据页、附件全部相符" if whole and not found else "\n".join(found)
    console.answer({"holds": not found, "findings": found, "heads": heads}, text)
    if not found:
        return EXIT_DONE
    console.say(f"资料库有{len(found)}处不相符，请停止使用并联系维护人员。")
    return EXIT_REFUSED


COMMANDS = (
    Command("init", "建库（不开窗口）", _init_arguments, _init),
    Command("demo", "建一个演示机构", _demo_arguments, _demo),
    Command("import", "从名册建账", _import_arguments, _import),
    Command("opening", "建账清单；--sign 由院长签发", _opening_arguments, _opening),
    Command("verify-store", "核对流水、记录、数据页和附件", no_arguments, _verify),
)
