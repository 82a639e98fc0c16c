"""``welfare-desktop``: the window without arguments, otherwise the same actions as commands."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from welfare_desktop.app import commands, logbook
from welfare_desktop.app.console import (
    EXIT_USAGE,
    CommandParser,
    Console,
    UsageError,
    run,
    speak_utf8,
)


def parser(words: Sequence[str]) -> argparse.ArgumentParser:
    """The command among these words with its options; all of them for help."""
    top = CommandParser(prog="welfare-desktop", description="儿童福利机构工作台")
    _common(top)
    children = top.add_subparsers(dest="command", metavar="命令", parser_class=CommandParser)
    for define in commands.wanted(words):
        sub = children.add_parser(define.name, help=define.summary)
        _common(sub, inherit=True)
        define.arguments(sub)
        sub.set_defaults(action=define.run)
    return top


def _common(sub: argparse.ArgumentParser, inherit: bool = False) -> None:
    default = argparse.SUPPRESS if inherit else None
    sub.add_argument("--data", metavar="DIR", default=default, help="资料文件夹")
    sub.add_argument(
        "--format", choices=("text", "json"), default=argparse.SUPPRESS if inherit else "text"
    )
    sub.add_argument("--as", dest="account", metavar="ACCOUNT", default=default, help="账号")
    sub.add_argument("--password-file", metavar="FILE", default=default, help="密码文件")


def main(argv: Sequence[str] | None = None) -> None:
    """Entry point; ends the process with the exit code of commands.md."""
    words = list(sys.argv[1:] if argv is None else argv)
    speak_utf8()
    try:
        alone = CommandParser(add_help=False)
        _common(alone)
        options, rest = alone.parse_known_args(words)
        if rest:
            options = parser(rest).parse_args(words)
    except UsageError as error:
        print(f"用法不对：{error}。用 --help 看写法。", file=sys.stderr)
        raise SystemExit(EXIT_USAGE) from None
    console = Console(options)
    logbook.keep(console.folder)
    if getattr(options, "action", None) is None:
        from welfare_desktop.app.window import open_window

        raise SystemExit(run(lambda: open_window(console)))
    raise SystemExit(run(lambda: options.action(console)))


if __name__ == "__main__":
    main()
