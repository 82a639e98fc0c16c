"""From the roster to the accepted package, by the commands, opened with the stock tools."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import bagit
import pytest

from welfare_desktop.actions import sending
from welfare_desktop.actions.access import open_desk
from welfare_desktop.app import desktop, office, practice

ROSTER = Path(__file__).resolve().parents[1] / "roster" / "data" / "roster.xlsx"


class Line:
    """A practice store and its commands."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self.capsys = folder, capsys
        self.password = folder / "password"
        self.password.write_text(practice.PASSWORD)

    def run(self, *words: str, account: str = "kezhang") -> tuple[int, str, str]:
        common = ["--data", str(self.folder / "store"), "--as", account,
                  "--password-file", str(self.password)]  # fmt: skip
        return self._ended(lambda: desktop.main([*common, *words]))

    def office(self, *words: str) -> tuple[int, str, str]:
        return self._ended(lambda: office.main(list(words)))

    def _ended(self, call: Any) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            call()
        said = self.capsys.readouterr()
        return int(ended.value.code or 0), said.out.strip(), said.err.strip()


@pytest.fixture(scope="module")
def first_state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the first test leaves its practice store as the command made it, for the others."""
    return tmp_path_factory.mktemp("line") / "store"


@pytest.fixture
def line(tmp_path: Path, first_state: Path, capsys: pytest.CaptureFixture[str]) -> Line:
    made = Line(tmp_path, capsys)
    if first_state.exists():
        shutil.copytree(first_state, tmp_path / "store")
        return made
    code, _, said = made.run("demo", "--children", "4", "--days", "2", "--until", "2026-10-31")
    assert code == 0, said
    shutil.copytree(tmp_path / "store", first_state)
    return made


def approved(line: Line) -> str:
    _, name, _ = line.run("package", "build", "--month", "2026-10")
    code, _, said = line.run(
        "package", "approve", name, "--out", str(line.folder / "out"), account="yuanzhang"
    )
    assert code == 0, said
    return name


def test_package_opens_with_stock_tools_alone(line: Line) -> None:
    name = approved(line)
    out, trust = line.folder / "out", line.folder / "store/office/trust.pem"
    identity = line.folder / "store/office/age-key.txt"

    def tool(*words: str) -> None:
        subprocess.run(words, cwd=out, check=True, capture_output=True)

    tool("sha256sum", "-c", f"{name}.zip.age.sha256")
    cms = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-CAfile", str(trust),
           "-purpose", "any", "-out", "/dev/null"]  # fmt: skip
    tool(*cms, "-in", f"{name}.zip.age.sha256.p7s", "-content", f"{name}.zip.age.sha256")
    tool("age", "-d", "-i", str(identity), "-o", "p.zip", f"{name}.zip.age")
    tool("unzip", "-q", "p.zip")
    assert bagit.Bag(str(out / name)).is_valid()
    tags = f"{name}/tagmanifest-sha256.txt"
    tool(*cms, "-in", f"{tags}.p7s", "-content", tags)
    subprocess.run(
        ["sha256sum", "-c", "tagmanifest-sha256.txt", "manifest-sha256.txt"],
        cwd=out / name, check=True, capture_output=True,
    )  # fmt: skip
    fonts = subprocess.run(
        ["pdffonts", "data/cover.pdf"], cwd=out / name, check=True, capture_output=True, text=True
    ).stdout.splitlines()[2:]
    assert fonts and all(" yes " in row for row in fonts)


def test_receipt_by_stick_is_accepted_and_the_store_proves_it(line: Line) -> None:
    name = approved(line)
    out, folder = line.folder / "out", line.folder / "store/office"
    code, _, _ = line.office("receive", str(folder), str(out / f"{name}.zip.age"),
                             "--receipts", str(out))  # fmt: skip
    assert code == 0
    assert line.run("package", "hand-over", name, "--out", str(line.folder / "usb"))[0] == 0
    assert line.run("package", "receipt", str(out / f"{name}.receipt.p7m"))[0] == 0
    _, text, _ = line.run("--format", "json", "package", "status")
    found = json.loads(text)["packages"]
    assert [(p["name"], p["state"], p["problem"]) for p in found] == [(name, "accepted", None)]
    code, _, said = line.run("package", "hand-over", name, "--out", str(line.folder / "usb"))
    assert code == 1 and "不用再交" in said
    code, _, said = line.run("verify-store")
    assert code == 0, said
    desk = open_desk(line.folder / "store", "kezhang", practice.PASSWORD)
    heads, bad = sending.proved_heads(desk)
    assert heads and not bad, "the receipt carries the chain heads of the package"
    told: list[str] = []
    forged = [heads[0] | {"hash": "00" * 32}, heads[0] | {"seq": heads[0]["seq"] + 10_000}]
    assert not desk.store.check(told.append, forged) and len(told) == 2
    desk.close()


def test_correction_supersedes(line: Line) -> None:
    first = approved(line)
    folder, out = line.folder / "store/office", line.folder / "out"
    for name in (first, first.replace("r01", "r02")):
        if name != first:
            assert approved(line) == name
        assert line.office("receive", str(folder), str(out / f"{name}.zip.age"),
                           "--receipts", str(out))[0] == 0  # fmt: skip
        assert line.run("package", "hand-over", name, "--out", str(out / "usb"))[0] == 0
        assert line.run("package", "receipt", str(out / f"{name}.receipt.p7m"))[0] == 0
    _, text, _ = line.run("--format", "json", "package", "status")
    states = [p["state"] for p in json.loads(text)["packages"]]
    assert states == ["superseded", "accepted"]


def test_what_is_refused_is_one_sentence_with_its_code(line: Line, tmp_path: Path) -> None:
    def refused(*words: str, account: str = "kezhang") -> int:
        code, _, said = line.run(*words, account=account)
        assert said and "Traceback" not in said
        return code

    assert refused("package", "build", "--month", "2026-13") == 2
    assert refused("package", "build", "--month", "2099-01") == 1
    _, name, _ = line.run("package", "build", "--month", "2026-10")
    assert refused("package", "approve", name) == 1
    assert refused("package", "approve", "CWX-nothing", account="yuanzhang") == 1
    assert line.run("package", "approve", name, account="yuanzhang")[0] == 0
    assert refused("package", "approve", name, "--out", str(tmp_path / "copy")) == 1
    assert not (tmp_path / "copy").exists(), "the copy is the 院长's too"
    assert refused("package", "receipt", str(ROSTER)) == 3
    assert refused("import", str(tmp_path / "missing.xlsx")) == 3
    assert refused("check", "--on", "someday") == 2
    assert refused("nonsense") == 2
    line.password.write_text("wrong")
    assert refused("check", "--on", "2026-10-31") == 3


def test_roster_import_as_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    line = Line(tmp_path, capsys)
    assert line.run("demo", "--children", "0", "--until", "2026-10-31")[0] == 0
    code, text, _ = line.run("--format", "json", "import", str(ROSTER), "--dry-run")
    dry = json.loads(text)
    assert code == 1 and not dry["written"]
    code, text, _ = line.run("--format", "json", "import", str(ROSTER), "--accept-good")
    done = json.loads(text)
    assert code == 1 and done["written"]
    rows = {f["row"] for f in done["refused"]}
    assert done["read"] == done["accepted"] + len(rows) + len(done["duplicates"])
    _, text, _ = line.run("--format", "json", "check", "--on", "2026-11-24", "--clause", "C12.04")
    assert len(json.loads(text)["rows"]) == done["accepted"]
    assert line.run("opening", "--sign")[0] == 1
    assert line.run("opening", "--sign", account="yuanzhang")[0] == 0
    code, _, said = line.run("import", str(ROSTER), "--accept-good")
    assert code == 1 and "不能再建账" in said
