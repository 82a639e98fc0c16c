"""Write the pages that are views of declarations: glossary and clause table."""

from __future__ import annotations

import sys
from pathlib import Path

from welfare_desktop.domain.codes import TITLES
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.rules import ALL_ROWS
from welfare_desktop.domain.rules.later import LATER, all_rows

DOCS = Path(__file__).resolve().parent.parent / "docs"


def glossary() -> str:
    """Identifier, Chinese label, form and type of every field."""
    lines = ["# Glossary", "", "Generated from the declarations by `make docs`.", ""]
    for form in FORMS.values():
        lines += [f"## {form.id} {form.title} · {form.english} · `{form.name}`", ""]
        lines += ["| identifier | 中文 | type | req | source |", "|---|---|---|---|---|"]
        for field in form.fields:
            kind = f"calc:{field.kind}" if field.calc else field.kind
            codes = f" {field.codes}" if field.codes else ""
            source = " ".join(field.source)
            lines.append(
                f"| `{field.name}` | {field.label} | {kind}{codes} | {field.req} | {source} |"
            )
        lines.append("")
    lines += ["## Code lists", "", "| list | 中文 |", "|---|---|"]
    lines += [f"| {key} | {title} |" for key, title in sorted(TITLES.items())]
    return "\n".join(lines) + "\n"


def clauses() -> str:
    """Every clause row: those judged, and those not yet, with what each waits for."""
    lines = [
        "# Clause rows", "", "Generated from the rules by `make docs`.", "",
        "| row | obligation | obliged | source | forms | offers | from |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in ALL_ROWS:
        forms = " ".join(row.forms)
        lines.append(
            f"| {row.id} | {row.obligation} | {row.obliged} | {row.source} | {forms} "
            f"| {row.offers or '–'} | {row.valid_from} |"
        )
    lines += ["", "## Not judged yet", "", "| row | waits for |", "|---|---|"]
    lines += [f"| {row} | {LATER[row]} |" for row in all_rows() if row in LATER]
    return "\n".join(lines) + "\n"


PAGES = {"glossary.md": glossary, "clauses.md": clauses}


def main() -> int:
    """Write the pages; with ``--check`` only compare, 1 if one is stale."""
    stale = [n for n, make in PAGES.items() if not _current(n, make())]
    if "--check" not in sys.argv:
        for name in stale:
            (DOCS / name).write_text(PAGES[name](), "utf-8")
        return 0
    for name in stale:
        print(f"docs/{name} is stale: run make docs")
    return 1 if stale else 0


def _current(name: str, text: str) -> bool:
    path = DOCS / name
    return path.exists() and path.read_text("utf-8") == text


if __name__ == "__main__":
    sys.exit(main())
