"""The month's package on a practice store: figures, the cut, freezing, the way to the receipt."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.damage import flipped
from tests.exchange.test_tamper import Files, opened
from tests.practised import practised
from welfare_desktop.actions import access, office_link, packages, records, sending
from welfare_desktop.app import practice
from welfare_desktop.app.replay import Step, play
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.house import House
from welfare_desktop.domain.monthly import Month, balance, month_tables
from welfare_desktop.domain.record import Paper
from welfare_desktop.exchange.package import content_sha256
from welfare_desktop.office import desk as office
from welfare_desktop.store import attachments, outbox

OCTOBER = Month(2026, 10)
FIRST = datetime(2026, 10, 1)


class Kept:
    """A practice house in October: three children there, one found, one found and given back."""

    def __init__(self, folder: Path) -> None:
        self.clock = SetClock(FIRST)
        self.desk = practised(folder / "store", self.clock, FIRST.date())
        practice.join_office(self.desk, self.clock)
        self.stage = Stage(self.desk, self.clock, [])
        self.office = folder / "store/office"
        opening = {"ward": "W1", "children": {n: {"selfcare": "1"} for n in "甲乙丙"}}
        self.step("2026-10-01T00:00", "opening", **opening)
        self._found("2026-10-10T10:00", "丁")
        self._found("2026-10-12T10:00", "戊")
        claim = {"at": "2026-10-18T09:00", "person": "某某", "state": "3", "police_reply": "属实"}
        self.step("2026-10-20T15:00", "submit", form="F06", child="戊", by="shegong",
                  files=["A06"],
                  data={"published_on": "2026-10-15", "claims": [claim], "result": "2"})  # fmt: skip
        self.step("2026-10-20T15:10", "submit", form="F50", child="戊", by="shegong",
                  files=["C11", "C12", "C01"],
                  data={"cause": "L1", "left_at": "2026-10-20T15:00"})  # fmt: skip
        self.step("2026-10-20T15:20", "approve", form="F50", child="戊", by="yuanzhang")

    def _found(self, at: str, name: str) -> None:
        self.step(at, "submit", form="F02", child=name, by="kezhang", files=["A01"],
                  data={"arrived_at": at, "decision": "1", "referral_source": "1"})  # fmt: skip
        self.step(at, "submit", form="F03", child=name, by="shegong", files=["A02"],
                  data={"cert_no": f"证{name}", "crime_suspected": False})  # fmt: skip

    def step(self, at: str, verb: str, **fields: Any) -> None:
        done = play(self.stage, Step(0, datetime.fromisoformat(at), verb, fields))
        assert done.holds, done

    def build(self) -> str:
        return packages.build(self.desk, "2026-10", self.desk.by_password())

    def approve(self, name: str) -> packages.PackageStatus:
        return packages.approve(self.desk, name, self.director())

    def director(self) -> Any:
        return self.desk.signer("yuanzhang", practice.PIN)

    def sealed(self) -> str:
        """October's package, approved and sealed."""
        self.clock.at = max(self.clock.at, datetime(2026, 11, 2, 9))
        name = self.build()
        assert self.approve(name).state == "queued"
        return name

    def file(self, name: str) -> Path:
        return packages.folder_of(self.desk) / f"{name}.zip.age"

    def answer(self, name: str) -> Path:
        """What the office says to the package, as a file."""
        out = self.desk.store_dir.parent
        office.receive(self.office, self.file(name), out, self.clock.now(), "usb")
        return out / f"{name}.receipt.p7m"

    def state(self, name: str) -> str:
        return packages.row_of(self.desk, name).state


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    made = Kept(tmp_path)
    yield made
    made.desk.close()


def table(files: Files, name: str) -> list[dict[str, str]]:
    text = files[f"data/tables/{name}.csv"].decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def inside(kept: Kept, name: str) -> Files:
    house: Any = type("House", (), {"office": kept.office})
    return {k.removeprefix(f"{name}/"): v for k, v in opened(house, kept.file(name)).items()}


