"""What every command shares: the store it works on, the person, output, and exit codes."""

from __future__ import annotations

import argparse
import contextlib
import errno
import getpass
import io
import json
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from welfare_desktop.domain.errors import Refused, Trouble

if TYPE_CHECKING:
    from welfare_desktop.actions.desk import Desk
    from welfare_desktop.domain.clock import Clock

EXIT_DONE, EXIT_REFUSED, EXIT_USAGE, EXIT_TROUBLE = 0, 1, 2, 3
_log = logging.getLogger("welfare_desktop")
# Without a handler Python would print the traceback; a person is told one sentence instead.
_log.addHandler(logging.NullHandler())


class UsageError(Exception):
    """A command line that cannot be understood."""


#: What argparse says → what a person is told.
_WORDS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", r"还缺 \1"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"argument (\S+): invalid choice: '(.*)' \(choose from (.+)\)", r"\1 没有“\2”，可选 \3"),
    (r"argument (\S+): invalid \w+ value: '(.*)'", r"\1 的值“\2”不对"),
    (r"argument (\S+): expected one argument", r"\1 后面要写内容"),
    (r"argument (\S+): (.+)", r"\1：\2"),
)


class CommandParser(argparse.ArgumentParser):
    """Reports a wrong command line by exception, so that the entry point words it."""

    def __init__(self, **options: Any) -> None:
        # An abbreviation taken today could mean another option tomorrow.
        super().__init__(allow_abbrev=False, **options)

    def error(self, message: str) -> NoReturn:
        for pattern, words in _WORDS:
            if re.fullmatch(pattern, message):
                raise UsageError(re.sub(pattern, words, message).replace("'", ""))
        raise UsageError(message)


def day(text: str) -> date:
    """A day on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，写成 2026-10-31 这样") from None


def data_folder() -> Path:
    """The platform's user data folder."""
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA", str(Path.home() / "AppData/Local")))
    else:
        base = Path(os.environ.get("XDG_DATA_HOME", str(Path.home() / ".local/share")))
    return base / "welfare-desktop"


class Console:
    """The options of one call and the way back to the person."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.folder = Path(options.data) if options.data else data_folder()
        self.json = options.format == "json"

    def say(self, text: str) -> None:
        """A message for the person, on standard error."""
        print(text, file=sys.stderr)

    def answer(self, document: Any, text: str | None = None) -> None:
        """The result on standard output: one JSON document, or text."""
        if self.json or text is None:
            print(json.dumps(document, ensure_ascii=False, indent=None if self.json else 1))
        elif text:
            print(text)

    def password(self) -> str:
        """The password from the file named, else asked; never an argument."""
        if self.options.password_file:
            try:
                return Path(self.options.password_file).read_text("utf-8").rstrip("\r\n")
            except (OSError, UnicodeDecodeError):
                raise Trouble("密码文件读不出来，请核对路径。") from None
        if not sys.stdin.isatty():
            raise UsageError("这里不能输入密码，请用 --password-file")
        return getpass.getpass("密码：")

    @contextlib.contextmanager
    def desk(self, clock: Clock | None = None) -> Iterator[Desk]:
        """The desk of the person named by ``--as``, closed afterwards."""
        # The window is started by way of this module too, and must not wait for all of it.
        from welfare_desktop.actions import access

        if not access.store_exists(self.folder):
            raise Trouble(f"{self.folder} 里没有资料库。请核对 --data，或先建库。")
        if not self.options.account:
            raise UsageError("请用 --as 说明以哪个账号操作")
        desk = access.open_desk(self.folder, self.options.account, self.password(), clock)
        try:
            yield desk
        finally:
            desk.close()


def speak_utf8() -> None:
    """Chinese goes out as UTF-8 whatever the locale of the shell."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


def run(action: Callable[[], int]) -> int:
    """Run a command; every failure is one clear sentence and its exit code."""
    try:
        code = action()
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read the answer has seen enough; nothing more can be told there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_TROUBLE
    except Refused as refused:
        clause = f"（{refused.clause}）" if refused.clause else ""
        print(f"{refused.sentence}{clause}", file=sys.stderr)
        return EXIT_REFUSED
    except Trouble as trouble:
        print(trouble.sentence, file=sys.stderr)
        return EXIT_TROUBLE
    except UsageError as error:
        print(f"{error}。用 --help 看写法。", file=sys.stderr)
        return EXIT_USAGE
    except KeyboardInterrupt:
        print("已停下，已保存的内容都在。", file=sys.stderr)
        return EXIT_TROUBLE
    except OSError as error:
        print(_disk_words(error), file=sys.stderr)
        return EXIT_TROUBLE
    except Exception as error:
        _log.exception("unexpected")
        kind = type(error).__name__
        print(f"程序出了意外（{kind}），已保存的内容都在。请联系维护人员。", file=sys.stderr)
        return EXIT_TROUBLE


_DISK = {
    errno.ENOSPC: "磁盘已满", errno.EACCES: "没有权限", errno.EPERM: "没有权限",
    errno.EROFS: "只能读，不能写", errno.ENOENT: "所在的文件夹找不到", errno.ENOTDIR: "不在文件夹里",
    errno.EISDIR: "是文件夹，不是文件", errno.EEXIST: "已经存在",
}  # fmt: skip
#: What a file is called while it is being written.
_UNDER_WAY = re.compile(r"(\.\d+)?\.part$")


def _disk_words(error: OSError) -> str:
    path = os.fsdecode(error.filename) if error.filename else "文件"
    where = _UNDER_WAY.sub("", path)
    return f"{where}：{_DISK.get(error.errno or 0, '读写出错')}。请核对路径和磁盘后再试。"
