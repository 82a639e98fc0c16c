"""Papers that come in: what a file is by its content, what is asked before it is filed, the folder."""

from __future__ import annotations

import hashlib
import os
import time
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests import scanned
from tests.actions import filled
from welfare_desktop.actions import file_catalogue, incoming, papers, records, scan_folder, scans
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.actions.scans import Scan
from welfare_desktop.domain import archive
from welfare_desktop.domain.archive import CATALOGUE
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.record import Record
from welfare_desktop.domain.situation import Problem
from welfare_desktop.store import attachments

LONG_AGO = 1_700_000_000


@pytest.fixture
def archivist(desk: Desk) -> Desk:
    return desk.seated(desk.find_account("dangan"))


@pytest.fixture
def one(desk: Desk) -> str:
    return filled.submit(desk, "F01", ward_id=None, bed_no=None).id


def known(desk: Desk, child: str) -> Child:
    found = desk.house().child(child)
    assert found is not None
    return found


def asked(desk: Desk, child: str, kind: str, *found: Scan, **changed: Any) -> list[Problem]:
    there = known(desk, child)
    values = incoming.prefilled(desk, there, CATALOGUE[kind], found) | changed
    return incoming.problems(desk, there, values, found)


def take(desk: Desk, child: str, kind: str, *found: Scan, **changed: Any) -> Record:
    values = incoming.prefilled(desk, known(desk, child), CATALOGUE[kind], found) | changed
    return incoming.file(desk, child, values, found)


# What a file is ------------------------------------------------------------------------------


def test_a_file_is_known_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    told = scans.of_file(scanned.picture(tmp_path / "扫描.pdf"))
    assert (told.media, told.mime, told.pages, told.dpi) == ("picture", "image/jpeg", 1, 300)
    assert scans.of_file(scanned.picture(tmp_path / "x.jpg", kind="PNG", dpi=150)).dpi == 150
    many = scans.of_file(scanned.pdf(tmp_path / "报告.jpg", pages=3))
    assert (many.media, many.pages, many.dpi, many.camera) == ("pdf", 3, 0, False)
    assert scans.of_file(scanned.scanned_pdf(tmp_path / "low.pdf", 100)).dpi == 100
    film = scans.of_file(scanned.film(tmp_path / "a.jpg"))
    assert (film.media, film.mime) == ("film", "video/mp4")


