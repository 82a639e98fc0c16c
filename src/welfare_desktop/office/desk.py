"""An office in a folder: keys, trust, what was accepted, and the verbs of ``welfare-office``.

Layout: ``ca-key.pem ca.pem receipt-key.pem receipt.pem trust.pem office-profile.p7m
age-key.txt age-key-offline.txt ledger.json enrolled/ inbox/ receipts/ accepted/``.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import tempfile
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.domain.clock import offset_text
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.exchange import trust, verify
from welfare_desktop.exchange.cms import SigningKey
from welfare_desktop.exchange.package import NAME, SUFFIXES, write_whole
from welfare_desktop.exchange.receipt import Receipt, make_receipt
from welfare_desktop.security.sealing import new_identity, open_stream, public_of


class Ledger(msgspec.Struct):
    """What this office has answered: package → digest, heads, and the serial of receipts."""

    serial: int = 0
    accepted: dict[str, str] = {}
    heads: dict[str, int] = {}


class Answer(msgspec.Struct, frozen=True):
    """What became of a package. ``receipt`` is ``None`` for a stranger."""

    package: str
    accepted: bool
    problems: list[verify.Problem]
    notes: list[str]
    receipt: bytes | None


def init(folder: Path, name: str, url: str, now: datetime, *, practice: bool = False) -> str:
    """Make an office; returns the fingerprint to be read out by telephone."""
    if (folder / "ca.pem").exists():
        raise Refused("这个文件夹里已有主管部门配置，不会覆盖。请换一个文件夹。")
    for sub in ("enrolled", "inbox", "receipts", "accepted"):
        (folder / sub).mkdir(parents=True, exist_ok=True)
    ca_key, receipt_key = trust.new_key(), trust.new_key()
    ca = trust.certificate(ca_key, None, ca_key, now, name=f"{name}证书中心", ca=True)
    above = SigningKey(ca_key, ca)
    receipt = trust.certificate(receipt_key, above, ca_key, now, name=f"{name}回执")
    identities = [new_identity() for _ in range(2)]
    profile = trust.Profile(
        name=name, ca=ca.decode(), receipt_certificate=receipt.decode(),
        recipients=[public_of(i) for i in identities], url=url,
        token=secrets.token_urlsafe(32), practice=practice,
        valid_to=f"{now.year + 10}-{now:%m-%d}",
    )  # fmt: skip
    files = {
        "ca-key.pem": ca_key, "ca.pem": ca, "receipt-key.pem": receipt_key, "receipt.pem": receipt,
        "trust.pem": ca, "age-key.txt": f"{identities[0]}\n".encode(),
        "age-key-offline.txt": f"{identities[1]}\n".encode(),
        "token.txt": f"{profile.token}\n".encode(),
        "profile.json": msgspec.json.format(msgspec.json.encode(profile), indent=1),
        "office-profile.p7m": trust.sign_profile(profile, above),
        "ledger.json": msgspec.json.encode(Ledger()),
    }  # fmt: skip
    for file, data in files.items():
        write_whole(folder / file, data)
        if "key" in file or file == "token.txt":
            (folder / file).chmod(0o600)
    return trust.ca_fingerprint(profile)


def move(folder: Path, url: str) -> None:
    """A newer profile with another address, signed by the same CA."""
    profile = msgspec.structs.replace(profile_of(folder), url=url)
    ca = SigningKey((folder / "ca-key.pem").read_bytes(), (folder / "ca.pem").read_bytes())
    write_whole(
        folder / "profile.json", msgspec.json.format(msgspec.json.encode(profile), indent=1)
    )
    write_whole(folder / "office-profile.p7m", trust.sign_profile(profile, ca))


def profile_of(folder: Path) -> trust.Profile:
    """The office's own profile; `Trouble` if the folder is no office."""
    try:
        return msgspec.json.decode((folder / "profile.json").read_bytes(), type=trust.Profile)
    except (OSError, msgspec.DecodeError):
        raise Trouble(f"{folder} 不是主管部门文件夹，请先 init。") from None


def enrol(folder: Path, csr: bytes, now: datetime) -> tuple[str, bytes]:
    """Certificate for an institution's request: ``(code, PEM)``; kept under ``enrolled/``."""
    profile_of(folder)
    name, code = trust.code_of(csr)
    if len(code) != 18:
        raise Refused("申请文件里没有18位统一社会信用代码，请让机构重新导出。")
    ca = SigningKey((folder / "ca-key.pem").read_bytes(), (folder / "ca.pem").read_bytes())
    made = trust.certificate(csr, ca, ca.key, now, name=name, code=code)
    write_whole(folder / "enrolled" / f"{code}.pem", made)
    return code, made


def _office(folder: Path) -> verify.Office:
    profile = profile_of(folder)
    keys = [folder / "age-key.txt", folder / "age-key-offline.txt"]
    identities = tuple(k.read_text().strip() for k in keys if k.exists())
    return verify.Office(
        (folder / "trust.pem").read_bytes(),
        identities,
        trust.recipients_of(profile),
        profile.practice,
    )


