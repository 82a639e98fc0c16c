"""The bond with the district office: request, join, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.exchange import trust
from welfare_desktop.exchange.cms import SigningKey
from welfare_desktop.exchange.receipt import Receipt, open_receipt
from welfare_desktop.exchange.upload import protected

_KEY, _CERTIFICATE, _PROFILE = "office_key", "office_certificate", "office_profile"
#: Profiles in force before: receipts signed under them are still verified.
_FORMER = "office_profiles_former"


def request(desk: Desk) -> tuple[bytes, str]:
    """A certificate request and its fingerprint; the private key never leaves the store."""
    institution = desk.house().institution
    if institution is None:
        raise Refused("还没有机构概况，请先完成建库向导。")
    key = desk.store.meta(_KEY)
    if key is None:
        key = trust.new_key()
        desk.store.set_meta(_KEY, key)
    made = trust.request(key, institution.text("name"), institution.text("org_code"))
    return made, trust.fingerprint(made)


def fingerprint_to_ask(desk: Desk, profile: Path) -> str:
    """The fingerprint that a profile shows, to be compared with what the office tells by
    telephone; empty where the office already trusted signed it and nothing is asked."""
    raw, ca = _read(profile), _trusted(desk)
    found = trust.read_profile(raw, desk.now(), None)
    return "" if ca and trust.signed_by(raw, ca, desk.now()) else trust.ca_fingerprint(found)


def _trusted(desk: Desk) -> bytes | None:
    found = desk.store.meta(_PROFILE)
    return msgspec.json.decode(found, type=trust.Profile).ca.encode() if found else None


def join(desk: Desk, profile: Path, certificate: Path, fingerprint: str | None = None) -> str:
    """Trust an office: its profile and our certificate. Returns the office's name.

    The first time, and for another office, ``fingerprint`` is what was told by telephone.
    """
    ca = _trusted(desk)
    if ca is None and fingerprint is None:
        raise Refused("请先打电话向主管部门核对指纹，再加入。")
    found = trust.read_profile(_read(profile), desk.now(), ca, fingerprint)
    if found.practice != desk.practice:
        raise Refused("演示机构只能加入演示主管部门，正式机构只能加入正式主管部门。")
    if not protected(found.url):
        raise Refused("主管部门的网址不是加密的（https），不能加入。请向主管部门重新索取配置文件。")
    own = _read(certificate)
    _fits(desk, found, own)
    with desk.store.together():
        desk.store.set_meta(_CERTIFICATE, own)
        _remember_former(desk)
        desk.store.set_meta(_PROFILE, msgspec.json.encode(found))
        with desk.store.transaction() as transaction:
            transaction.append(
                "office_joined", desk.account.id, body={"ca": trust.ca_fingerprint(found)}
            )
    return found.name


def _remember_former(desk: Desk) -> None:
    if joined(desk):
        former = [profile_of(desk), *_former(desk)]
        desk.store.set_meta(_FORMER, msgspec.json.encode(former))


def _former(desk: Desk) -> list[trust.Profile]:
    return msgspec.json.decode(desk.store.meta(_FORMER) or b"[]", type=list[trust.Profile])


def trusted_receipt(desk: Desk, der: bytes) -> Receipt:
    """A kept receipt, verified under the profile in force or one before it."""
    first: Trouble | None = None
    for profile in (profile_of(desk), *_former(desk)):
        try:
            return open_receipt(der, profile, desk.now())
        except Trouble as trouble:
            first = first or trouble
    raise first or Trouble("还没有加入主管部门。")


def _fits(desk: Desk, profile: trust.Profile, certificate: bytes) -> None:
    """The certificate is ours, for our key, by this office; else `Refused`."""
    key = desk.store.meta(_KEY)
    if key is None:
        raise Refused("还没有生成过申请文件，请先导出申请。")
    institution = desk.house().institution
    code = institution.text("org_code") if institution else ""
    if not trust.fits(key, certificate) or trust.code_of(certificate)[1] != code:
        raise Refused("这张证书不是发给本机构的，请核对。")
    if not trust.issued_by(certificate, profile.ca.encode()):
        raise Refused("这张证书不是这个主管部门发的，请核对。")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Trouble(f"{path.name} 读不出来，请核对路径。") from None


def profile_of(desk: Desk) -> trust.Profile:
    """The joined office; `Refused` if there is none yet."""
    known = desk.store.meta(_PROFILE)
    if known is None:
        raise Refused("还没有加入主管部门。请在设置里导入主管部门配置文件和证书。")
    return msgspec.json.decode(known, type=trust.Profile)


def signing_key(desk: Desk) -> SigningKey:
    """The institution's key with its certificate and the CA above it."""
    profile = profile_of(desk)
    key, certificate = desk.store.meta(_KEY), desk.store.meta(_CERTIFICATE)
    if key is None or certificate is None:
        raise Refused("还没有机构证书，请先加入主管部门。")
    return SigningKey(key, certificate, (profile.ca.encode(),))


def joined(desk: Desk) -> bool:
    """Whether an office is joined."""
    return desk.store.meta(_PROFILE) is not None
