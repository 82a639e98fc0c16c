"""Many papers bound into one PDF, written as it goes: what is held is never more than one of them.

ReportLab and pypdfium2 keep a whole document in memory until it is saved; a child's file has
hundreds of scans. So the objects are written here one after the other (ISO 32000-1 §7.5), the
pages of each paper as a form XObject, its pictures just as they are.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, BinaryIO

import msgspec
from PIL import Image, ImageOps
from pyhanko.pdf_utils import generic as _generic
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.reports import fonts
from welfare_desktop.reports.raster import tidy

#: pyHanko's objects carry no types.
objects: Any = _generic

_WIDE, _HIGH = A4
#: Room for a scan below its heading: left, bottom, width and height in points.
_BOX = (40.0, 40.0, _WIDE - 80.0, _HIGH - 96.0)
#: A small picture is not blown up: a dot is never wider than so many points.
_LARGEST = 1.5
_QUALITY, _JPEG = 90, b"\xff\xd8"
_BROKEN = "这个PDF坏了，印不出来。"
#: What a page keeps from the nodes above it.
_INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")


class Drawn(msgspec.Struct, frozen=True):
    """A page to place: the number of its XObject, its box in own units, and turned by how much."""

    number: int
    box: tuple[float, float, float, float]
    turned: int = 0


class Leaf(msgspec.Struct, frozen=True):
    """A page written and not yet in the book: numbers of the page and of its heading."""

    page: int
    heading: int


class Binding:
    """A PDF being written: papers in any order, put in order with their headings at the end."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._at, self._next = out, 0, 1
        self._offsets: dict[int, int] = {}
        self._tree = self._reserve()
        self._write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    # Objects ---------------------------------------------------------------------------

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)

    def _reserve(self) -> int:
        self._next += 1
        return self._next - 1

    def _put(self, number: int, content: bytes) -> None:
        self._offsets[number] = self._at
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def _stream(self, number: int, entries: str, data: bytes) -> None:
        self._offsets[number] = self._at
        self._write(
            b"%d 0 obj\n<< %s /Length %d >>\nstream\n" % (number, entries.encode(), len(data))
        )
        self._write(data)
        self._write(b"\nendstream\nendobj\n")

    # Pages -----------------------------------------------------------------------------

    def paper(self, pdf: bytes) -> list[Leaf]:
        """Pages that the program made, as they are."""
        return [self._leaf(drawn, whole=True) for drawn in self._taken(pdf)]

    def scan(self, data: bytes) -> list[Leaf]:
        """A picture or PDF that came from outside, fitted below a heading;
        `Trouble` where it cannot be drawn."""
        if not data.startswith(b"%PDF"):
            return [self._leaf(self._picture(data), whole=False)]
        try:
            drawn = list(self._taken(tidy(data)))
        except (PdfError, ValueError, KeyError):
            raise Trouble(_BROKEN) from None
        return [self._leaf(one, whole=False) for one in drawn]

    def _leaf(self, drawn: Drawn, whole: bool) -> Leaf:
        page, content, stamp = self._reserve(), self._reserve(), self._reserve()
        matrix = _numbers(_placed(drawn, whole))
        self._stream(content, "", f"q {matrix} cm /P Do Q q /S Do Q".encode())
        self._put(page, (
            f"<< /Type /Page /Parent {self._tree} 0 R /MediaBox [0 0 {_WIDE:.2f} {_HIGH:.2f}] "
            f"/Resources << /XObject << /P {drawn.number} 0 R /S {stamp} 0 R >> >> "
            f"/Contents {content} 0 R >>"
        ).encode())  # fmt: skip
        return Leaf(page, stamp)

    def _picture(self, data: bytes) -> Drawn:
        """A picture as it came where PDF knows its coding, else coded anew."""
        try:
            image: Image.Image = Image.open(io.BytesIO(data))
            turned = image.getexif().get(0x0112, 1) != 1
            if data[:2] == _JPEG and image.mode in ("RGB", "L") and not turned:
                coded, space = data, image.mode
            else:
                upright = ImageOps.exif_transpose(image)
                gray = upright.mode in ("1", "L", "LA", "I;16")
                image, space = upright.convert("L" if gray else "RGB"), "L" if gray else "RGB"
                buffer = io.BytesIO()
                image.save(buffer, "JPEG", quality=_QUALITY)
                coded = buffer.getvalue()
        except (OSError, ValueError, Image.DecompressionBombError):
            raise Trouble("这个文件不是图片或PDF，印不出来，请看电子件。") from None
        number, shell = self._reserve(), self._reserve()
        device = "/DeviceGray" if space == "L" else "/DeviceRGB"
        wide, high = image.size
        self._stream(number, (
            f"/Type /XObject /Subtype /Image /Width {wide} /Height {high} /ColorSpace {device} "
            "/BitsPerComponent 8 /Filter /DCTDecode"
        ), coded)  # fmt: skip
        self._stream(shell, (
            f"/Type /XObject /Subtype /Form /BBox [0 0 {wide} {high}] "
            f"/Resources << /XObject << /I {number} 0 R >> >>"
        ), f"q {wide} 0 0 {high} 0 0 cm /I Do Q".encode())  # fmt: skip
        return Drawn(shell, (0, 0, wide, high))

    def _taken(self, pdf: bytes) -> Iterator[Drawn]:
        """Every page of a PDF as a form XObject, with all that it uses."""
        moving = _Moving(self._reserve)
        for page in _pages(PdfFileReader(io.BytesIO(pdf), strict=False)):
            yield self._form(page, moving)

    def _form(self, page: dict[str, Any], moving: _Moving, number: int = 0) -> Drawn:
        number = number or self._reserve()
        box = tuple(float(v) for v in page.get("/CropBox") or page["/MediaBox"])
        resources = moving.moved(page.get("/Resources") or objects.DictionaryObject())
        entries = f"/Type /XObject /Subtype /Form /BBox [{_numbers(box)}] /Resources "
        packed = zlib.compress(_content(page.get("/Contents")))
        self._stream(number, f"{entries}{_text(resources)} /Filter /FlateDecode", packed)
        for taken, content in moving.rest():
            self._put(taken, content)
        left, bottom, right, top = box
        return Drawn(number, (left, bottom, right, top), int(page.get("/Rotate") or 0) % 360)

    # The end ---------------------------------------------------------------------------

    def close(
        self, title: str, author: str, front: bytes, leaves: Sequence[tuple[Leaf, str, str]],
        marks: Sequence[tuple[str, int]],
    ) -> None:  # fmt: skip
        """Front matter, the leaves in order with what stands above each, bookmarks, the index.

        Args:
            leaves: each with its heading, left and right. marks: title and place of the leaf that
                a bookmark leads to.
        """
        first = [(leaf, "", "") for leaf in self.paper(front)]
        pages = [leaf.page for leaf, _, _ in (*first, *leaves)]
        self._head([*first, *leaves])
        kids = " ".join(f"{page} 0 R" for page in pages)
        self._put(self._tree, f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
        outline = self._outline([(text, leaves[at][0].page) for text, at in marks])
        root, info = self._reserve(), self._reserve()
        self._put(root, (
            f"<< /Type /Catalog /Pages {self._tree} 0 R /Lang (zh-CN) {outline} >>"
        ).encode())  # fmt: skip
        told = f"/Title {_words(title)} /Author {_words(author)} /Creator {_words('儿童福利机构工作台')}"
        self._put(info, f"<< {told} >>".encode())
        self._index(root, info)

    def _head(self, leaves: Sequence[tuple[Leaf, str, str]]) -> None:
        """Draw all headings, with one font."""
        stamps = _stamps([(left, right) for _, left, right in leaves])
        moving = _Moving(self._reserve)
        pages = _pages(PdfFileReader(io.BytesIO(stamps), strict=False))
        for (leaf, _, _), page in zip(leaves, pages, strict=True):
            self._form(page, moving, leaf.heading)

    def _outline(self, marks: Sequence[tuple[str, int]]) -> str:
        if not marks:
            return ""
        top, items = self._reserve(), [self._reserve() for _ in marks]
        for at, (text, page) in enumerate(marks):
            near = f"/Prev {items[at - 1]} 0 R " if at else ""
            near += f"/Next {items[at + 1]} 0 R " if at + 1 < len(items) else ""
            told = f"<< /Title {_words(text)} /Parent {top} 0 R {near}/Dest [{page} 0 R /Fit] >>"
            self._put(items[at], told.encode())
        self._put(top, (
            f"<< /Type /Outlines /First {items[0]} 0 R /Last {items[-1]} 0 R /Count {len(items)} >>"
        ).encode())  # fmt: skip
        return f"/Outlines {top} 0 R"

    def _index(self, root: int, info: int) -> None:
        start = self._at
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % self._next)
        for number in range(1, self._next):
            self._write(b"%010d 00000 n \n" % self._offsets[number])
        trailer = f"trailer\n<< /Size {self._next} /Root {root} 0 R /Info {info} 0 R >>\n"
        self._write(f"{trailer}startxref\n{start}\n%%EOF\n".encode())
        self._out.flush()


