"""House rules that no linter knows: rooms, home libraries, sizes, names, left-over marks."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "welfare_desktop"

#: Room → rooms it may import (downwards only; store, exchange and reports do not know each other).
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "security": {"domain"},
    "store": {"security", "domain"},
    "exchange": {"security", "domain"},
    "reports": {"security", "domain"},
    "office": {"exchange", "security", "domain"},
    "actions": {"store", "exchange", "reports", "security", "domain"},
    "ui": {"actions", "domain"},
    "app": {"ui", "actions", "office", "store", "exchange", "reports", "security", "domain"},
}
#: Outside library → its home rooms.
HOME: dict[str, set[str]] = {
    "PySide6": {"ui"},
    "pypdfium2": {"reports"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "sqlcipher3": {"store"},
    "pyhanko": {"exchange", "reports"},
    "pyhanko_certvalidator": {"exchange"},
    "asn1crypto": {"exchange"},
    "httpx": {"exchange"},
    "pyrage": {"security"},
    "reportlab": {"reports"},
    "fontTools": {"reports"},
    "xlsxwriter": {"reports"},
    "openpyxl": {"reports"},
    "segno": {"reports"},
    "PIL": {"reports"},
    "cryptography": {"security", "exchange"},
    "argon2": {"security"},
    "mnemonic": {"security"},
    "pypinyin": {"domain"},
    "stdnum": {"domain"},
}
#: Migrations list tables; a list may be long.
LISTS = "migrations"
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "helper", "manager", "misc"}
MAX_FILE, MAX_UI_FILE, MAX_FUNCTION = 400, 300, 40
_MARKS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
_HOSTS = re.compile(
    r"registry\.npm"
    + r"js\.org|py"
    + r"pi\.org|files\.python"
    + r"hosted\.org|deb\.deb"
    + r"ian\.org"
)


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """``(line, module)`` of every import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def room_problems(path: Path, tree: ast.AST, room: str) -> Iterator[str]:
    """Imports against the directions of the house."""
    for line, module in imports(tree):
        parts = module.split(".")
        if parts[0] == PACKAGE and len(parts) > 1:
            other = parts[1]
            if other in MAY_IMPORT and other != room and other not in MAY_IMPORT[room]:
                yield f"{path}:{line}: {room} must not import {other}"
        elif parts[0] in HOME and room not in HOME[parts[0]]:
            yield f"{path}:{line}: {parts[0]} is at home in {', '.join(sorted(HOME[parts[0]]))}"


def size_problems(path: Path, source: str, tree: ast.AST, limit: int) -> Iterator[str]:
    """Files and functions grown too long."""
    lines = source.count("\n")
    if lines > limit:
        yield f"{path}: {lines} lines, at most {limit}"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION and path.parts[0] != LISTS:
                yield f"{path}:{node.lineno}: {node.name} has {length} lines, at most {MAX_FUNCTION}"


def reading_problems(path: Path, tree: ast.AST) -> Iterator[str]:
    """Screens read what the person may (`Desk.seen`, `actions.views`), never the whole house."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr not in ("house", "record", "store"):
            continue
        owner = node.value
        name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
        if name in ("desk", "_desk"):
            yield f"{path}:{node.lineno}: a screen reads desk.{node.attr}, past the permissions"


def check_source(path: Path, root: Path = ROOT) -> list[str]:
    """Every problem of one Python file."""
    source = path.read_text("utf-8")
    tree = ast.parse(source)
    shown = path.relative_to(root)
    parts = shown.parts
    inside = len(parts) > 3 and parts[:2] == ("src", PACKAGE)
    room = parts[2] if inside else ""
    out = list(size_problems(shown, source, tree, MAX_UI_FILE if room == "ui" else MAX_FILE))
    if room == "ui":
        out += reading_problems(shown, tree)
    if room in MAY_IMPORT:
        out += room_problems(shown, tree, room)
    if path.stem in FORBIDDEN_NAMES:
        out.append(f"{shown}: a module needs a real name")
    return out


def check_text(path: Path, root: Path = ROOT) -> list[str]:
    """Marks and hosts in any tracked text file."""
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        return []
    shown = path.relative_to(root)
    out = []
    for number, line in enumerate(text.splitlines(), 1):
        if _MARKS.search(line):
            out.append(f"{shown}:{number}: unfinished mark")
        if _HOSTS.search(line):
            out.append(f"{shown}:{number}: host of a registry")
    return out


def tracked() -> list[Path]:
    """Files of the repository, new ones too."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout.split("\n")  # fmt: skip
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def main() -> int:
    """Print every problem; 1 if there is one."""
    problems: list[str] = []
    for path in tracked():
        problems += check_text(path)
        if path.suffix == ".py":
            problems += check_source(path)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
