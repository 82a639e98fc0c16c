"""The whole file as one book: order, catalogue, headings, what cannot be drawn, who sees what."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from random import Random

import pypdfium2
import pytest
from PIL import Image, ImageChops
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from tests.ui.conftest import Houses, Sit
from welfare_desktop.actions import book, papers, records
from welfare_desktop.actions.desk import Desk
from welfare_desktop.actions.records import Step
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Paper
from welfare_desktop.reports.page import PageFrame, render
from welfare_desktop.reports.text import Paragraph, Style
from welfare_desktop.ui.children.book import BookDialog
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.shell.paper import print_pages
from welfare_desktop.ui.shell.popups import ListPopup


def _jpeg(turned: int = 1, size: tuple[int, int] = (300, 200)) -> bytes:
    """A red left half, a blue right half."""
    image = Image.new("RGB", size, (0, 0, 200))
    image.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = turned
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, quality=95)
    return out.getvalue()


def _pdf(pages: int) -> bytes:
    story = [Paragraph("外来材料一页\n" * 60 * pages, Style(size=10))]
    return render(PageFrame(institution="外单位", title="证明"), lambda: story)


def _attach(desk: Desk, folder: Path, kind: str, name: str, data: bytes) -> Paper:
    path = folder / name
    path.write_bytes(data)
    return papers.take_in(desk, path, kind)


@pytest.fixture
def desk(houses: Houses) -> Desk:
    return houses(2)


def _child(desk: Desk) -> str:
    return desk.house().children[0].id


def _filed(desk: Desk, scans: list[Paper]) -> str:
    told = {"kind": "1", "name": "癫痫", "diag_on": "2026-10-30", "hospital": "市医院", "doctor": "王",
            "state": "1", "watch": False}  # fmt: skip
    step = Step(papers=tuple(scans), first_run=True)
    return records.submit(desk, "F23", told, child=_child(desk), step=step).id


def _text(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]


def test_forms_and_their_scans_stand_in_order_with_place_and_catalogue(
    desk: Desk, tmp_path: Path
) -> None:
    scans = [_attach(desk, tmp_path, "B33", "诊断.jpg", _jpeg()),
             _attach(desk, tmp_path, "B33", "三页.pdf", _pdf(3))]  # fmt: skip
    _filed(desk, scans)
    content = book.book(desk, _child(desk))
    numbers = [piece.number for piece in content.pieces]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [p.stage for p in content.pieces] == sorted(p.stage for p in content.pieces)
    target = tmp_path / "book.pdf"
    pages = book.write(desk, content, target)
    text = _text(target)
    front = len(text) - pages
    assert front >= 1 and "目录" in text[0]
    for number in range(1, pages + 1):
        assert f"卷内第{number}页" in text[front + number - 1]
    of_scan = [t for t in text[front:] if "B33 诊断证明" in t]
    assert len(of_scan) > 3 and "第1页/共1页" in of_scan[0] and "外来材料" in of_scan[1]
    catalogue = "".join(text[:front])
    assert all(piece.title[:8] in catalogue for piece in content.pieces)


def test_the_scan_is_drawn_upright_and_its_bytes_are_those_that_came(
    desk: Desk, tmp_path: Path
) -> None:
    straight, turned = _jpeg(), _jpeg(turned=6, size=(200, 300))
    _filed(desk, [_attach(desk, tmp_path, "B33", "a.jpg", straight),
                  _attach(desk, tmp_path, "B33", "b.jpg", turned)])  # fmt: skip
    target = tmp_path / "book.pdf"
    book.write(desk, book.book(desk, _child(desk)), target)
    assert straight in target.read_bytes()
    document = pypdfium2.PdfDocument(target)
    shown = [p for p in document if "B33" in p.get_textpage().get_text_bounded() and
             "卷内" in p.get_textpage().get_text_bounded()]  # fmt: skip
    first, second = (p.render(scale=0.5).to_pil().convert("RGB") for p in shown[-2:])
    assert first.size == second.size
    assert _colours(first, across=True) == ("red", "blue")
    # Turned by a quarter to the right, what was left is above.
    assert _colours(second, across=False) == ("red", "blue")


def _colours(image: Image.Image, *, across: bool) -> tuple[str, str]:
    """Colours of the two halves of the picture on a page."""
    red, _, blue = (channel.point(lambda v: 255 if v > 150 else 0) for channel in image.split())
    white = ImageChops.logical_and(red.convert("1"), blue.convert("1")).convert("L")
    reds, blues = (ImageChops.subtract(c, white).getbbox() for c in (red, blue))
    assert reds is not None and blues is not None
    middle = 0 if across else 1
    return ("red", "blue") if reds[middle] < blues[middle] else ("blue", "red")


def test_the_curves_stand_behind_the_measurings(desk: Desk, tmp_path: Path) -> None:
    child, nurse = _child(desk), desk.seated(desk.find_account("hushi1"))
    for day, length in (("2026-10-20", 70.0), ("2026-10-31", 70.5)):
        told = {"measured_on": day, "length_cm": length, "posture": "1", "weight_kg": 8.2,
                "head_cm": 44.0}  # fmt: skip
        records.submit(nurse, "F21", told, child=child, step=Step(first_run=True))
    content = book.book(desk, child)
    assert [p.curves for p in content.pieces if p.record.form == "F21"] == [False, False, True]
    target = tmp_path / "book.pdf"
    pages = book.write(desk, content, target)
    shown = [t for t in _text(target)[-pages:] if "生长曲线" in t]
    assert shown and "WS/T 423-2022" in "".join(shown).replace("\n", "")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("坏.pdf", b"%PDF-1.4 broken", "坏了"), ("文字.jpg", b"no picture" * 50, "不是图片"),
     ("片.mp4", b"\x00\x00\x00\x18ftypmp42" * 20, "看电子件")],
)  # fmt: skip
def test_what_cannot_be_drawn_is_said_and_the_book_is_made(
    desk: Desk, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    _filed(desk, [_attach(desk, tmp_path, "B33", name, data),
                  _attach(desk, tmp_path, "B33", "好.jpg", _jpeg())])  # fmt: skip
    target = tmp_path / "book.pdf"
    pages = book.write(desk, book.book(desk, _child(desk)), target)
    text = _text(target)
    assert said in "".join(text[: len(text) - pages]).replace("\n", "")
    assert any("B33 诊断证明" in t for t in text[-pages:])


def test_a_book_stopped_leaves_nothing_and_a_name_taken_is_refused(
    desk: Desk, tmp_path: Path
) -> None:
    content, target = book.book(desk, _child(desk)), tmp_path / "book.pdf"

    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        book.write(desk, content, target, stop)
    assert not list(tmp_path.glob("*book*"))
    target.write_bytes(b"another")
    with pytest.raises(Refused, match="已有"):
        book.write(desk, content, target)
    assert target.read_bytes() == b"another"


def test_what_is_out_of_sight_is_counted_and_not_bound(desk: Desk, tmp_path: Path) -> None:
    _filed(desk, [_attach(desk, tmp_path, "B33", "a.jpg", _jpeg())])
    whole = book.book(desk, _child(desk))
    carer = desk.seated(desk.find_account("huli1"))
    part = book.book(carer, _child(desk))
    assert part.withheld and len(part.pieces) < len(whole.pieces)
    target = tmp_path / "part.pdf"
    pages = book.write(carer, part, target)
    text = _text(target)
    assert f"{part.withheld}件封存或不在" in "".join(text[: len(text) - pages]).replace("\n", "")


def test_memory_holds_one_scan_at_a_time(desk: Desk, tmp_path: Path) -> None:
    noise, peaks, sizes = Random(5), list[int](), list[int]()
    for number in range(24):
        image = Image.frombytes("RGB", (700, 700), noise.randbytes(700 * 700 * 3))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=95)
        scan = _attach(desk, tmp_path, "B33", f"{number}.jpg", out.getvalue())
        sizes.append(scan.size)
        _filed(desk, [scan])
        if number in (3, 23):
            content = book.book(desk, _child(desk))
            book.write(desk, content, tmp_path / f"warm{number}.pdf")
            tracemalloc.start()
            book.write(desk, content, tmp_path / f"book{number}.pdf")
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
    assert sum(sizes) > 13_000_000
    # Twenty scans more, each on a form of its own: not even a fifth of their bytes.
    assert peaks[1] - peaks[0] < sum(sizes[4:]) / 5, peaks


def test_by_keys_from_the_file_to_the_saved_book(
    sit: Sit, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = sit(desk.seated(desk.find_account("kezhang")))
    window.go("children", child=_child(desk))
    page = window.page
    assert isinstance(page, ChildrenPage)
    page.file.head.paper.setFocus()
    QTest.keyClick(page.file.head.paper, Qt.Key.Key_Space)
    popup = next(p for p in window.findChildren(ListPopup) if p.isVisible())
    QTest.keyClick(popup, Qt.Key.Key_Down)
    QTest.keyClick(popup, Qt.Key.Key_Return)
    dialog = next(d for d in window.findChildren(BookDialog) if d.isVisible())
    monkeypatch.setattr(window, "ask_folder", lambda title: tmp_path)
    assert dialog.focusWidget() is dialog.save_button and not dialog.print_button.isEnabled()
    QTest.keyClick(dialog.save_button, Qt.Key.Key_Return)
    assert dialog.saved is not None and dialog.saved.read_bytes().startswith(b"%PDF")
    assert dialog.print_button.isEnabled() and "已存到" in dialog.said.text()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    print_pages(dialog.saved, printer)
    assert len(pypdfium2.PdfDocument(tmp_path / "printed.pdf")) == len(
        pypdfium2.PdfDocument(dialog.saved)
    )
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
