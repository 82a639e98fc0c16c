"""Pages of a PDF as bitmaps, and a PDF from anywhere made fit to be read by others."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pypdfium2

from welfare_desktop.domain.errors import Trouble

_POINTS_AN_INCH = 72


class Sheet(msgspec.Struct, frozen=True):
    """A page: width and height in pixels, bytes a line, RGB of eight bits each."""

    width: int
    height: int
    stride: int
    data: bytes


def sheets(pdf: bytes | Path, dpi: int) -> Iterator[Sheet]:
    """The pages one after the other; `Trouble` where it cannot be read."""
    with _opened(pdf) as document:
        for page in document:
            bitmap = page.render(scale=dpi / _POINTS_AN_INCH, rev_byteorder=True)
            yield Sheet(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))


def tidy(pdf: bytes) -> bytes:
    """The same pages written anew by a reader that forgives much; `Trouble` where it cannot."""
    out = io.BytesIO()
    with _opened(pdf) as document, pypdfium2.PdfDocument.new() as fresh:
        fresh.import_pages(document)
        fresh.save(out)
    return out.getvalue()


def _opened(pdf: bytes | Path) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Trouble("这个PDF有密码，打不开。请去掉密码，再添加一次。") from None
        raise Trouble("这个PDF坏了，打不开。请重新扫描，再添加一次。") from None
