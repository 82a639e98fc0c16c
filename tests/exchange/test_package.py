"""Sealing and the acceptance rule: what is whole is accepted, everything else refused."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from tests.damage import flipped
from tests.exchange.conftest import CODE, NOW, House, parts, sealed
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.exchange import trust
from welfare_desktop.exchange.cms import BadSignature, SigningKey, sign, verify
from welfare_desktop.exchange.package import Part, content_sha256
from welfare_desktop.exchange.receipt import open_receipt, read_receipt
from welfare_desktop.exchange.tables import csv_bytes
from welfare_desktop.exchange.verify import Refusal
from welfare_desktop.office import desk as office
from welfare_desktop.security import durable
from welfare_desktop.security.sealing import Writable


def test_a_whole_package_is_accepted_and_gets_its_receipt_twice(house: House) -> None:
    made = sealed(house)
    answer = office.receive(house.office, made.files[0], house.office / "receipts", NOW, "usb")
    assert answer.accepted and answer.receipt is not None, answer.problems
    again = office.receive(house.office, made.files[0], house.office / "receipts", NOW, "usb")
    assert again.receipt == answer.receipt
    receipt = read_receipt(answer.receipt, house.profile, NOW, answer.package, made.sha256)
    assert receipt.decision == "accepted" and receipt.audit_heads[0]["seq"] == 5
    assert receipt.tagmanifest_sha256 == made.tagmanifest_sha256
    assert receipt.next_expected_period == "2026-11"
    assert (house.office / "accepted" / answer.package / "data/tables/P01.csv").exists()


def test_other_bytes_under_an_accepted_name_are_rejected(house: House) -> None:
    first = sealed(house)
    assert office.receive(house.office, first.files[0], house.out, NOW, "usb").accepted
    second = sealed(house, payload=parts(b"changed"))
    answer = office.receive(house.office, second.files[0], house.out, NOW, "usb")
    assert not answer.accepted and answer.problems[0].code == "name_taken"


def reseal(house: House, change: Callable[[dict[str, bytes]], None]) -> Path:
    """A package opened, changed and sealed again with a fitting outer signature."""
    made = sealed(house)
    identity = (house.office / "age-key.txt").read_text().strip()
    clear = pyrage.decrypt(made.files[0].read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
    with zipfile.ZipFile(io.BytesIO(clear)) as archive:
        files = {n: archive.read(n) for n in archive.namelist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    keys = [pyrage.x25519.Recipient.from_str(r) for r in house.profile.recipients]
    made.files[0].write_bytes(pyrage.encrypt(out.getvalue(), keys))
    line = f"{hashlib.sha256(made.files[0].read_bytes()).hexdigest()}  {made.files[0].name}\n"
    made.files[1].write_text(line)
    made.files[2].write_bytes(sign(line.encode(), house.signing, detached=True))
    return made.files[0]


def inside(files: dict[str, bytes], end: str) -> str:
    return next(name for name in files if name.endswith(end))


def _byte(files: dict[str, bytes]) -> None:
    files[inside(files, "cover.pdf")] += b"x"


def _removed(files: dict[str, bytes]) -> None:
    del files[inside(files, "P01.csv")]


def _extra(files: dict[str, bytes]) -> None:
    files[inside(files, "cover.pdf").replace("cover", "more")] = b"x"


def _stray(files: dict[str, bytes]) -> None:
    files[inside(files, "bagit.txt").replace("bagit", "stray")] = b"x"


def _info(files: dict[str, bytes]) -> None:
    name = inside(files, "bag-info.txt")
    files[name] = files[name].replace(b"2026-10", b"2026-11")


def _signature(files: dict[str, bytes]) -> None:
    del files[inside(files, ".p7s")]


def _rehashed(files: dict[str, bytes]) -> None:
    _byte(files)
    name, manifest = inside(files, "cover.pdf"), inside(files, "/manifest-sha256.txt")
    old = hashlib.sha256(files[name][:-1]).hexdigest().encode()
    new = hashlib.sha256(files[name]).hexdigest().encode()
    tags = inside(files, "tagmanifest-sha256.txt")
    before = hashlib.sha256(files[manifest]).hexdigest().encode()
    files[manifest] = files[manifest].replace(old, new)
    after = hashlib.sha256(files[manifest]).hexdigest().encode()
    files[tags] = files[tags].replace(before, after)


def _slip(files: dict[str, bytes]) -> None:
    files["../outside.txt"] = b"x"


@pytest.mark.parametrize(
    "change", [_byte, _removed, _extra, _stray, _info, _signature, _rehashed, _slip]
)
def test_every_change_inside_is_rejected(
    house: House, change: Callable[[dict[str, bytes]], None]
) -> None:
    answer = office.receive(house.office, reseal(house, change), house.out, NOW, "usb")
    assert not answer.accepted and answer.receipt is not None
    told = open_receipt(answer.receipt, house.profile, NOW)
    assert told.decision == "rejected" and told.problems[0]["detail"]


def test_a_cut_or_changed_file_is_rejected(house: House) -> None:
    made = sealed(house)
    whole = made.files[0].read_bytes()
    for damaged in (whole[:-40], flipped(whole, 200)):
        made.files[0].write_bytes(damaged)
        with pytest.raises(Refusal) as refusal:
            office.check(house.office, made.files[0], NOW)
        assert refusal.value.problem.code == "digest"


def test_a_stranger_gets_no_receipt(house: House, tmp_path: Path) -> None:
    key = trust.new_key()
    own = trust.certificate(key, None, key, NOW, name="别人", code=CODE, ca=True)
    made = sealed(house)
    made.files[2].write_bytes(sign(made.files[1].read_bytes(), SigningKey(key, own), detached=True))
    answer = office.receive(house.office, made.files[0], tmp_path, NOW, "usb")
    assert not answer.accepted and answer.receipt is None
    made.files[2].unlink()
    with pytest.raises(Refusal, match="三个文件不齐"):
        office.check(house.office, made.files[0], NOW)


def test_a_receipt_for_another_package_changes_nothing(house: House) -> None:
    made = sealed(house)
    answer = office.receive(house.office, made.files[0], house.out, NOW, "usb")
    assert answer.receipt is not None
    trusted = house.profile
    with pytest.raises(Trouble, match="不是"):
        read_receipt(answer.receipt, trusted, NOW, "CWX-other", made.sha256)
    with pytest.raises(Trouble, match="校验值"):
        read_receipt(answer.receipt, trusted, NOW, answer.package, "0" * 64)
    with pytest.raises(Trouble, match="不可信"):
        open_receipt(flipped(answer.receipt), trusted, NOW)
    with pytest.raises(Trouble, match="不可信"):
        open_receipt(b"%PDF", trusted, NOW)


def test_an_error_in_the_middle_leaves_no_file_and_no_hang(house: House) -> None:
    def broken(out: Writable) -> None:
        raise RuntimeError("table 7")

    with pytest.raises(RuntimeError, match="table 7"):
        sealed(house, payload=[*parts(), Part("tables/P07.csv", broken)])
    assert list(house.out.iterdir()) == []


def test_a_disk_that_fills_at_the_last_file_leaves_none(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed(house)
    whole = durable.write_whole

    def full(path: Path, data: bytes) -> None:
        if path.suffix == ".p7s":
            raise OSError(28, "No space left on device")
        whole(path, data)

    monkeypatch.setattr(durable, "write_whole", full)
    with pytest.raises(Trouble, match="磁盘已满"):
        sealed(house)
    assert list(house.out.iterdir()) == [], "neither the old three nor half of the new ones"


def test_an_expired_certificate_is_refused(house: House) -> None:
    signature = sign(b"x", house.signing, detached=True)
    trusted = house.profile.ca.encode()
    assert verify(signature, trusted, NOW, b"x").code == CODE
    with pytest.raises(BadSignature):
        verify(signature, trusted, NOW + timedelta(days=4000), b"x")
    with pytest.raises(BadSignature):
        verify(signature, trusted, NOW, b"y")


def test_a_profile_is_believed_only_with_its_fingerprint(house: House) -> None:
    der = (house.office / "office-profile.p7m").read_bytes()
    told = trust.ca_fingerprint(house.profile)
    assert trust.read_profile(der, NOW, None, told.lower()) == house.profile
    with pytest.raises(Refused, match="指纹"):
        trust.read_profile(der, NOW, None, "00" * 32)
    with pytest.raises(Trouble):
        trust.read_profile(flipped(der), NOW)
    with pytest.raises(Trouble):
        trust.read_profile(b"not a profile", datetime(2026, 1, 1))


def test_tables_guard_formulas_and_content_hash_ignores_order() -> None:
    data = csv_bytes(["a"], [{"a": "=1"}, {"a": -1}, {"a": "-1"}, {"a": None}])
    assert data == b"\xef\xbb\xbfa\r\n'=1\r\n-1\r\n'-1\r\n\"\"\r\n"
    assert content_sha256([("a", "1"), ("b", "2")]) == content_sha256([("b", "2"), ("a", "1")])
