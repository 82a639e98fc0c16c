"""Files as scanners, cameras and phones write them."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from reportlab.pdfgen.canvas import Canvas

A4 = (1654, 2339)


def picture(
    path: Path, *, dpi: int = 300, size: tuple[int, int] = (620, 877), taken: str = "",
    turned: int = 1, shade: int = 200, kind: str = "JPEG",
) -> Path:  # fmt: skip
    """A scan with a black corner at its top left; with ``taken`` a photograph of that moment."""
    image = Image.new("RGB", size, (shade, shade, shade))
    image.paste((0, 0, 0), (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[0x0112] = turned
    if taken:
        exif.get_ifd(0x8769).update({0x9003: taken, 0x829A: (1, 60)})
    image.save(path, kind, dpi=(dpi, dpi), exif=exif)
    return path


def pdf(path: Path, pages: int = 1, password: str | None = None) -> Path:
    """A PDF of so many pages."""
    canvas = Canvas(str(path), encrypt=password, invariant=1)
    for number in range(pages):
        canvas.drawString(72, 720, f"page {number + 1} {path.stem.encode().hex()}")
        canvas.showPage()
    canvas.save()
    return path


def scanned_pdf(path: Path, dpi: int) -> Path:
    """A PDF whose page is one scanned picture of so many dots an inch."""
    kept = io.BytesIO()
    Image.new("RGB", (dpi * 8, dpi * 11), (180, 190, 200)).save(kept, "JPEG")
    shown = path.with_suffix(".part.jpg")
    shown.write_bytes(kept.getvalue())
    canvas = Canvas(str(path), pagesize=(576, 792), invariant=1)
    canvas.drawImage(str(shown), 0, 0, 576, 792)
    canvas.save()
    shown.unlink()
    return path


def film(path: Path, size: int = 4096) -> Path:
    """An MP4 that takes no room on the disk."""
    with path.open("wb") as out:
        out.write(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom")
        out.truncate(size)
    return path
