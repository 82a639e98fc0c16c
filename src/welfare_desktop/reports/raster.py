"""Reading PDFs with PDFium: pages as bitmaps, what a scan is, pages written anew.

PDFium is not made for several threads: every call holds one lock, and none is held while a page
is handed out.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_PAGEOBJ_IMAGE

from welfare_desktop.domain.errors import Trouble

_POINTS_AN_INCH = 72
_PDFIUM = threading.RLock()


class Unreadable(Trouble):
    """A PDF that is damaged, or ``locked`` by a password."""

    def __init__(self, locked: bool) -> None:
        wrong = "有密码，打不开。请去掉密码" if locked else "坏了，打不开。请重新扫描"
        super().__init__(f"这个PDF{wrong}，再添加一次。")
        self.locked = locked


class Sheet(msgspec.Struct, frozen=True):
    """A page: width and height in pixels, bytes a line, RGB of eight bits each."""

    width: int
    height: int
    stride: int
    data: bytes


def _opened(pdf: bytes | Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        raise Unreadable(error.err_code == FPDF_ERR_PASSWORD) from None


def _drawn(page: pypdfium2.PdfPage, scale: float) -> Sheet:
    bitmap = page.render(scale=scale, rev_byteorder=True)
    return Sheet(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def sheets(pdf: bytes | Path, dpi: int) -> Iterator[Sheet]:
    """The pages one after the other; `Unreadable` where it cannot be opened."""
    with _PDFIUM:
        document = _opened(pdf)
        count = len(document)
    try:
        for number in range(count):
            with _PDFIUM:
                made = _drawn(document[number], dpi / _POINTS_AN_INCH)
            yield made
    finally:
        with _PDFIUM:
            document.close()


def first_sheet(pdf: bytes, width: int, height: int) -> Sheet:
    """The first page as large as a box of pixels allows; `Unreadable` where there is none."""
    with _PDFIUM, _opened(pdf) as document:
        if not len(document):
            raise Unreadable(locked=False)
        page = document[0]
        return _drawn(page, min(width / page.get_width(), height / page.get_height()))


def measured(pdf: bytes) -> tuple[int, int]:
    """How many pages, and the dots an inch of a first page that is one scanned picture (else 0)."""
    with _PDFIUM, _opened(pdf) as document:
        return len(document), _dpi(document) if len(document) else 0


def _dpi(document: pypdfium2.PdfDocument) -> int:
    page = document[0]
    pictures = list(page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=2))
    if len(pictures) != 1:
        return 0
    left, _, right, _ = pictures[0].get_bounds()
    across, _ = pictures[0].get_px_size()
    wide = right - left
    return round(across * _POINTS_AN_INCH / wide) if wide > page.get_width() / 2 else 0


def tidy(pdf: bytes) -> bytes:
    """The same pages written anew by a reader that forgives much; `Unreadable` where it cannot."""
    out = io.BytesIO()
    with _PDFIUM, _opened(pdf) as document, pypdfium2.PdfDocument.new() as fresh:
        fresh.import_pages(document)
        fresh.save(out)
    return out.getvalue()