def test_pages_of_a_tiff_are_counted_and_a_photograph_tells_its_day(tmp_path: Path) -> None:
    pages = [Image.new("L", (80, 100), shade) for shade in (10, 90, 200)]
    path = tmp_path / "传真.tif"
    pages[0].save(path, "TIFF", save_all=True, append_images=pages[1:], dpi=(204, 204))
    told = scans.of_file(path)
    assert (told.mime, told.pages, told.dpi) == ("image/tiff", 3, 204)
    photo = scanned.picture(tmp_path / "IMG_1.JPG", dpi=72, taken="2025:07:20 08:15:00", turned=6)
    told = scans.of_file(photo)
    assert told.camera and told.day == date(2025, 7, 20)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [("空.pdf", b"", "空文件"), ("说明.docx", b"PK\x03\x04word", "不是PDF、图片"),
     ("IMG.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"), ("坏.pdf", b"%PDF-1.4\nnothing", "坏了"),
     ("run.exe", b"MZ\x90\0", "不是PDF、图片"), ("断.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "不完整")],
)  # fmt: skip
def test_what_is_no_paper_is_refused_by_field(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Refused, match=says) as refused:
        scans.of_file(path)
    assert refused.value.field == "files" and name in refused.value.sentence
    assert path.read_bytes() == data, "the file stays"


def test_a_broken_off_copy_a_password_and_a_missing_file(tmp_path: Path) -> None:
    path = scanned.picture(tmp_path / "断.jpg")
    path.write_bytes(path.read_bytes()[:-3000])
    with pytest.raises(Refused, match="不完整"):
        scans.of_file(path)
    with pytest.raises(Refused, match="请先去掉密码"):
        scans.of_file(scanned.pdf(tmp_path / "锁.pdf", password="secret"))
    with pytest.raises(Refused, match="请先去掉密码"):
        scans.refuse_locked(tmp_path / "锁.pdf")
    for name, data in (("坏.pdf", b"%PDF-1.4 x"), ("字.txt", b"x")):
        (tmp_path / name).write_bytes(data)
        scans.refuse_locked(tmp_path / name)
    scans.refuse_locked(tmp_path / "没有.pdf")
    with pytest.raises(Trouble, match="读不出"):
        scans.of_file(tmp_path / "没有.pdf")
    big = tmp_path / "大.pdf"
    scanned.pdf(big)
    with big.open("r+b") as out:
        out.truncate(scans.LARGEST + 1)
    with pytest.raises(Refused, match="200 MB"):
        scans.of_file(big)


# Into the file -------------------------------------------------------------------------------


def test_several_files_are_one_item_byte_for_byte(
    archivist: Desk, one: str, tmp_path: Path
) -> None:
    pages = [scanned.picture(tmp_path / f"{n}.jpg", shade=100 + n) for n in range(2)]
    pages.append(scanned.pdf(tmp_path / "3.pdf", pages=4))
    before = [path.read_bytes() for path in pages]
    made = take(archivist, one, "A02", *map(scans.of_file, pages))
    assert made.get("pages") == 6 and made.get("seq") == 1 and made.get("phase") == "A"
    assert [p.sha256 for p in made.papers] == [hashlib.sha256(data).hexdigest() for data in before]
    assert [path.read_bytes() for path in pages] == before, "read, never touched"
    kept = attachments.content(archivist.store, made.papers[0].sha256)
    assert kept == before[0]
    assert made.get("title") == "《捡拾弃婴（儿）报案证明》" and made.get("retention") == "Y"
    assert known(archivist, one).newest("F52") is not None
    second = take(archivist, one, "A03", scans.of_file(scanned.pdf(tmp_path / "b.pdf")))
    assert second.get("seq") == 2 and second.get("conf") == "3", "as secret as its form"


def test_a_void_item_gives_its_number_to_the_next(
    archivist: Desk, one: str, tmp_path: Path
) -> None:
    made = [take(archivist, one, kind, scans.of_file(scanned.pdf(tmp_path / f"{kind}.pdf")))
            for kind in ("A02", "A03", "A04")]  # fmt: skip
    head = archivist.seated(archivist.find_account("kezhang"))
    records.void(head, made[1].id, "收错了")
    again = take(archivist, one, "A03", scans.of_file(scanned.pdf(tmp_path / "again.pdf")))
    assert again.get("seq") == 2


def test_the_same_bytes_and_a_coarse_scan_are_asked_about(
    archivist: Desk, one: str, tmp_path: Path
) -> None:
    first = scans.of_file(scanned.picture(tmp_path / "证明.jpg"))
    assert asked(archivist, one, "A02", first) == []
    (twice,) = asked(archivist, one, "A02", first, first)
    assert twice.warning and twice.field == "digital" and "同一页" in twice.sentence
    take(archivist, one, "A02", first)
    (there,) = asked(archivist, one, "A16", first)
    assert there.warning and "第1件“《捡拾弃婴（儿）报案证明》”" in there.sentence
    coarse = scans.of_file(scanned.picture(tmp_path / "粗.jpg", dpi=150))
    (low,) = asked(archivist, one, "A16", coarse)
    assert low.warning and low.clause == "C12.07" and "150 dpi" in low.sentence
    assert archive.coarse(take(archivist, one, "A16", coarse)), "told again by the check"
    photo = scans.of_file(scanned.picture(tmp_path / "照.jpg", dpi=72, taken="2025:07:20 08:15:00"))
    assert asked(archivist, one, "A05", photo) == [], "a photograph has no dots an inch"
    assert incoming.prefilled(archivist, known(archivist, one), CATALOGUE["A05"], (photo,))[
        "carrier"
    ] == "3"  # fmt: skip


def test_what_hangs_on_a_form_is_named_and_can_be_filed_itself(
    archivist: Desk, one: str, tmp_path: Path
) -> None:
    path = scanned.picture(tmp_path / "体检.jpg", shade=33)
    paper = papers.take_in(archivist, path, "A03")
    seat = archivist.seated(archivist.find_account("kezhang"))
    exam = records.submit(seat, "F05", {}, child=one, step=Step(first_run=True, papers=(paper,)))
    (there,) = asked(archivist, one, "A03", scans.of_file(path))
    assert f"《{FORMS['F05'].title}》的附件" in there.sentence
    held = papers.look_at(archivist, paper.sha256, exam)
    kept = scans.of_kept(paper, held, date(2025, 7, 28))
    assert asked(archivist, one, "A03", kept) == []
    before = len(attachments.all_kept(archivist.store))
    take(archivist, one, "A03", kept)
    assert len(attachments.all_kept(archivist.store)) == before, "kept once"


def test_a_film_comes_in_with_a_caption_and_bounded_memory(
    archivist: Desk, one: str, tmp_path: Path
) -> None:
    size = 60_000_000
    film = scans.of_file(scanned.film(tmp_path / "生日.mp4", size))
    (wrong,) = asked(archivist, one, "B03", film, carrier="1")
    assert wrong.field == "carrier" and not wrong.warning
    (bare,) = asked(archivist, one, "B03", film)
    assert bare.field == "media_caption" and not bare.warning and "何时、何地" in bare.sentence
    told = {"media_caption": "2025年7月，活动室，生日会"}
    assert asked(archivist, one, "B03", film, **told) == []
    tracemalloc.start()
    made = take(archivist, one, "B03", film, **told)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made.papers[0].size == size and peak < size // 10, f"{peak:,} bytes at the peak"


def test_a_file_changed_meanwhile_is_not_taken_and_others_fill_no_archive(
    archivist: Desk, desk: Desk, one: str, tmp_path: Path
) -> None:
    path = scanned.pdf(tmp_path / "a.pdf")
    found = scans.of_file(path)
    with pytest.raises(Refused, match="档案员"):
        take(desk.seated(desk.find_account("shegong")), one, "A02", found)
    scanned.pdf(path, pages=2)
    with pytest.raises(Trouble, match="被改动"):
        take(archivist, one, "A02", found)
    assert known(archivist, one).all("F52") == []
    with pytest.raises(Refused, match="选材料类型"):
        incoming.file(archivist, one, {}, (scans.of_file(path),))


def test_a_paper_of_another_year_is_asked_about(
    archivist: Desk, one: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        type(CATALOGUE["B03"]), "lacking",
        lambda kind, child, at: ["2024"] if kind.type == "B03" else [],
    )  # fmt: skip
    found = scans.of_file(scanned.picture(tmp_path / "像.jpg", taken="2025:07:20 08:15:00"))
    (other,) = asked(archivist, one, "B03", found)
    assert other.warning and other.field == "doc_date" and "2024" in other.sentence
    assert asked(archivist, one, "B03", found, doc_date="2024-12-31") == []


# Finding a type ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [("a02", "A02"), ("jsqy", "A02"), ("b23", "B23"), ("zfjl", "B23"), ("疫", ""), ("预防", "B13"),
     ("yfjz", "B13"), ("zoufang", "B23"), ("捡拾弃婴", "A02"), ("报案", "C33")],
)  # fmt: skip
def test_a_type_is_found_by_code_pinyin_or_a_part(typed: str, first: str) -> None:
    found = incoming.matching(list(CATALOGUE.values()), typed)
    assert [kind.type for kind in found[:1]] == ([first] if first else [])