def test_the_identity_counts_the_opening_entry_as_there_before(kept: Kept) -> None:
    kept.clock.at = datetime(2026, 11, 2, 9)
    house = House(kept.desk.store, OCTOBER.cut)
    sums = balance(house, OCTOBER)
    whole = sums.whole
    assert (whole.opening, whole.added, whole.left, whole.closing) == (3, 2, 1, 4) and sums.ok
    assert [(x.label, x.opening, x.added, x.left, x.closing) for x in sums.statuses] == [
        ("在院", 3, 0, 0, 3), ("临时代养", 0, 2, 1, 1),
    ]  # fmt: skip
    assert [(x.opening, x.added, x.left, x.closing) for x in sums.modes] == [(3, 2, 1, 4)]
    rows = month_tables(house, OCTOBER)
    assert [len(rows[t]) for t in ("P01", "P02", "P03")] == [4, 2, 1]
    assert [r["name"] for r in rows["P02"]] == ["丁", "戊"]
    (gone,) = rows["P03"]
    assert (gone["name"], gone["leave_cause"], gone["fact_on"]) == ("戊", "L1", "2026-10-20")
    assert gone["document"] == "C01;C11;C12"
    november = balance(House(kept.desk.store, datetime(2026, 11, 2)), Month(2026, 11)).whole
    assert (november.opening, november.added, november.left) == (4, 0, 0)


def test_a_status_that_does_not_add_up_blocks_the_signature(kept: Kept) -> None:
    sums = balance(House(kept.desk.store, OCTOBER.cut), OCTOBER)
    line = sums.statuses[0]
    wrong = msgspec.structs.replace(line, closing=line.closing + 1)
    assert sums.ok and not msgspec.structs.replace(sums, statuses=(wrong,)).ok
    kept.clock.at = datetime(2026, 11, 2, 9)
    name = kept.build()
    record = packages.row_of(kept.desk, name).facts["record"]
    records.correct(kept.desk, record, {"balance_ok": False}, "试")
    with pytest.raises(Refused, match="不平衡"):
        kept.approve(name)


def test_the_first_revision_ends_at_the_cut_and_the_next_knows_more(kept: Kept) -> None:
    child = next(c for c in kept.desk.house().children if c.name == "甲")
    for at, level in (("2026-10-28", "2"), ("2026-11-01", "3")):
        kept.step("2026-11-02T08:00", "submit", form="F13", child=child.name, by="hushi1",
                  data={"assessed_on": at, "level": level, "remark": "按照护需要"})  # fmt: skip
    first = kept.sealed()
    rows = {r["name"]: r for r in table(inside(kept, first), "P01")}
    assert rows["甲"]["selfcare"] == "1", "entered after the cut"
    sending.hand_over_package(kept.desk, first, kept.desk.store_dir / "stick")
    sending.take_receipt(kept.desk, kept.answer(first))
    assert kept.state(first) == "accepted"
    second = kept.sealed()
    assert second == first.replace("r01", "r02")
    files = inside(kept, second)
    rows = {r["name"]: r for r in table(files, "P01")}
    assert rows["甲"]["selfcare"] == "2", "what lies past the cut is not October's"
    info = files["bag-info.txt"].decode()
    assert f"CWX-Supersedes: {first}" in info
    assert (
        f"CWX-Previous-Package: sha256:{packages.row_of(kept.desk, first).facts['sha256']}" in info
    )
    sending.hand_over_package(kept.desk, second, kept.desk.store_dir / "stick")
    sending.take_receipt(kept.desk, kept.answer(second))
    assert (kept.state(first), kept.state(second)) == ("superseded", "accepted")


def test_what_was_signed_is_what_is_sealed(kept: Kept) -> None:
    kept.clock.at = datetime(2026, 11, 2, 9)
    name = kept.build()
    before = packages.row_of(kept.desk, name).facts
    child = kept.desk.house().children[0]
    records.correct(kept.desk, child.id, {"name": "改名"}, "登记有误")
    institution = kept.desk.house().institution
    assert institution is not None
    records.correct(kept.desk, institution.id, {"first_responsible": "新局长"}, "换届")
    kept.approve(name)
    files = inside(kept, name)
    (first,) = table(files, "P00")
    assert first["first_responsible"] == "汪局长" and first["hash"] == before["content_sha256"]
    assert first["approver"] == "方院长"
    assert child.name in {r["name"] for r in table(files, "P01")}
    papers = {p.removeprefix("data/"): p for p in files if p.startswith("data/attachments/")}
    papers.pop("attachments/index.csv")
    assert len(papers) == 1, "the same scan is kept once"
    items = [(d, p) for p, d in before["frozen"].items()]
    items += [(Path(p).stem, p) for p in papers]
    assert content_sha256(items) == first["hash"], "over the frozen tables and the papers"
    mark = kept.desk.record(before["record"]).get("approved_by")
    assert mark["sha256"] == first["hash"]


