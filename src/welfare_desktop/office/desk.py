"""An office in a folder: keys, trust, what was accepted, and the verbs of ``welfare-office``.

Layout: ``ca-key.pem ca.pem receipt-key.pem receipt.pem trust.pem office-profile.p7m
age-key.txt age-key-offline.txt ledger.json enrolled/ inbox/ receipts/ accepted/``.
"""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from welfare_desktop.domain.clock import offset_text
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.exchange import trust, verify
from welfare_desktop.exchange.cms import SigningKey
from welfare_desktop.exchange.package import NAME, SUFFIXES
from welfare_desktop.exchange.receipt import Receipt, make_receipt
from welfare_desktop.security.durable import write_whole
from welfare_desktop.security.locks import Taken, held
from welfare_desktop.security.sealing import new_identity, public_of

#: Seconds that one receiver waits for another.
_LONGEST_WAIT = 600


class Head(msgspec.Struct, frozen=True):
    """How far the journal of a device went when it was last seen."""

    seq: int
    hash: str


class Ledger(msgspec.Struct):
    """What this office has answered: package → digest, heads of institution (code) and device,
    and the serial of receipts."""

    serial: int = 0
    accepted: dict[str, str] = {}
    heads: dict[str, dict[str, Head]] = {}


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


def check(folder: Path, package: Path, now: datetime, unpack: Path | None = None) -> verify.Opened:
    """Only verify; `verify.Refusal` names the first rule that fails."""
    if not package.exists():
        raise Trouble(f"找不到 {package.name}，请核对路径。")
    with tempfile.TemporaryDirectory(dir=folder) as work:
        return verify.open_package(package, _office(folder), now, Path(work), unpack)


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[Ledger]:
    """The ledger, for one receiver at a time: the server starts one for every package."""
    try:
        with held(folder / "ledger.lock", _LONGEST_WAIT):
            yield msgspec.json.decode((folder / "ledger.json").read_bytes(), type=Ledger)
    except Taken:
        raise Trouble("另一个接收还没有结束，请稍候再试。") from None


def receive(folder: Path, package: Path, receipts: Path, now: datetime, channel: str) -> Answer:
    """Verify, unpack, sign a receipt and keep it; the same bytes get the same receipt again."""
    profile_of(folder)
    if not package.exists():
        raise Trouble(f"找不到 {package.name}，请核对路径。")
    with _alone(folder) as ledger:
        return _received(folder, package, receipts, now, channel, ledger)


def _received(
    folder: Path, package: Path, receipts: Path, now: datetime, channel: str, ledger: Ledger
) -> Answer:
    name = package.name.removesuffix(SUFFIXES[0])
    again = _known(folder, package, name, ledger, receipts)
    if again is not None:
        return again
    try:
        if ledger.accepted.get(name, _digest(package)) != _digest(package):
            verify.outer(package, _office(folder), now)
            raise verify.Refusal("name_taken", package.name, "同名的包已经收下，更正请用下一版次")
        opened = check(folder, package, now, folder / "accepted" / name)
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
    if _digest(package) != known:
        return None
    _give(kept.read_bytes(), receipts, name)
    return Answer(name, True, [], ["同一个包再次收到，回执不变"], kept.read_bytes())


def _digest(package: Path) -> str:
    with package.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _give(receipt: bytes, receipts: Path, name: str) -> None:
    receipts.mkdir(parents=True, exist_ok=True)
    write_whole(receipts / f"{name}.receipt.p7m", receipt)


def _answered(
    folder: Path, package: Path, ledger: Ledger, receipts: Path, now: datetime, channel: str,
    problem: verify.Problem | None, opened: verify.Opened | None,
) -> Answer:  # fmt: skip
    name = package.name.removesuffix(SUFFIXES[0])
    problems = [problem] if problem else []
    notes = _notes(ledger, name, opened)
    ledger.serial += 1
    heads: list[dict[str, Any]] = [
        {"device": h["device"], "seq": h["seq"], "hash": h["hash"]}
        for h in (opened.heads if opened else [])
    ]
    receipt = Receipt(
        package=name, ciphertext_sha256=_digest(package),
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
    if opened is not None or name not in ledger.accepted:
        # The receipt of what was accepted under a name stays the one that is given out.
        _give(signed, folder / "receipts", name)
    if receipts.resolve() != (folder / "receipts").resolve():
        _give(signed, receipts, name)
    if opened is not None:
        ledger.accepted[name] = receipt.ciphertext_sha256
        ledger.heads[opened.code] = {h["device"]: Head(int(h["seq"]), h["hash"]) for h in heads}
    write_whole(folder / "ledger.json", msgspec.json.encode(ledger))
    return Answer(name, opened is not None, problems, notes, signed)


def _notes(ledger: Ledger, name: str, opened: verify.Opened | None) -> list[str]:
    if opened is None:
        return []
    out: list[str] = []
    there = {h["device"]: h for h in opened.heads}
    for device, before in ledger.heads.get(opened.code, {}).items():
        now = there.get(device)
        if now is None or int(now["seq"]) < before.seq:
            out.append(f"设备{device[:8]}的流水比上次短，请机构说明")
        elif int(now["seq"]) == before.seq and now["hash"] != before.hash:
            out.append(f"设备{device[:8]}的流水与上次不符，请机构说明")
    earlier = max((n for n in ledger.accepted if n.split("-")[1] == opened.code), default="")
    if earlier and _next(earlier) < opened.info["CWX-Period"]:
        out.append("中间有月份没有报送")
    previous = opened.info.get("CWX-Previous-Package", "").removeprefix("sha256:")
    if previous and previous not in ledger.accepted.values():
        out.append("所接的上一个包没有收到过")
    return out


def _next(name: str) -> str:
    match = NAME.fullmatch(name)
    if match is None:
        return ""
    year, month = int(match[2][:4]), int(match[2][4:])
    return f"{year + month // 12}-{month % 12 + 1:02d}"
