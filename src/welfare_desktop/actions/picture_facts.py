"""What a picture says of itself: pixels, dots an inch, the day it was taken, pages of a TIFF.

Only headers are read; that it can be decoded shows when it is shown.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

_TAIL = 65_536
_X_RESOLUTION, _UNIT, _EXIF_IFD, _TAKEN, _EXPOSURE = (
    0x011A, 0x0128, 0x8769, 0x9003, 0x829A,
)  # fmt: skip
_WIDTH, _HEIGHT = 0x0100, 0x0101
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_CM = 2.54
#: JPEG markers of a frame, which holds the size.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: A file that names more entries than this is none that a scanner wrote.
_MOST = 4096


class Facts(msgspec.Struct, kw_only=True):
    """``width`` 0: it is no whole picture; ``dpi`` 0: not told; ``taken``: ``2025:03:04 08:00:00`` or empty.

    Args:
        camera: taken with a camera, not scanned.
    """

    width: int = 0
    height: int = 0
    dpi: int = 0
    taken: str = ""
    camera: bool = False
    pages: int = 1


def jpeg(data: BinaryIO) -> Facts:
    """Facts of a JPEG."""
    out, at = Facts(), 2
    for marker, body in _segments(data, at):
        if marker == 0xE0 and body[:5] == b"JFIF\0" and len(body) >= 12:
            unit, across = body[7], int.from_bytes(body[8:10], "big")
            out.dpi = _dpi(across, unit + 1)
        elif marker == 0xE1 and body[:6] == b"Exif\0\0":
            _exif(io.BytesIO(body[6:]), out)
        elif marker in _FRAMES and len(body) >= 5:
            out.height, out.width = struct.unpack(">HH", body[1:5])
    if not _ends(data, b"\xff\xd9"):
        out.width = 0
    return out


def _segments(data: BinaryIO, at: int) -> Iterator[tuple[int, bytes]]:
    """Marker and body of the segments before the picture itself."""
    for _ in range(_MOST):
        data.seek(at)
        head = data.read(4)
        if len(head) < 4 or head[0] != 0xFF or head[1] in (0xD9, 0xDA):
            return
        size = int.from_bytes(head[2:], "big")
        yield head[1], data.read(max(0, size - 2))
        at += 2 + size


def png(data: BinaryIO) -> Facts:
    """Facts of a PNG."""
    out, at = Facts(), 8
    for _ in range(_MOST):
        data.seek(at)
        head = data.read(8)
        if len(head) < 8 or head[4:] in (b"IDAT", b"IEND"):
            break
        size = int.from_bytes(head[:4], "big")
        body = data.read(min(size, 64))
        if head[4:] == b"IHDR" and len(body) >= 8:
            out.width, out.height = struct.unpack(">II", body[:8])
        elif head[4:] == b"pHYs" and len(body) >= 9 and body[8] == 1:
            out.dpi = round(int.from_bytes(body[:4], "big") * _CM / 100)
        at += 12 + size
    if not _ends(data, b"IEND"):
        out.width = 0
    return out


def tiff(data: BinaryIO) -> Facts:
    """Facts of a TIFF: of its first page, and how many there are."""
    out = Facts()
    pages = list(_directories(data))
    out.pages = max(1, len(pages))
    for tags in pages[:1]:
        out.width, out.height = int(tags.get(_WIDTH, 0)), int(tags.get(_HEIGHT, 0))
        out.dpi = _dpi(tags.get(_X_RESOLUTION, 0), int(tags.get(_UNIT, 2)))
    return out


def _exif(data: BinaryIO, out: Facts) -> None:
    tags = next(_directories(data), {})
    if not out.dpi:
        out.dpi = _dpi(tags.get(_X_RESOLUTION, 0), int(tags.get(_UNIT, 2)))
    if _EXIF_IFD in tags:
        more = _directory(data, _order(data), int(tags[_EXIF_IFD]))[0]
        out.camera = _EXPOSURE in more
        out.taken = str(more.get(_TAKEN, ""))


def _dpi(across: float | str, unit: int) -> int:
    """Dots an inch of a resolution in dots an inch (2) or a centimetre (3)."""
    if isinstance(across, str):
        return 0
    return round(across * (_CM if unit == 3 else 1)) if unit in (2, 3) else 0


def _order(data: BinaryIO) -> str:
    data.seek(0)
    return {b"II": "<", b"MM": ">"}.get(data.read(2), "")


def _directories(data: BinaryIO) -> Iterator[dict[int, float | str]]:
    order = _order(data)
    data.seek(4)
    raw = data.read(4)
    if not order or len(raw) < 4:
        return
    (at,) = struct.unpack(order + "I", raw)
    seen = set[int]()
    while at and at not in seen and len(seen) < _MOST:
        seen.add(at)
        tags, at = _directory(data, order, at)
        if not tags:
            return
        yield tags


def _directory(data: BinaryIO, order: str, at: int) -> tuple[dict[int, float | str], int]:
    """Tags of a directory, and where the next one lies."""
    data.seek(at)
    raw = data.read(2)
    count = struct.unpack(order + "H", raw)[0] if order and len(raw) == 2 else 0
    body = data.read(count * 12 + 4)
    if not count or count > _MOST or len(body) < count * 12:
        return {}, 0
    out: dict[int, float | str] = {}
    for number in range(count):
        tag, kind, many, value = struct.unpack(order + "HHI4s", body[number * 12 :][:12])
        found = _value(data, order, kind, many, value)
        if found is not None:
            out[tag] = found
    after = body[count * 12 :]
    return out, struct.unpack(order + "I", after)[0] if len(after) == 4 else 0


def _value(data: BinaryIO, order: str, kind: int, many: int, raw: bytes) -> float | str | None:
    size = _SIZES.get(kind, 0) * many
    if not size or size > 512:
        return None
    if size > 4:
        data.seek(struct.unpack(order + "I", raw)[0])
        raw = data.read(size)
        if len(raw) < size:
            return None
    if kind == 2:
        return raw[:size].split(b"\0")[0].decode("ascii", "replace")
    if kind in (5, 10):
        above, below = struct.unpack(order + "II", raw[:8])
        return float(above / below) if below else None
    whole = {1: "B", 3: "H", 4: "I"}.get(kind)
    return float(struct.unpack(order + whole, raw[: _SIZES[kind]])[0]) if whole else None


def _ends(data: BinaryIO, mark: bytes) -> bool:
    """Whether the mark of a whole file stands near its end: a copy broken off has none."""
    size = data.seek(0, io.SEEK_END)
    data.seek(max(0, size - _TAIL))
    return mark in data.read()
