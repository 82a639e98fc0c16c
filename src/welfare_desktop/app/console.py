"""What every command shares: the store it works on, the person, output, and exit codes."""

from __future__ import annotations

import argparse
import contextlib
import getpass
import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
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


class CommandParser(argparse.ArgumentParser):
    """Reports a wrong command line by exception, so that the entry point words it."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message)


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


def run(action: Callable[[], int]) -> int:
    """Run a command; every failure is one clear sentence and its exit code."""
    try:
        return action()
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
        print(f"文件或磁盘出错：{error.strerror or '读写失败'}。请核对后再试。", file=sys.stderr)
        return EXIT_TROUBLE
    except Exception:
        _log.exception("unexpected")
        print("程序出了意外，已保存的内容都在。请运行 diagnose 并联系维护人员。", file=sys.stderr)
        return EXIT_TROUBLE
