"""``welfare-office``: the district's commands."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.app.console import (
    EXIT_DONE,
    EXIT_REFUSED,
    EXIT_USAGE,
    CommandParser,
    UsageError,
    run,
    speak_utf8,
)
from welfare_desktop.domain.clock import SystemClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.exchange import trust
from welfare_desktop.exchange.verify import Refusal
from welfare_desktop.office import desk


def parser() -> argparse.ArgumentParser:
    """All commands of the office."""
    top = CommandParser(prog="welfare-office", description="主管部门收报工具")
    top.add_argument("--format", choices=("text", "json"), default="text")
    sub = top.add_subparsers(
        dest="command", metavar="命令", required=True, parser_class=CommandParser
    )
    for name, text in (
        ("init", "建立"),
        ("enrol", "发证"),
        ("receive", "接收"),
        ("verify", "核验"),
    ):
        one = sub.add_parser(name, help=text)
        one.add_argument("folder", metavar="DIR", type=Path)
        one.add_argument("--format", choices=("text", "json"), default=argparse.SUPPRESS)
        if name == "init":
            one.add_argument("--name", required=True)
            one.add_argument("--url", required=True)
        elif name == "enrol":
            one.add_argument("csr", metavar="CSR", type=Path)
            one.add_argument("--out", metavar="FILE.pem", type=Path)
        else:
            one.add_argument("package", metavar="PACKAGE", type=Path)
        if name == "receive":
            one.add_argument("--receipts", metavar="OUT", type=Path)
            one.add_argument("--channel", choices=("tus", "usb"), default="usb")
    return top


def _answer(options: argparse.Namespace, document: dict[str, Any], text: str) -> None:
    print(json.dumps(document, ensure_ascii=False) if options.format == "json" else text)


def _init(options: argparse.Namespace) -> int:
    told = desk.init(options.folder, options.name, options.url, SystemClock().now())
    _answer(options, {"fingerprint": told}, f"已建立。请把指纹用电话告知机构：\n{told}")
    return EXIT_DONE


def _enrol(options: argparse.Namespace) -> int:
    csr = _read(options.csr)
    code, certificate = desk.enrol(options.folder, csr, SystemClock().now())
    out = options.out or Path(f"{code}.pem")
    out.write_bytes(certificate)
    told = trust.fingerprint(csr)
    _answer(options, {"code": code, "certificate": str(out), "request": told},
            f"申请指纹（与机构电话核对）：\n{told}\n证书已写入 {out}")  # fmt: skip
    return EXIT_DONE


def _receive(options: argparse.Namespace) -> int:
    desk.profile_of(options.folder)
    receipts = options.receipts or options.folder / "receipts"
    answer = desk.receive(
        options.folder, options.package, receipts, SystemClock().now(), options.channel
    )
    problems = [msgspec.to_builtins(p) for p in answer.problems]
    words = "已收下" if answer.accepted else "不予收下：" + "；".join(p["detail"] for p in problems)
    if answer.receipt is None:
        words += "（来源不明，不出回执）"
    _answer(options, {"package": answer.package, "accepted": answer.accepted,
                      "problems": problems, "notes": answer.notes}, words)  # fmt: skip
    if answer.accepted:
        return EXIT_DONE
    print(words, file=sys.stderr)
    return EXIT_REFUSED


def _verify(options: argparse.Namespace) -> int:
    desk.profile_of(options.folder)
    try:
        opened = desk.check(options.folder, options.package, SystemClock().now())
    except Refusal as refusal:
        problem = msgspec.to_builtins(refusal.problem)
        _answer(options, {"holds": False, "problems": [problem]}, f"不成立：{problem['detail']}")
        print(problem["detail"], file=sys.stderr)
        return EXIT_REFUSED
    _answer(options, {"holds": True, "package": opened.name}, f"{opened.name} 核验通过")
    return EXIT_DONE


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Trouble(f"{path.name} 读不出来，请核对路径。") from None


_VERBS = {"init": _init, "enrol": _enrol, "receive": _receive, "verify": _verify}


def main(argv: Sequence[str] | None = None) -> None:
    """Entry point; ends the process with the exit code of commands.md."""
    speak_utf8()
    try:
        options = parser().parse_args(argv)
    except UsageError as error:
        print(f"用法不对：{error}。用 --help 看写法。", file=sys.stderr)
        raise SystemExit(EXIT_USAGE) from None
    raise SystemExit(run(lambda: _VERBS[options.command](options)))


if __name__ == "__main__":
    main()
