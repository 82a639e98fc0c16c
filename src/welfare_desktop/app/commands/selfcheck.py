"""``self-check``: proves an installation in a few seconds, a line each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

from welfare_desktop.actions import packages
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.app.commands.command import Command, no_arguments
from welfare_desktop.app.console import EXIT_DONE, EXIT_REFUSED, Console
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.exchange.package import SUFFIXES
from welfare_desktop.office import desk as office
from welfare_desktop.reports.opening_list import OpeningChild, OpeningList, opening_list
from welfare_desktop.reports.page import Signed
from welfare_desktop.security.passwords import stretch

_RARE = "赵䶮𫖯𬱖"


class _Check:
    """One store made for the check and thrown away."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = SetClock(datetime(2026, 10, 31, 9, 0))
        self.desk: Desk | None = None
        self.name = ""

    def make_store(self) -> str:
        """Create, encrypt, migrate; one password stretched as it is for a store that is kept."""
        stretch(practice.PASSWORD, bytes(16), practice.KEPT)
        self.desk = practice.create(
            self.folder / "store", self.clock, stretching=practice.THROWN_AWAY
        )
        practice.join_office(self.desk, self.clock)
        return f"{len(self.desk.accounts())}个账号"

    def print_page(self) -> str:
        """A PDF with rare characters."""
        data = opening_list(
            OpeningList(
                institution="示例儿童福利院",
                go_live_on=date(2026, 10, 31),
                children=(OpeningChild(file_no="1", name=_RARE, sex="男"),),
                sha256="0" * 64,
                director=Signed("院长"),
                practice=True,
            )
        )
        return f"{len(data)}字节，{_RARE}"

    def build_package(self) -> str:
        """Build, approve, sign, seal."""
        if self.desk is None:
            raise Trouble("没有建成资料库。")
        self.clock.at = datetime(2026, 11, 1, 9, 0)
        self.name = packages.build(self.desk, "2026-10", self.desk.by_password())
        director = self.desk.seated(self.desk.find_account("yuanzhang"))
        made = packages.approve(director, self.name, director.by_password())
        return f"{self.name}，{made.bytes}字节"

    def verify_package(self) -> str:
        """The office's whole acceptance rule."""
        if self.desk is None:
            raise Trouble("没有建成资料库。")
        package = self.desk.store_dir / "outbox" / f"{self.name}{SUFFIXES[0]}"
        office.check(self.desk.store_dir / "office", package, self.clock.at)
        return "主管部门核验通过"

    def verify_store(self) -> str:
        """Chain, records, pages."""
        found: list[str] = []
        if self.desk is None or not self.desk.store.check(found.append):
            raise Trouble("；".join(found) or "没有建成资料库。")
        return "流水、记录、数据页相符"


def _self_check(console: Console) -> int:
    with tempfile.TemporaryDirectory(prefix="welfare-check-") as folder:
        check = _Check(Path(folder))
        steps: list[tuple[str, Callable[[], str]]] = [
            ("建库与迁移", check.make_store),
            ("生僻字PDF", check.print_page),
            ("月报包封装", check.build_package),
            ("月报包核验", check.verify_package),
            ("资料库核对", check.verify_store),
        ]
        results = [_one(name, step) for name, step in steps]
        if check.desk is not None:
            check.desk.close()
    lines = [f"{'✓' if ok else '✗'} {name}：{said}" for name, ok, said in results]
    holds = all(ok for _, ok, _ in results)
    console.answer(
        {"holds": holds, "checks": [{"name": n, "holds": ok, "said": s} for n, ok, s in results]},
        "\n".join(lines),
    )
    if holds:
        return EXIT_DONE
    console.say(f"安装有问题：{'、'.join(name for name, ok, _ in results if not ok)}没有通过。")
    return EXIT_REFUSED


def _one(name: str, step: Callable[[], str]) -> tuple[str, bool, str]:
    try:
        return name, True, step()
    except Trouble as trouble:
        return name, False, trouble.sentence
    except Exception as error:
        return name, False, f"程序安装不完整（{type(error).__name__}）"


COMMANDS = (Command("self-check", "核对安装：建库、PDF、封装、核验", no_arguments, _self_check),)
