"""Write the pages that are views of declarations: glossary and clause table."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from welfare_desktop.domain.codes import NAMED, TITLES
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.rules import ALL_ROWS
from welfare_desktop.domain.rules.later import LATER, all_rows
from welfare_desktop.domain.rules.verdict import Row

ROOT = Path(__file__).resolve().parent.parent
DOCS, SCENARIOS = ROOT / "docs", ROOT / "tests" / "scenarios"
sys.path.insert(0, str(ROOT))


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
    lines += [
        "## Code lists",
        "",
        "| list | 中文 | source | in force | codes with a span of their own |",
    ]
    lines += ["|---|---|---|---|---|"]
    for key, title in sorted(TITLES.items()):
        listed = NAMED[key]
        spans = "; ".join(f"{code} {a}..{b}" for code, (a, b) in listed.spans.items())
        since = f"since {listed.since}" if listed.since else ""
        lines.append(f"| {key} | {title} | {listed.source} | {since} | {spans} |")
    return "\n".join(lines) + "\n"


#: Rooms of the rules, each with its rows.
_RULES = "welfare_desktop.domain.rules"
_MODULES = [
    name for name, module in vars(importlib.import_module(_RULES)).items()
    if getattr(module, "__name__", "").startswith(_RULES) and hasattr(module, "ROWS")
]  # fmt: skip


def _rule_of(row: Row) -> str:
    """The module that judges a row."""
    for name in _MODULES:
        if row in importlib.import_module(f"{_RULES}.{name}").ROWS:
            return name
    raise LookupError(row.id)


def _tests() -> dict[str, tuple[str, int, int]]:
    """Row → the file with its examples, how many hold and how many do not."""
    out: dict[str, tuple[str, int, int]] = {}
    for path in sorted((ROOT / "tests/domain/law").glob("*_examples.py")):
        module = importlib.import_module(f"tests.domain.law.{path.stem}")
        for example in module.EXAMPLES:
            _, good, bad = out.get(example.clause, ("", 0, 0))
            holds = example.verdict in ("PASS", "DUE", "NA")
            out[example.clause] = (path.stem, good + holds, bad + (not holds))
    return out


def clauses() -> str:
    """Every clause row: those judged, and those not yet, with what each waits for."""
    tests = _tests()
    scenarios = {path.stem: path.read_text("utf-8") for path in sorted(SCENARIOS.glob("*.jsonl"))}
    lines = [
        "# Clause rows", "", "Generated from the rules by `make docs`.", "",
        "`rule`: module of `src/welfare_desktop/domain/rules/`. `examples`: file of",
        "`tests/domain/law/` with the verdicts in order + out of order. `scenarios`: files of",
        "`tests/scenarios/` that name the row.", "",
        "| row | obligation | obliged | source | forms | offers | rule | examples | scenarios | from |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for row in ALL_ROWS:
        forms, (where, good, bad) = " ".join(row.forms), tests[row.id]
        played = " ".join(name for name, text in scenarios.items() if f'"{row.id}"' in text)
        lines.append(
            f"| {row.id} | {row.obligation} | {row.obliged} | {row.source} | {forms} "
            f"| {row.offers or '–'} | `{_rule_of(row)}` | `{where}` {good} + {bad} "
            f"| {played or '–'} | {row.valid_from} |"
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
