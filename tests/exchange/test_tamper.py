"""What a hostile or faulty sender can do to a package that is signed and sealed all the same."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pyrage
import pytest
import rfc8785

from tests.exchange.conftest import CODE, NOW, House, parts, sealed
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.exchange import trust
from welfare_desktop.exchange.cms import SigningKey, sign
from welfare_desktop.exchange.package import SUFFIXES
from welfare_desktop.exchange.receipt import open_receipt
from welfare_desktop.office import desk as office

NAME = f"CWX-{CODE}-202610-r01"
Files = dict[str, bytes]
Entries = list[tuple[zipfile.ZipInfo, bytes]]


def opened(house: House, package: Path) -> Files:
    """The files of a package, by path below its folder."""
    identity = (house.office / "age-key.txt").read_text().strip()
    clear = pyrage.decrypt(package.read_bytes(), [pyrage.x25519.Identity.from_str(identity)])
    with zipfile.ZipFile(io.BytesIO(clear)) as archive:
        return {n.removeprefix(f"{NAME}/"): archive.read(n) for n in archive.namelist()}


def rebuilt(files: Files, signing: SigningKey) -> Files:
    """Manifests, Payload-Oxum and inner signature made to fit whatever the files are now."""
    data = {p: d for p, d in files.items() if p.startswith("data/")}
    oxum = f"{sum(map(len, data.values()))}.{len(data)}"
    lines = files["bag-info.txt"].decode("latin-1").splitlines()
    info = "".join(
        f"Payload-Oxum: {oxum}\n" if line.startswith("Payload-Oxum") else f"{line}\n"
        for line in lines
    )
    tags = {"bagit.txt": files["bagit.txt"], "bag-info.txt": info.encode("latin-1"),
            "manifest-sha256.txt": _lines(data)}  # fmt: skip
    manifest = _lines(tags)
    signature = sign(manifest, signing, detached=True)
    return files | tags | {
        "tagmanifest-sha256.txt": manifest, "tagmanifest-sha256.txt.p7s": signature,
    }  # fmt: skip


def _lines(files: Files) -> bytes:
    return "".join(f"{hashlib.sha256(d).hexdigest()}  {p}\n" for p, d in files.items()).encode()


def zipped(entries: Entries) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for info, data in entries:
            archive.writestr(info, data)
    return out.getvalue()


def entries_of(files: Files) -> Entries:
    return [(zipfile.ZipInfo(f"{NAME}/{path}"), data) for path, data in files.items()]


def put(house: House, clear: bytes, signing: SigningKey | None = None) -> Path:
    """Seal and sign bytes as a package, outside all fits."""
    house.out.mkdir(exist_ok=True)
    package, side, signature = (house.out / f"{NAME}{suffix}" for suffix in SUFFIXES)
    keys = [pyrage.x25519.Recipient.from_str(r) for r in house.profile.recipients]
    package.write_bytes(pyrage.encrypt(clear, keys))
    side.write_text(f"{hashlib.sha256(package.read_bytes()).hexdigest()}  {package.name}\n")
    signature.write_bytes(sign(side.read_bytes(), signing or house.signing, detached=True))
    return package


def answered(house: House, package: Path) -> office.Answer:
    before = set(house.office.rglob("*"))
    answer = office.receive(house.office, package, house.out, NOW, "usb")
    if not answer.accepted:
        assert not [p for p in set(house.office.rglob("*")) - before if "accepted" in p.parts]
        assert not (house.out / "outside.txt").exists()
    return answer


def refused(house: House, package: Path) -> str:
    """Rejected with a receipt that says why; the code of the first reason."""
    answer = answered(house, package)
    assert not answer.accepted and answer.receipt is not None
    told = open_receipt(answer.receipt, house.profile, NOW)
    assert told.decision == "rejected" and told.problems[0]["detail"]
    return answer.problems[0].code


def test_the_rebuilt_package_is_whole(house: House) -> None:
    files = rebuilt(opened(house, sealed(house).files[0]), house.signing)
    assert answered(house, put(house, zipped(entries_of(files)))).accepted


@pytest.mark.parametrize(
    "name", ["../outside.txt", f"{NAME}/../outside.txt", "/outside.txt", f"{NAME}/data/../../x",
             f"{NAME}\\data\\x", f"{NAME}/data//x", f"{NAME}/data/./x", "other/x", f"{NAME}/data/d/"],
)  # fmt: skip
def test_no_name_leads_out_of_the_folder(house: House, name: str) -> None:
    files = rebuilt(opened(house, sealed(house).files[0]), house.signing)
    entries = [*entries_of(files), (zipfile.ZipInfo(name), b"x")]
    assert refused(house, put(house, zipped(entries))) == "path"


def _double(entries: Entries) -> None:
    entries.append((zipfile.ZipInfo(f"{NAME}/data/cover.pdf"), b"another"))


def _double_by_case(entries: Entries) -> None:
    entries.append((zipfile.ZipInfo(f"{NAME}/DATA/cover.pdf"), b"another"))


def _linked(entries: Entries) -> None:
    info = zipfile.ZipInfo(f"{NAME}/data/link")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    entries.append((info, b"/etc/passwd"))


def _device(entries: Entries) -> None:
    info = zipfile.ZipInfo(f"{NAME}/data/null")
    info.external_attr = (stat.S_IFCHR | 0o666) << 16
    entries.append((info, b""))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("change", [_double, _double_by_case, _linked, _device])
def test_no_double_linked_or_special_entry(house: House, change: Callable[[Entries], None]) -> None:
    entries = entries_of(rebuilt(opened(house, sealed(house).files[0]), house.signing))
    change(entries)
    assert refused(house, put(house, zipped(entries))) == "path"


def test_a_bomb_is_not_opened(house: House) -> None:
    entries = entries_of(rebuilt(opened(house, sealed(house).files[0]), house.signing))
    info = zipfile.ZipInfo(f"{NAME}/data/bomb")
    info.compress_type = zipfile.ZIP_DEFLATED
    entries.append((info, b"\0" * 30_000_000))
    assert refused(house, put(house, zipped(entries))) == "size"


def test_sizes_that_lie_are_refused(house: House) -> None:
    """The central directory promises fewer bytes than the entry holds."""
    files = rebuilt(opened(house, sealed(house).files[0]), house.signing)
    clear = bytearray(zipped(entries_of(files)))
    at = clear.rindex(b"PK\x01\x02", 0, clear.index(b"data/cover.pdf", clear.index(b"PK\x01\x02")))
    (size,) = struct.unpack_from("<I", clear, at + 24)
    struct.pack_into("<II", clear, at + 20, size - 1, size - 1)
    assert refused(house, put(house, bytes(clear))) == "bag"


def _json(files: Files) -> None:
    files["data/datapackage.json"] = b"{]"


def _json_shape(files: Files) -> None:
    files["data/datapackage.json"] = b'{"resources":[3]}'


def _no_cover_table(files: Files) -> None:
    del files["data/tables/P00.csv"]


def _heads(files: Files) -> None:
    files["data/audit/heads.jsonl"] = b"nonsense\n"


def _heads_gone(files: Files) -> None:
    del files["data/audit/heads.jsonl"]


def _not_text(files: Files) -> None:
    files["data/tables/P01.csv"] = b"\xff\xfe\x00"


def _bag_info(files: Files) -> None:
    files["bag-info.txt"] = b"\xff" + files["bag-info.txt"]


def _columns(files: Files) -> None:
    files["data/tables/P01.csv"] = files["data/tables/P01.csv"].replace(b"file_no", b"file_nr")


def _rows(files: Files) -> None:
    files["data/tables/P01.csv"] += b"3,x\r\n"


def _unlisted_table(files: Files) -> None:
    files["data/tables/P99.csv"] = b"file_no\r\n1\r\n"


def _uncounted_table(files: Files) -> None:
    described = json.loads(files["data/datapackage.json"])
    table: dict[str, Any] = {"path": "tables/P07.csv", "schema": {"fields": [{"name": "event_no"}]}}
    described["resources"].append(table)
    files["data/datapackage.json"] = json.dumps(described).encode()
    files["data/tables/P07.csv"] = b"event_no\r\n1\r\n"


def _another_bagit(files: Files) -> None:
    files["bagit.txt"] = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"


def _info(old: bytes, new: bytes) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        assert old in files["bag-info.txt"]
        files["bag-info.txt"] = files["bag-info.txt"].replace(old, new)

    return change


@pytest.mark.parametrize(
    "change",
    [_json, _json_shape, _no_cover_table, _heads, _heads_gone, _not_text, _bag_info, _columns,
     _rows, _unlisted_table, _uncounted_table, _another_bagit,
     _info(b"CWX-Profile: 1", b"CWX-Profile: 2"), _info(b"CWX-Revision: 1", b"CWX-Revision: 2"),
     _info(b"CWX-Period: 2026-10", b"CWX-Period: 2026-09"), _info(b"-r01", b"-r02"),
     _info(b"CWX-Practice: yes\n", b""), _info(b"CWX-Recipient: ", b"CWX-Recipient: 00")],
)  # fmt: skip
def test_a_faulty_sender_gets_a_receipt_and_not_a_crash(
    house: House, change: Callable[[Files], None]
) -> None:
    files = opened(house, sealed(house).files[0])
    change(files)
    whole = rebuilt(files, house.signing)
    assert refused(house, put(house, zipped(entries_of(whole))))


@pytest.mark.parametrize("at", range(0, 100, 7))
def test_a_zip_with_a_wrong_byte_anywhere_is_refused(house: House, at: int) -> None:
    files = rebuilt(opened(house, sealed(house).files[0]), house.signing)
    clear = bytearray(zipped(entries_of(files)))
    for place in range(len(clear) * at // 100, len(clear) * at // 100 + 40):
        clear[place] ^= 0xFF
    assert refused(house, put(house, bytes(clear)))


@pytest.mark.parametrize("share", [0, 1, 10, 33, 50, 80, 99])
def test_a_file_cut_anywhere_is_refused(house: House, share: int) -> None:
    made = sealed(house)
    whole = made.files[0].read_bytes()
    made.files[0].write_bytes(whole[: len(whole) * share // 100])
    assert refused(house, made.files[0]) == "digest"
    # And so it is where the outer digest was made to fit the cut file.
    side = made.files[1]
    side.write_text(f"{hashlib.sha256(made.files[0].read_bytes()).hexdigest()}  {NAME}.zip.age\n")
    made.files[2].write_bytes(sign(side.read_bytes(), house.signing, detached=True))
    assert refused(house, made.files[0]) == "age"


def enrolled(house: House, code: str) -> SigningKey:
    """Another institution of the same office."""
    key = trust.new_key()
    _, certificate = office.enrol(house.office, trust.request(key, "另一家", code), NOW)
    return SigningKey(key, certificate, (house.profile.ca.encode(),))


OTHER = "12341002MB0000025D"


def test_another_institution_cannot_sign_for_this_one(house: House) -> None:
    other = enrolled(house, OTHER)
    files = rebuilt(opened(house, sealed(house).files[0]), other)
    clear = zipped(entries_of(files))
    answer = answered(house, put(house, clear, other))
    assert answer.receipt is None and answer.problems[0].code == "signer"
    assert refused(house, put(house, clear)) == "inner_signature"


def test_a_receipt_signed_by_an_institution_is_not_believed(house: House) -> None:
    made = sealed(house)
    answer = office.receive(house.office, made.files[0], house.out, NOW, "usb")
    assert answer.receipt is not None
    told = open_receipt(answer.receipt, house.profile, NOW)
    forged = sign(rfc8785.dumps(msgspec.to_builtins(told)), enrolled(house, OTHER), detached=False)
    with pytest.raises(Trouble, match="不可信"):
        open_receipt(forged, house.profile, NOW)


def test_a_profile_signed_by_an_institution_is_not_believed(house: House) -> None:
    ca = house.profile.ca.encode()
    moved = msgspec.structs.replace(house.profile, url="https://elsewhere.example/")
    forged = trust.sign_profile(moved, enrolled(house, OTHER))
    told = trust.ca_fingerprint(house.profile)
    for known, wanted in ((ca, None), (None, told), (ca, told)):
        with pytest.raises(Trouble, match="签名"):
            trust.read_profile(forged, NOW, known, wanted)


def test_another_office_is_joined_only_by_its_fingerprint(house: House, tmp_path: Path) -> None:
    told = office.init(tmp_path / "second", "另一个区", "http://127.0.0.1:2/", NOW, practice=True)
    der = (tmp_path / "second/office-profile.p7m").read_bytes()
    ca = house.profile.ca.encode()
    with pytest.raises(Trouble, match="指纹"):
        trust.read_profile(der, NOW, ca)
    with pytest.raises(Refused, match="指纹"):
        trust.read_profile(der, NOW, ca, trust.ca_fingerprint(house.profile))
    assert trust.read_profile(der, NOW, ca, told).name == "另一个区"


def test_a_profile_past_its_day_or_with_one_recipient_is_refused(house: House) -> None:
    above = SigningKey((house.office / "ca-key.pem").read_bytes(), house.profile.ca.encode())
    for change in ({"valid_to": "2026-11-01"}, {"recipients": house.profile.recipients[:1]}):
        profile = msgspec.structs.replace(house.profile, **change)
        with pytest.raises(Trouble):
            trust.read_profile(trust.sign_profile(profile, above), NOW)


def test_the_receipt_of_an_accepted_package_is_never_replaced(house: House) -> None:
    first = sealed(house)
    kept = house.office / "receipts"
    answer = office.receive(house.office, first.files[0], kept, NOW, "tus")
    whole = first.files[0].read_bytes(), first.files[1].read_bytes(), first.files[2].read_bytes()
    second = sealed(house, payload=parts(b"other bytes"))
    elsewhere = house.out / "receipts"
    again = office.receive(house.office, second.files[0], elsewhere, NOW, "tus")
    assert again.problems[0].code == "name_taken" and again.receipt is not None
    assert (elsewhere / f"{NAME}.receipt.p7m").read_bytes() == again.receipt
    assert (kept / f"{NAME}.receipt.p7m").read_bytes() == answer.receipt
    for path, data in zip(first.files, whole, strict=True):
        path.write_bytes(data)
    assert office.receive(house.office, first.files[0], kept, NOW, "tus").receipt == answer.receipt


def _heads_of(seq: int, hash_: str, device: str = "d") -> Callable[[Files], None]:
    def change(files: Files) -> None:
        head = {"device": device, "seq": seq, "hash": hash_, "at": "x"}
        files["data/audit/heads.jsonl"] = json.dumps(head).encode() + b"\n"

    return change


@pytest.mark.parametrize(
    ("change", "word"),
    [(_heads_of(3, "00"), "短"), (_heads_of(5, "ff"), "不符"), (_heads_of(9, "00", "e"), "短"),
     (_heads_of(9, "11"), ""), (_info(b"CWX-Recipient", b"CWX-Previous-Package: sha256:00\nCWX-Recipient"),
                               "没有收到过")],
)  # fmt: skip
def test_what_is_odd_is_noted_and_never_a_rejection(
    house: House, change: Callable[[Files], None], word: str
) -> None:
    assert office.receive(house.office, sealed(house).files[0], house.out, NOW, "usb").accepted
    made = sealed(house, 2)
    files = opened(house, made.files[0])
    files = {p.removeprefix(f"{NAME[:-2]}02/"): d for p, d in files.items()}
    change(files)
    second = f"{NAME[:-2]}02"
    entries = [(zipfile.ZipInfo(f"{second}/{p}"), d)
               for p, d in rebuilt(files, house.signing).items()]  # fmt: skip
    package = put(house, zipped(entries))
    for suffix in SUFFIXES:
        (house.out / f"{NAME}{suffix}").replace(house.out / f"{second}{suffix}")
    side = house.out / f"{second}{SUFFIXES[1]}"
    side.write_text(side.read_text().replace(NAME, second))
    (house.out / f"{second}{SUFFIXES[2]}").write_bytes(
        sign(side.read_bytes(), house.signing, detached=True)
    )
    answer = office.receive(
        house.office, package.with_name(f"{second}.zip.age"), house.out, NOW, "usb"
    )
    assert answer.accepted, answer.problems
    assert bool(answer.notes) == bool(word) and all(word in note for note in answer.notes)


def test_a_full_disk_of_the_office_is_no_rejection(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sealed(house)

    def full(**_: object) -> Any:
        return Path("/dev/full").open("r+b", buffering=0)

    with monkeypatch.context() as patched:
        patched.setattr("tempfile.TemporaryFile", full)
        with pytest.raises(Trouble, match="磁盘已满"):
            office.receive(house.office, made.files[0], house.out, NOW, "usb")
    assert office.receive(house.office, made.files[0], house.out, NOW, "usb").accepted