class _Moving:
    """Objects of another PDF under new numbers; each is taken once."""

    def __init__(self, reserve: Callable[[], int]) -> None:
        self._reserve = reserve
        self._known: dict[tuple[int, int], int] = {}
        self._waiting: list[tuple[int, Any]] = []

    def moved(self, value: Any) -> Any:
        """The same value with references of the new document."""
        if isinstance(value, objects.IndirectObject):
            key = (value.idnum, value.generation)
            if key not in self._known:
                self._known[key] = self._reserve()
                self._waiting.append((self._known[key], value))
            return objects.IndirectObject(self._known[key], 0, None)
        if isinstance(value, objects.StreamObject):
            entries = {k: self.moved(value.raw_get(k)) for k in value if k != "/Length"}
            return objects.StreamObject(entries, encoded_data=value.encoded_data)
        if isinstance(value, objects.DictionaryObject):
            return objects.DictionaryObject({k: self.moved(value.raw_get(k)) for k in value})
        if isinstance(value, objects.ArrayObject):
            return objects.ArrayObject([self.moved(one) for one in list.__iter__(value)])
        return value

    def rest(self) -> Iterator[tuple[int, bytes]]:
        """What was referred to and not written yet, until nothing is left."""
        while self._waiting:
            number, reference = self._waiting.pop()
            out = io.BytesIO()
            self.moved(reference.get_object()).write_to_stream(out, None)
            yield number, out.getvalue()


