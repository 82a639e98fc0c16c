"""Receipts: signed JSON, accepted or rejected, keeping our chain heads outside the house."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
import rfc8785

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.exchange.cms import BadSignature, SigningKey, sign, verify
from welfare_desktop.exchange.trust import Profile


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The office's answer to one package."""

    v: int = 1
    package: str
    ciphertext_sha256: str
    tagmanifest_sha256: str
    received_at: str
    channel: Literal["tus", "usb"]
    decision: Literal["accepted", "rejected"]
    problems: list[dict[str, str]]
    notes: list[str]
    audit_heads: list[dict[str, Any]]
    office_serial: int
    next_expected_period: str


def make_receipt(receipt: Receipt, signing: SigningKey) -> bytes:
    """``NAME.receipt.p7m``: enveloping CMS over canonical JSON (RFC 8785)."""
    return sign(rfc8785.dumps(msgspec.to_builtins(receipt)), signing, detached=False)


def read_receipt(
    der: bytes, profile: Profile, moment: datetime, package: str, ciphertext_sha256: str
) -> Receipt:
    """Verify a receipt for one package of ours; anything else is `Trouble` and changes nothing."""
    receipt = open_receipt(der, profile, moment)
    if receipt.package != package:
        raise Trouble(f"这是 {receipt.package} 的回执，不是 {package} 的。没有收下。")
    if receipt.ciphertext_sha256 != ciphertext_sha256:
        raise Trouble("回执的校验值与报送的文件不符，没有收下。请核对是否报了旧文件。")
    return receipt


def open_receipt(der: bytes, profile: Profile, moment: datetime) -> Receipt:
    """Verify and read any receipt of our office: signed by the very certificate of its profile."""
    try:
        signed = verify(der, profile.ca.encode(), moment)
        if not signed.by(profile.receipt_certificate.encode()):
            raise BadSignature("不是主管部门的回执证书签的")
        return msgspec.json.decode(signed.content, type=Receipt)
    except BadSignature as error:
        raise Trouble(f"回执不可信：{error}。没有收下，请向主管部门核实。") from None
    except msgspec.DecodeError:
        raise Trouble("回执内容读不懂，没有收下。请向主管部门重新索取。") from None