def test_what_lacks_comes_first(archivist: Desk, one: str) -> None:
    first = incoming.likely(known(archivist, one))[0]
    assert first.lacking(known(archivist, one), archivist.now())
    assert {kind.type for kind in incoming.likely(known(archivist, one))} == set(CATALOGUE)


# The folder ----------------------------------------------------------------------------------


def put(folder: Path, name: str, shade: int) -> Path:
    path = scanned.picture(folder / name, shade=shade)
    os.utime(path, (LONG_AGO + shade, LONG_AGO + shade))
    return path


def test_new_scans_wait_until_they_are_filed_or_put_aside(
    archivist: Desk, one: str, tmp_path: Path
) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    scan_folder.set_folder(archivist, folder)
    assert scan_folder.folder(archivist) == folder and scan_folder.waiting(archivist) == []
    paths = [put(folder, f"{n}.jpg", 10 + n) for n in range(3)]
    before = {path: path.read_bytes() for path in paths}
    assert [w.path for w in scan_folder.waiting(archivist)] == paths
    take(archivist, one, "A02", scans.of_file(paths[0]))
    scan_folder.put_aside(archivist, scan_folder.waiting(archivist)[0].sha256)
    assert [w.path for w in scan_folder.waiting(archivist)] == [paths[2]]
    paths[0].rename(folder / "又一个名字.jpg")
    assert [w.path for w in scan_folder.waiting(archivist)] == [paths[2]], "known by its bytes"
    left = {p.name: p.read_bytes() for p in folder.iterdir()}
    assert sorted(left.values()) == sorted(before.values()), "nothing moved, nothing deleted"