def _placed(drawn: Drawn, whole: bool) -> tuple[float, ...]:
    """The matrix that puts a page's box upright onto the sheet, or into the room for a scan."""
    left, bottom, right, top = drawn.box
    wide, high = right - left, top - bottom
    if drawn.turned in (90, 270):
        wide, high = high, wide
    x, y, room_wide, room_high = (0.0, 0.0, _WIDE, _HIGH) if whole else _BOX
    scale = min(room_wide / wide, room_high / high)
    if not whole:
        scale = min(scale, _LARGEST)
    x += (room_wide - wide * scale) / 2
    y += room_high - high * scale
    return {
        0: (scale, 0, 0, scale, x - left * scale, y - bottom * scale),
        90: (0, -scale, scale, 0, x - bottom * scale, y + right * scale),
        180: (-scale, 0, 0, -scale, x + right * scale, y + top * scale),
        270: (0, scale, -scale, 0, x + top * scale, y - left * scale),
    }[drawn.turned]


def _pages(reader: PdfFileReader) -> Iterator[dict[str, Any]]:
    """Pages in order, each with what it inherits."""
    yield from _kids(reader.root["/Pages"], {}, set())


def _kids(node: Any, above: dict[str, Any], seen: set[int]) -> Iterator[dict[str, Any]]:
    if id(node) in seen:
        return
    seen.add(id(node))
    own = above | {key: node.raw_get(key) for key in _INHERITED if key in node}
    if "/Kids" in node:
        for kid in node["/Kids"]:
            yield from _kids(_seen(kid), own, seen)
        return
    page = {key: _seen(value) if key != "/Resources" else value for key, value in own.items()}
    yield page | ({"/Contents": node["/Contents"]} if "/Contents" in node else {})


def _seen(value: Any) -> Any:
    return value.get_object() if isinstance(value, objects.IndirectObject) else value


def _content(value: Any) -> bytes:
    if value is None:
        return b""
    parts = list(value) if isinstance(value, objects.ArrayObject) else [value]
    return b"\n".join(_seen(part).data for part in parts)


def _stamps(headings: Sequence[tuple[str, str]]) -> bytes:
    """A page for each heading: whose it is at the left, its place in the book at the right."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, initialFontName=fonts.base_font())
    for left, right in headings:
        canvas.setFillGray(0.2)
        fonts.draw(canvas, _BOX[0], _HIGH - 26, left, 8.5, "sans")
        fonts.draw_right(canvas, _WIDE - _BOX[0], _HIGH - 26, right, 8.5, "sans")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _text(value: Any) -> str:
    out = io.BytesIO()
    value.write_to_stream(out, None)
    return out.getvalue().decode("latin-1")


def _numbers(values: Iterable[float]) -> str:
    """PDF knows no exponents."""
    return " ".join(f"{value:.4f}" for value in values)


def _words(text: str) -> str:
    return f"<{('﻿' + text).encode('utf-16-be').hex()}>"
