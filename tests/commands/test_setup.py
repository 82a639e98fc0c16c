"""The first run by the command, and what it refuses before anything is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from welfare_desktop.actions import access, setup
from welfare_desktop.app import desktop, practice
from welfare_desktop.domain.clock import SystemClock
from welfare_desktop.security import keyslots, recovery


def answers(**changed: Any) -> dict[str, Any]:
    return {
        "institution": {"name": "某儿童福利院", "org_code": practice.ORG_CODE, "div": "341002"},
        "people": [
            {"login": "kz", "name": "程", "password": "long enough", "pin": "135790", "post": "11"},
            {"login": "yz", "name": "方", "password": "long enough", "pin": "246802", "post": "12"},
        ],
        "wards": [{"ward_no": "A1", "name": "一区", "kind": "1", "sex_rule": "3", "beds": 4}],
    } | changed  # fmt: skip


def init(tmp_path: Path, document: dict[str, Any]) -> int:
    (tmp_path / "answers.json").write_text(json.dumps(document), "utf-8")
    with pytest.raises(SystemExit) as ended:
        desktop.main(
            ["--data", str(tmp_path / "s"), "init", "--answers", str(tmp_path / "answers.json"),
             "--recovery-out", str(tmp_path / "words.txt")]
        )  # fmt: skip
    return int(ended.value.code or 0)


def test_the_recovery_file_and_both_passwords_open_the_store(tmp_path: Path) -> None:
    assert init(tmp_path, answers()) == 0
    slots = keyslots.load(tmp_path / "s")
    words = list((tmp_path / "words.txt").read_text("utf-8").strip())
    assert recovery.unlock(slots, words) == keyslots.unlock(slots, "kz", "long enough")
    desk = access.open_desk(tmp_path / "s", "yz", "long enough")
    assert desk.account.roles == "D" and not desk.practice
    assert desk.house().institution is not None and len(desk.house().wards) == 1
    assert len(desk.house().wards[0].rows("beds")) == 4
    desk.close()
    assert init(tmp_path, answers()) == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"institution": {"name": ""}},
        {"institution": {"name": "x", "org_code": "12341002MB00000170"}},
        {"institution": {"name": "x", "org_code": practice.ORG_CODE, "div": "三四一"}},
        {"institution": {"name": "x", "org_code": practice.ORG_CODE, "phone": "12"}},
        {"wards": [{"ward_no": "A1", "name": "一区", "kind": "9", "sex_rule": "3", "beds": 4}]},
        {"wards": []},
        {"people": []},
        {"people": [{"login": "a", "name": "a", "password": "short", "pin": "135790", "post": "11"}]},
        {"people": [{"login": "a", "name": "a", "password": "long enough", "pin": "1357", "post": "11"}]},
        {"people": [{"login": "a", "name": "a", "password": "long enough", "pin": "135790",
                     "post": "11", "roles": "KS"}]},
    ],
)  # fmt: skip
def test_wrong_answers_write_nothing(tmp_path: Path, changed: dict[str, Any]) -> None:
    assert init(tmp_path, answers(**changed)) == 1
    assert not (tmp_path / "s").exists() and not (tmp_path / "words.txt").exists()


def test_a_first_run_that_fails_midway_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("no space")

    with monkeypatch.context() as patched:
        patched.setattr(keyslots, "save", full)
        assert init(tmp_path, answers()) == 3
    assert not list((tmp_path / "s").glob("store.db*")), "nothing that nobody could ever open"
    assert init(tmp_path, answers()) == 0


def test_the_template_asks_everything(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        desktop.main(["init", "--template"])
    asked = json.loads(capsys.readouterr().out)
    assert set(asked) == {"institution", "people", "wards", "go_live_on"}
    assert setup.template() == asked


def test_self_check_proves_the_installation(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        desktop.main(["--format", "json", "self-check"])
    found = json.loads(capsys.readouterr().out)
    assert not ended.value.code and found["holds"] and len(found["checks"]) == 5
    assert SystemClock().now().year >= 2026