def test_a_file_on_its_way_waits_and_a_missing_folder_is_empty(
    archivist: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / "扫描"
    folder.mkdir()
    scan_folder.set_folder(archivist, folder)
    path = put(folder, "a.jpg", 50)
    now = time.time()
    os.utime(path, (now, now))
    (folder / ".hidden").write_bytes(b"x")
    (folder / "空.jpg").touch()
    assert scan_folder.waiting(archivist) == []
    os.utime(path, (LONG_AGO, LONG_AGO))
    assert len(scan_folder.waiting(archivist)) == 1
    path.unlink()
    (folder / ".hidden").unlink()
    (folder / "空.jpg").unlink()
    folder.rmdir()
    assert scan_folder.waiting(archivist) == [], "a disk that is not there"
    with pytest.raises(Refused, match="找不到"):
        scan_folder.set_folder(archivist, folder)
    with pytest.raises(Refused, match="资料文件夹"):
        scan_folder.set_folder(archivist, archivist.store_dir)


# The catalogue -------------------------------------------------------------------------------


def test_the_catalogue_shows_items_what_waits_and_what_lacks(
    archivist: Desk, one: str, tmp_path: Path
) -> None:
    take(archivist, one, "A03", scans.of_file(scanned.pdf(tmp_path / "c.pdf", pages=2)))
    parts = file_catalogue.catalogue(archivist, known(archivist, one))
    entering = parts[0]
    assert entering.words.startswith("A 进入机构 ") and parts[2].words == "C 离开机构"
    lines = {line.kind.type: line for line in entering.lines}
    (item,) = lines["A03"].items
    assert (item.seq, item.pages, item.carrier, item.retention) == (1, 2, "纸质", "永久")
    assert item.filed and len(item.scans) == 1 and item.by == "胡档案"
    assert lines["A01"].lacking == ("",) and lines["A01"].kind.form == "F02"
    made = file_catalogue.catalogue_paper(archivist, known(archivist, one))
    assert made.startswith(b"%PDF") and archivist.store.acts("print")[-1].record == one
    social = archivist.seated(archivist.find_account("shegong"))
    with pytest.raises(Refused, match="查看范围"):
        file_catalogue.catalogue_paper(social, known(archivist, one))
    seen = file_catalogue.catalogue(social, known(archivist, one))
    (closed,) = {line.kind.type: line for line in seen[0].lines}["A03"].items
    assert closed.closed and not closed.scans and not closed.title
