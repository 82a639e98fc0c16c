"""Commands for the day something breaks: backup, restore, diagnose."""

from __future__ import annotations

import argparse
import json
import zipfile
from pathlib import Path

import msgspec

from welfare_desktop.actions import access, backups, diagnose, restoring
from welfare_desktop.app import logbook
from welfare_desktop.app.commands.command import Command
from welfare_desktop.app.console import EXIT_DONE, Console, UsageError
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.security import recovery
from welfare_desktop.security.durable import replacing


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")


def _backup(console: Console) -> int:
    target = Path(console.options.file)
    if target.exists():
        raise Refused(f"{target.name} 已存在，不会覆盖。请换一个文件名。")
    with console.desk() as desk:
        made = backups.make(desk, target)
    document = {
        "file": str(made.path), "sha256": made.sha256, "bytes": made.bytes,
        "attachments_copied": made.copied, "made_at": made.made_at, "verified": True,
    }  # fmt: skip
    console.answer(document, f"已备份并核对：{made.path}，{made.bytes}字节，新附件{made.copied}份")
    return EXIT_DONE


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--recovery-file", metavar="FILE", help="恢复单上的24个词")


def _words(path: Path) -> list[str]:
    try:
        return recovery.read_words(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Trouble(f"{path.name} 读不出来，请核对路径。") from None


def _restore(console: Console) -> int:
    options = console.options
    if not options.data:
        raise UsageError("请用 --data 说明恢复到哪个空文件夹")
    if not options.recovery_file and not options.account:
        raise UsageError("请用 --recovery-file 或 --as 说明用什么打开备份")
    words = _words(Path(options.recovery_file)) if options.recovery_file else []
    login = options.account or ""
    way = restoring.WayIn(words, login, console.password() if login else "")
    done = restoring.restore(Path(options.file), console.folder, way)
    console.answer(msgspec.to_builtins(done), done.sentence)
    return EXIT_DONE


def _diagnose_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", metavar="FILE", required=True)


def _diagnose(console: Console) -> int:
    out = Path(console.options.out)
    if not console.folder.is_dir():
        raise Trouble(f"{console.folder} 里没有资料库。请核对 --data，或先建库。")
    document = diagnose.of_folder(console.folder)
    if console.options.account and access.store_exists(console.folder):
        with console.desk() as desk:
            document |= diagnose.of_desk(desk)
    lines = logbook.recent(console.folder)
    with replacing(out) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("diagnose.json", json.dumps(document, ensure_ascii=False, indent=1))
        bundle.writestr("program.log", "\n".join(lines) + "\n")
    console.answer({"out": str(out)} | document, f"诊断文件已存好：{out}，里面没有儿童和人员的资料")
    return EXIT_DONE


COMMANDS = (
    Command("backup", "备份到一个文件，并马上核对", _backup_arguments, _backup),
    Command("restore", "从备份恢复到空文件夹", _restore_arguments, _restore),
    Command("diagnose", "存一份诊断文件，不含个人资料", _diagnose_arguments, _diagnose),
)