def test_the_month_is_judged_by_all_its_days(kept: Kept) -> None:
    rows = {r["clause_row"]: r for r in
            month_tables(House(kept.desk.store, OCTOBER.cut), OCTOBER)["P12"]}  # fmt: skip
    assert rows["C15.01"]["pass"] + rows["C15.01"]["breach"] == 31, "one row a day"
    assert rows["C3.06"]["breach"] == 31 and rows["C3.06"]["verdict"] == "BREACH"


def test_what_waits_for_somebody(kept: Kept) -> None:
    child = next(c for c in kept.desk.house().children if c.name == "甲")
    kept.step("2026-10-25T08:50", "submit", form="F14", by="kezhang", data={})
    kept.step("2026-10-25T09:00", "submit", form="F12", child=child.name, by="shegong",
              data={"from_mode": "INSTITUTION", "to_mode": "FAMILY_HOME", "child_view": "愿意"})  # fmt: skip
    rows = month_tables(House(kept.desk.store, OCTOBER.cut), OCTOBER)["P13"]
    waiting = [(r["item"], r["subject"]) for r in rows if r["item"].startswith("待批")]
    assert waiting == [("待批 养育方式变更审批表", child.file_no)]
    assert all(0 <= r["days_left"] <= 60 for r in rows if r["item"] == "到期")
    assert not [r for r in rows if r["item"] == "建账前"], "no window closed before the go-live day"


