"""Whatever lies in a file that comes from outside, a sentence says so; nothing altered is taken."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.conftest import CODE, NOW, House, sealed
from tests.exchange.conftest import house as _house
from tests.exchange.test_tamper import NAME, entries_of, opened, put, zipped
from tests.faults.conftest import FULL
from welfare_desktop.actions import opening
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice, replay
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.roster import RosterReading
from welfare_desktop.exchange import trust, verify
from welfare_desktop.exchange.package import SUFFIXES
from welfare_desktop.exchange.receipt import open_receipt
from welfare_desktop.office import desk as office
from welfare_desktop.security import keyslots
from welfare_desktop.store import journal

ROOT = Path(__file__).resolve().parents[1]
ROSTER = ROOT / "roster" / "data" / "roster.xlsx"
HEADINGS = ("姓名", "性别", "出生日期", "身份证号", "入院日期", "入院原因", "养育方式", "户口", "医保",
            "自理能力", "残疾情况", "班组", "床号", "备注")  # fmt: skip


def often(short: int, full: int) -> Callable[[Any], Any]:
    """How many examples: a few in ``make test``, many in ``make faults``."""
    return settings(
        max_examples=full if FULL else short, deadline=None, database=None, derandomize=not FULL,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


@st.composite
def altered(draw: st.DrawFn, good: bytes) -> bytes:
    """Bytes that are not the good ones: changed, cut out, put in, doubled or cut short."""
    start = draw(st.integers(0, len(good) - 1))
    end = draw(st.integers(start, min(len(good), start + 40)))
    new = draw(
        st.one_of(
            st.binary(max_size=40),
            st.just(good[start:end] * 2),
            st.just(bytes(b ^ 1 << draw(st.integers(0, 7)) for b in good[start : start + 1])),
        )
    )
    tail = good[end:] if draw(st.integers(0, 4)) else b""
    changed = good[:start] + new + tail
    return changed if changed != good else changed + b"\x00"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.fixture(scope="module")
def desk(place: Path) -> Iterator[Desk]:
    made = practice.create(
        place / "store", SetClock(datetime(2025, 7, 28, 9, 0)), stretching=practice.THROWN_AWAY
    )
    yield made
    made.close()


@pytest.fixture(scope="module")
def house(place: Path) -> House:
    return _house.__wrapped__(place)  # type: ignore[attr-defined, no-any-return]


def told(work: Callable[[], Any]) -> Any:
    """What comes of it; ``None`` where a sentence says what is wrong."""
    try:
        return work()
    except (Refused, Trouble) as error:
        assert error.sentence.endswith("。"), error.sentence
        return None


@often(60, 3000)
@given(data=st.data())
def test_a_key_file(desk: Desk, place: Path, data: st.DataObject) -> None:
    folder = place / "keys"
    folder.mkdir(exist_ok=True)
    good = (desk.store_dir / keyslots.FILE_NAME).read_bytes()
    (folder / keyslots.FILE_NAME).write_bytes(data.draw(altered(good)))
    assert told(lambda: keyslots.load(folder)) is None


def _roster(desk: Desk, path: Path) -> None:
    found = told(lambda: opening.read(desk, path))
    assert found is None or isinstance(found, RosterReading)


@often(40, 2000)
@given(data=st.data())
def test_a_roster_file(desk: Desk, place: Path, data: st.DataObject) -> None:
    path = place / "名册.xlsx"
    path.write_bytes(data.draw(altered(ROSTER.read_bytes())))
    _roster(desk, path)


@often(15, 600)
@given(data=st.data())
def test_a_roster_file_damaged_inside(desk: Desk, place: Path, data: st.DataObject) -> None:
    path = place / "里面坏的.xlsx"
    with zipfile.ZipFile(ROSTER) as good, zipfile.ZipFile(path, "w") as bad:
        victim = data.draw(st.sampled_from([n for n in good.namelist() if good.read(n)]))
        for name in good.namelist():
            part = good.read(name)
            bad.writestr(name, data.draw(altered(part)) if name == victim else part)
    _roster(desk, path)


_CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30),
    st.dates().map(str),
    st.sampled_from(["男", "弃婴", "2018年13月40日", "二〇一八年十月", "20181024", "341002201810248231",
                     "341000201810248235", "肢体一级、、", "一区", "合计", "45000", "1e400", "半护"]),
)  # fmt: skip
_HEADS = st.lists(st.one_of(st.sampled_from(HEADINGS), st.text(max_size=8)), max_size=14)


@often(150, 8000)
@given(heads=_HEADS, rows=st.lists(st.lists(_CELLS, min_size=14, max_size=14), max_size=6))
def test_a_roster_of_anything(
    desk: Desk, place: Path, heads: list[str], rows: list[list[Any]]
) -> None:
    path = place / "名册.jsonl"
    lines = [json.dumps(dict(zip(["姓名", *heads], row, strict=False))) for row in rows]
    path.write_text("\n".join(lines), "utf-8")
    _roster(desk, path)


@often(60, 3000)
@given(data=st.data())
def test_a_receipt(house: House, data: st.DataObject) -> None:
    package = house.out / f"{NAME}{SUFFIXES[0]}"
    if not package.exists():
        sealed(house)
    answer = office.receive(house.office, package, house.out, NOW, "usb")
    assert answer.receipt is not None
    good = open_receipt(answer.receipt, house.profile, NOW)
    bad = data.draw(altered(answer.receipt))
    assert told(lambda: open_receipt(bad, house.profile, NOW)) in (None, good)


@often(60, 3000)
@given(data=st.data())
def test_a_profile(house: House, data: st.DataObject) -> None:
    good = (house.office / "office-profile.p7m").read_bytes()
    bad, ca = data.draw(altered(good)), house.profile.ca.encode()
    for known in (ca, None):
        wanted = None if known else trust.ca_fingerprint(house.profile)
        read = partial(trust.read_profile, bad, NOW, known, wanted)
        assert told(read) in (None, house.profile)


def _checked(house: House, package: Path) -> Any:
    try:
        return office.check(house.office, package, NOW)
    except verify.Refusal as refusal:
        assert refusal.problem.detail
        return None


@often(60, 3000)
@given(data=st.data())
def test_a_package(house: House, place: Path, data: st.DataObject) -> None:
    out = place / "altered"
    shutil.rmtree(out, ignore_errors=True)
    other = msgspec.structs.replace(house, out=place / "good")
    if not other.out.exists():
        sealed(other)
    shutil.copytree(other.out, out)
    victim = out / f"{NAME}{data.draw(st.sampled_from(SUFFIXES))}"
    victim.write_bytes(data.draw(altered(victim.read_bytes())))
    found = _checked(house, out / f"{NAME}{SUFFIXES[0]}")
    # A signature has bytes that say nothing; the package and its digest have none.
    assert found is None or (victim.name.endswith(SUFFIXES[2]) and found.code == CODE)


@often(40, 2000)
@given(data=st.data())
def test_a_package_of_anything_by_a_known_sender(
    house: House, place: Path, data: st.DataObject
) -> None:
    other = msgspec.structs.replace(house, out=place / "inside")
    if not (place / "good").exists():
        sealed(msgspec.structs.replace(house, out=place / "good"))
    files = opened(house, place / "good" / f"{NAME}{SUFFIXES[0]}")
    clear = zipped(entries_of(files))
    bad = data.draw(altered(clear))
    found = _checked(house, put(other, bad))
    if found is not None:
        with zipfile.ZipFile(io.BytesIO(bad)) as archive:
            kept = {n.removeprefix(f"{NAME}/"): archive.read(n) for n in archive.namelist()}
        assert kept == files


_SCRIPT = (ROOT / "scenarios" / "sc-09.jsonl").read_bytes()
_STEPS = [json.loads(line) for line in _SCRIPT.decode().splitlines() if line.startswith("{")]
_LEAF = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
)
_ROW = st.dictionaries(st.text(max_size=6), _LEAF, max_size=3)
_JSON = _LEAF | st.lists(_LEAF, max_size=3) | _ROW | st.lists(_ROW, max_size=2)


@often(60, 3000)
@given(data=st.data())
def test_a_script_that_cannot_be_read(place: Path, data: st.DataObject) -> None:
    path = place / "script.jsonl"
    path.write_bytes(data.draw(altered(_SCRIPT)))
    told(partial(replay.read_script, path))


@pytest.fixture(scope="module")
def stage(place: Path) -> Iterator[Any]:
    path = place / "whole.jsonl"
    path.write_bytes(_SCRIPT)
    with replay.staged(replay.read_script(path)) as made:
        yield made


@often(60, 2000)
@given(data=st.data())
def test_steps_of_anything(place: Path, stage: Any, data: st.DataObject) -> None:
    step = json.loads(json.dumps(data.draw(st.sampled_from(_STEPS))))
    inner = step.get("data")
    target = inner if inner and data.draw(st.booleans()) else step
    key = data.draw(st.sampled_from(sorted(target)) | st.text(max_size=6))
    target[key] = data.draw(_JSON)
    path = place / "step.jsonl"
    path.write_text(json.dumps(step), "utf-8")
    steps = told(partial(replay.read_script, path))
    for one in steps or ():
        assert replay.play(stage, one).what


_WORD = st.text(max_size=20)


@often(200, 10_000)
@given(_WORD, _WORD, _WORD, st.integers(1, 2**53 - 1), st.dictionaries(_WORD, _JSON, max_size=3))
def test_a_link_of_the_chain_is_canonical(
    act: str, record: str, device: str, seq: int, body: dict[str, Any]
) -> None:
    entry = journal.Entry(
        id="0" * 32, device=device, seq=seq, at="2026-01-01", actor=record, act=act, record=record,
        body=journal.canonical({name: str(value) for name, value in body.items()}),
    )  # fmt: skip
    whole = msgspec.structs.asdict(entry) | {"body": entry.values}
    del whole["hash"]
    expected = hashlib.sha256(b"\x00" + journal.ZERO + journal.canonical(whole)).digest()
    assert journal.entry_hash(journal.ZERO, entry) == expected
