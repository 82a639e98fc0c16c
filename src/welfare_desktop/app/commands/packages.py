"""Commands about the month's package and the office: package …, office …"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import msgspec

from welfare_desktop.actions import office_link, packages, sending
from welfare_desktop.app.commands.command import Command
from welfare_desktop.app.console import EXIT_DONE, EXIT_REFUSED, Console, UsageError
from welfare_desktop.security.durable import write_whole


def _package_arguments(parser: argparse.ArgumentParser) -> None:
    sub = parser.add_subparsers(dest="verb", metavar="build|approve|send|…", required=True)
    for name in ("build", "approve", "send", "hand-over", "receipt", "status"):
        one = sub.add_parser(name)
        _same_options(one)
        if name == "build":
            one.add_argument("--month", required=True, metavar="YYYY-MM", type=_month)
            one.add_argument("--trial", action="store_true")
        if name in ("approve", "hand-over"):
            one.add_argument("name", metavar="NAME")
            one.add_argument("--out", metavar="DIR", type=Path, required=name == "hand-over")
        if name == "receipt":
            one.add_argument("file", metavar="FILE", type=Path)


def _month(text: str) -> str:
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text) is None:
        raise argparse.ArgumentTypeError(f"“{text}”不是月份，写成 2026-10 这样")
    return text


def _same_options(parser: argparse.ArgumentParser) -> None:
    quiet = argparse.SUPPRESS
    parser.add_argument("--data", default=quiet)
    parser.add_argument("--format", choices=("text", "json"), default=quiet)
    parser.add_argument("--as", dest="account", default=quiet)
    parser.add_argument("--password-file", default=quiet)


def _package(console: Console) -> int:
    options = console.options
    with console.desk() as desk:
        if options.verb == "build":
            name = packages.build(desk, options.month, desk.by_password(), trial=options.trial)
            console.answer({"name": name}, name)
        elif options.verb == "approve":
            status = packages.approve(desk, options.name, desk.by_password(), options.out)
            console.answer(msgspec.to_builtins(status), f"{status.name} 已签发，等待报送")
        elif options.verb == "send":
            found = sending.send(desk)
            console.answer({"packages": msgspec.to_builtins(found)}, _spoken(found))
        elif options.verb == "hand-over":
            copied = sending.hand_over_package(desk, options.name, options.out)
            console.answer({"files": [str(p) for p in copied]}, "\n".join(map(str, copied)))
        elif options.verb == "receipt":
            receipt = sending.take_receipt(desk, options.file)
            word = _STATES[receipt.decision]
            console.answer(msgspec.to_builtins(receipt), f"{receipt.package} {word}")
            if receipt.decision != "accepted":
                why = "；".join(p["detail"] for p in receipt.problems)
                console.say(f"{receipt.package} 被退回：{why}")
                return EXIT_REFUSED
        else:
            found = packages.packages(desk)
            console.answer({"packages": msgspec.to_builtins(found)}, _spoken(found))
    return EXIT_DONE


_STATES = {
    "built": "已生成，待签发", "approved": "已签发，待封装", "queued": "已封装，待报送",
    "uploading": "报送中", "delivered": "已送达，等回执", "accepted": "已收下",
    "rejected": "被退回", "superseded": "已由更正替代", "handed_over": "已交U盘，等回执",
}  # fmt: skip


def _spoken(found: list[packages.PackageStatus]) -> str:
    lines = [f"{p.name} {_STATES[p.state]}{'：' + p.problem if p.problem else ''}" for p in found]
    return "\n".join(lines) or "还没有月报包"


def _office_arguments(parser: argparse.ArgumentParser) -> None:
    sub = parser.add_subparsers(dest="verb", metavar="request|join", required=True)
    request = sub.add_parser("request")
    request.add_argument("--out", metavar="FILE.csr", type=Path, required=True)
    join = sub.add_parser("join")
    join.add_argument("--profile", metavar="FILE", type=Path, required=True)
    join.add_argument("--certificate", metavar="FILE", type=Path, required=True)
    join.add_argument("--fingerprint", metavar="HEX")
    for one in (request, join):
        _same_options(one)


def _office(console: Console) -> int:
    options = console.options
    with console.desk() as desk:
        if options.verb == "request":
            made, told = office_link.request(desk)
            write_whole(options.out, made)
            console.answer({"request": str(options.out), "sha256": told},
                           f"申请文件 {options.out}\n请用电话与主管部门核对指纹：\n{told}")  # fmt: skip
            return EXIT_DONE
        told = options.fingerprint
        if told is None and (shown := office_link.fingerprint_to_ask(desk, options.profile)):
            told = _asked(shown)
        name = office_link.join(desk, options.profile, options.certificate, told)
    console.answer({"office": name}, f"已加入：{name}")
    return EXIT_DONE


def _asked(shown: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError("请用 --fingerprint 给出主管部门告知的指纹")
    print(f"主管部门指纹：\n{shown}", file=sys.stderr)
    answer = input("与电话里核对一致吗？一致请输入“是”：")
    if answer.strip() != "是":
        raise UsageError("指纹没有核对一致，没有加入")
    return shown


COMMANDS = (
    Command("package", "月报包：生成、签发、报送、回执", _package_arguments, _package),
    Command("office", "主管部门：申请证书、加入", _office_arguments, _office),
)