def test_one_that_is_stuck_does_not_hold_up_the_others(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = kept.sealed()
    kept.clock.at = datetime(2026, 12, 2, 9)
    second = packages.build(kept.desk, "2026-11", kept.desk.by_password())
    kept.approve(second)

    def carried(errand: sending.Errand, keep: sending.Keep) -> sending.Carried:
        if errand.name == first:
            raise Trouble("这一个卡住了。")
        return sending.Carried(errand.name, True, None)

    monkeypatch.setattr(sending, "carry", carried)
    with pytest.raises(Trouble, match="卡住"):
        sending.send(kept.desk)
    assert (kept.state(first), kept.state(second)) == ("queued", "delivered")
    assert packages.row_of(kept.desk, first).facts["problem"] == "这一个卡住了。"
    (report,) = [r for r in kept.desk.house().of("F70") if r.get("type") == "MONTHLY"]
    assert report.get("about") == packages.row_of(kept.desk, second).facts["record"]


def test_rejected_is_mended_and_built_again(kept: Kept) -> None:
    first = kept.sealed()
    sending.hand_over_package(kept.desk, first, kept.desk.store_dir / "stick")
    (kept.office / "profile.json").write_bytes(
        msgspec.json.encode(msgspec.structs.replace(office.profile_of(kept.office), practice=False))
    )
    receipt = sending.take_receipt(kept.desk, kept.answer(first))
    assert receipt.decision == "rejected" and receipt.problems[0]["code"] == "practice"
    assert kept.state(first) == "rejected"
    assert packages.row_of(kept.desk, first).facts["problem"] == "演示包不能报给正式单位"
    second = kept.sealed()
    assert second.endswith("r02") and b"CWX-Supersedes" not in inside(kept, second)["bag-info.txt"]


def test_a_full_disk_leaves_it_approved_and_the_next_try_seals(kept: Kept, tmp_path: Path) -> None:
    kept.clock.at = datetime(2026, 11, 2, 9)
    name = kept.build()
    folder = packages.folder_of(kept.desk)
    folder.mkdir()
    (folder / f"{name}.zip.age.part").symlink_to("/dev/full")
    with pytest.raises(Trouble, match="磁盘已满"):
        kept.approve(name)
    assert kept.state(name) == "approved" and list(folder.iterdir()) == []
    assert kept.approve(name).state == "queued"
    for path in folder.iterdir():
        path.unlink()
    with pytest.raises(Trouble, match="不齐"):
        sending.hand_over_package(kept.desk, name, tmp_path / "stick")
    assert kept.approve(name).state == "queued" and kept.file(name).exists(), "sealed again"
    assert office.check(kept.office, kept.file(name), kept.clock.now()).name == name


def test_what_a_kill_left_goes_at_the_next_start(kept: Kept) -> None:
    name, folder = kept.sealed(), kept.desk.store_dir
    left = [folder / "outbox" / f"{name}.zip.age.part", folder / "attachments" / "new-x"]
    for path in left:
        path.write_bytes(b"x")
    kept.desk.close()
    kept.desk = access.open_desk(folder, "kezhang", practice.PASSWORD, kept.clock)
    assert not any(path.exists() for path in left) and kept.file(name).exists()


def test_who_may_send(kept: Kept, tmp_path: Path) -> None:
    name = kept.sealed()
    for login in ("huli1", "shegong", "xitong"):
        seat = kept.desk.seated(kept.desk.find_account(login))
        for act in (
            lambda s: sending.send(s),
            lambda s: sending.hand_over_package(s, name, tmp_path / "stick"),
            lambda s: sending.take_receipt(s, tmp_path / "x"),
        ):
            with pytest.raises(Refused, match="院长"):
                act(seat)
    assert not (tmp_path / "stick").exists()


def test_papers_too_large_are_named(kept: Kept) -> None:
    child = next(c for c in kept.desk.house().children if c.name == "丁")
    report = child.all("F03")[-1]
    scan = attachments.add(kept.desk.store, io.BytesIO(b"scan"), "image/jpeg")
    paper = Paper("A02", scan.sha256, "报案证明.jpg", 2_200_000_000, "image/jpeg")
    records.continue_record(kept.desk.seated(kept.desk.find_account("shegong")), report.id, {},
                            step=records.Step(papers=(paper,)))  # fmt: skip
    kept.clock.at = datetime(2026, 11, 2, 9)
    with pytest.raises(Trouble, match=r"报案证明\.jpg（2200 MB）"):
        kept.build()
    assert outbox.rows(kept.desk.store) == [] and not kept.desk.house().of("F74")


def test_receipts_are_kept_shown_and_proved(kept: Kept) -> None:
    name = kept.sealed()
    sending.hand_over_package(kept.desk, name, kept.desk.store_dir / "stick")
    file = kept.answer(name)
    whole = file.read_bytes()
    file.write_bytes(flipped(whole))
    with pytest.raises(Trouble, match="不可信"):
        sending.take_receipt(kept.desk, file)
    assert kept.state(name) == "handed_over"
    file.write_bytes(whole)
    sending.take_receipt(kept.desk, file)
    row = packages.row_of(kept.desk, name)
    (link,) = kept.desk.record(row.facts["record"]).get("receipt")
    assert attachments.content(kept.desk.store, link["sha256"]) == whole
    assert sending.slip(kept.desk, name).startswith(b"%PDF")
    heads, bad = sending.proved_heads(kept.desk)
    assert heads and not bad
    # A newer profile with another receipt certificate: the kept receipt is still trusted.
    profile = office.profile_of(kept.office)
    office.move(kept.office, "http://127.0.0.1:9/")
    office_link.join(kept.desk, kept.office / "office-profile.p7m", kept.office / "institution.pem")
    assert profile.url != office_link.profile_of(kept.desk).url
    assert sending.proved_heads(kept.desk) == (heads, [])
    packages.moved(kept.desk, row, "accepted", receipt_file=row.facts["frozen"]["rounds.csv"])
    assert sending.proved_heads(kept.desk)[1], "another file in its place is found"


def test_days_are_those_of_the_month(kept: Kept) -> None:
    assert OCTOBER.has(datetime(2026, 10, 31, 23, 59)) and not OCTOBER.has(datetime(2026, 11, 1))
    assert OCTOBER.last_minute.date() == date(2026, 10, 31)
    assert OCTOBER.cut - OCTOBER.first == timedelta(days=31)