def check(folder: Path, package: Path, now: datetime) -> verify.Opened:
    """Only verify; `verify.Refusal` names the first rule that fails."""
    if not package.exists():
        raise Trouble(f"找不到 {package.name}，请核对路径。")
    with tempfile.TemporaryDirectory(dir=folder) as work:
        return verify.open_package(package, _office(folder), now, Path(work))


def receive(folder: Path, package: Path, receipts: Path, now: datetime, channel: str) -> Answer:
    """Verify, unpack, sign a receipt and keep it; the same bytes get the same receipt again."""
    name = package.name.removesuffix(SUFFIXES[0])
    ledger = msgspec.json.decode((folder / "ledger.json").read_bytes(), type=Ledger)
    again = _known(folder, package, name, ledger, receipts)
    if again is not None:
        return again
    try:
        opened = check(folder, package, now)
        if ledger.accepted.get(name):
            raise verify.Refusal("name_taken", package.name, "同名的包已经收下，更正请用下一版次")
    except verify.Refusal as refusal:
        if refusal.stranger:
            return Answer(name, False, [refusal.problem], [], None)
        return _answered(folder, package, ledger, receipts, now, channel, refusal.problem, None)
    return _answered(folder, package, ledger, receipts, now, channel, None, opened)


def _known(folder: Path, package: Path, name: str, ledger: Ledger, receipts: Path) -> Answer | None:
    kept = folder / "receipts" / f"{name}.receipt.p7m"
    known = ledger.accepted.get(name)
    if known is None or not package.exists() or not kept.exists():
        return None
    with package.open("rb") as source:
        same = hashlib.file_digest(source, "sha256").hexdigest() == known
    if not same:
        return None
    _give(kept.read_bytes(), receipts, name)
    return Answer(name, True, [], ["同一个包再次收到，回执不变"], kept.read_bytes())


def _give(receipt: bytes, receipts: Path, name: str) -> None:
    receipts.mkdir(parents=True, exist_ok=True)
    write_whole(receipts / f"{name}.receipt.p7m", receipt)


def _answered(
    folder: Path, package: Path, ledger: Ledger, receipts: Path, now: datetime, channel: str,
    problem: verify.Problem | None, opened: verify.Opened | None,
) -> Answer:  # fmt: skip
    name = package.name.removesuffix(SUFFIXES[0])
    with package.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    problems = [problem] if problem else []
    notes = _notes(ledger, name, opened)
    ledger.serial += 1
    heads: list[dict[str, Any]] = [
        {"device": h["device"], "seq": h["seq"], "hash": h["hash"]}
        for h in (opened.heads if opened else [])
    ]
    receipt = Receipt(
        package=name, ciphertext_sha256=digest,
        tagmanifest_sha256=opened.tagmanifest_sha256 if opened else "",
        received_at=offset_text(now), channel="usb" if channel == "usb" else "tus",
        decision="accepted" if opened else "rejected",
        problems=[msgspec.to_builtins(p) for p in problems], notes=notes, audit_heads=heads,
        office_serial=ledger.serial, next_expected_period=_next(name),
    )  # fmt: skip
    key = SigningKey(
        (folder / "receipt-key.pem").read_bytes(), (folder / "receipt.pem").read_bytes(),
        ((folder / "ca.pem").read_bytes(),),
    )  # fmt: skip
    signed = make_receipt(receipt, key)
    if opened is not None:
        ledger.accepted[name] = digest
        ledger.heads |= {h["device"]: int(h["seq"]) for h in heads}
        _unpack(folder, package, name)
    write_whole(folder / "ledger.json", msgspec.json.encode(ledger))
    _give(signed, folder / "receipts", name)
    if receipts.resolve() != (folder / "receipts").resolve():
        _give(signed, receipts, name)
    return Answer(name, opened is not None, problems, notes, signed)


def _notes(ledger: Ledger, name: str, opened: verify.Opened | None) -> list[str]:
    if opened is None:
        return []
    out = []
    for head in opened.heads:
        before = ledger.heads.get(head["device"])
        if before is not None and int(head["seq"]) < before:
            out.append(f"设备{head['device'][:8]}的流水号比上次小，请机构说明")
    match = NAME.fullmatch(name)
    known = sorted(n for n in ledger.accepted if match and n.startswith(f"CWX-{match[1]}-"))
    if known and match and _next(known[-1]).replace("-", "") < match[2]:
        out.append("中间有月份没有报送")
    return out


def _next(name: str) -> str:
    match = NAME.fullmatch(name)
    if match is None:
        return ""
    year, month = int(match[2][:4]), int(match[2][4:])
    return f"{year + month // 12}-{month % 12 + 1:02d}"


def _unpack(folder: Path, package: Path, name: str) -> None:
    identity = (folder / "age-key.txt").read_text().strip()
    target, fresh = folder / "accepted" / name, folder / "accepted" / f".{name}.part"
    shutil.rmtree(fresh, ignore_errors=True)
    with tempfile.TemporaryFile(dir=folder) as clear:
        with package.open("rb") as source:
            open_stream(source, clear, identity)
        clear.seek(0)
        with zipfile.ZipFile(clear) as archive:
            archive.extractall(fresh)
    (fresh / name).replace(target)
    shutil.rmtree(fresh)
