"""The bond with the district office: request, join, and what is kept of it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.exchange import trust
from welfare_desktop.exchange.cms import SigningKey

_KEY, _CERTIFICATE, _PROFILE = "office_key", "office_certificate", "office_profile"


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


def inspect(desk: Desk, profile: Path) -> trust.Profile:
    """Read a profile before joining, so that its fingerprint can be compared."""
    known = desk.store.meta(_PROFILE)
    ca = msgspec.json.decode(known, type=trust.Profile).ca.encode() if known else None
    return trust.read_profile(_read(profile), desk.now(), ca)


def join(desk: Desk, profile: Path, certificate: Path, fingerprint: str | None = None) -> str:
    """Trust an office: its profile and our certificate. Returns the office's name."""
    known = desk.store.meta(_PROFILE)
    ca = msgspec.json.decode(known, type=trust.Profile).ca.encode() if known else None
    found = trust.read_profile(_read(profile), desk.now(), ca, fingerprint)
    if found.practice != desk.practice:
        raise Refused("演示机构只能加入演示主管部门，正式机构只能加入正式主管部门。")
    key, own = desk.store.meta(_KEY), _read(certificate)
    if key is None:
        raise Refused("还没有生成过申请文件，请先导出申请。")
    institution = desk.house().institution
    code = institution.text("org_code") if institution else ""
    if not trust.fits(key, own) or trust.code_of(own)[1] != code:
        raise Refused("这张证书不是发给本机构的，请核对。")
    desk.store.set_meta(_CERTIFICATE, own)
    desk.store.set_meta(_PROFILE, msgspec.json.encode(found))
    with desk.store.transaction() as transaction:
        transaction.append(
            "office_joined", desk.account.id, body={"ca": trust.ca_fingerprint(found)}
        )
    return found.name


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
