"""Signatures: detached and enveloping CMS (CAdES), ECDSA P-256, by pyHanko."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from datetime import datetime
from typing import Any

import msgspec
from asn1crypto import cms, keys, pem, x509
from pyhanko.sign.signers.pdf_cms import SimpleSigner
from pyhanko.sign.validation.generic_cms import async_validate_cms_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from welfare_desktop.domain.clock import SHANGHAI

# The library logs a traceback for every certificate it does not trust; our caller is told instead.
logging.getLogger("pyhanko").setLevel(logging.CRITICAL)


class SigningKey(msgspec.Struct, frozen=True):
    """A private key with its certificate and the chain above it, all PEM."""

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...] = ()


class Signed(msgspec.Struct, frozen=True):
    """A verified signature: who signed (name, code), by which certificate (DER), and the content
    where it was enveloped."""

    name: str
    code: str
    certificate: bytes
    content: bytes = b""

    def by(self, certificate: bytes) -> bool:
        """Whether this very certificate (PEM) signed; another one of the same CA does not do."""
        return self.certificate == bytes(certificate_of(certificate).dump())


class BadSignature(Exception):
    """A signature that does not verify; the text says why, for a receipt or a log."""


def certificate_of(text: bytes) -> x509.Certificate:
    """A certificate from PEM or DER."""
    body = pem.unarmor(text)[2] if pem.detect(text) else text
    return x509.Certificate.load(body)


def certificates_of(text: bytes) -> list[x509.Certificate]:
    """All certificates of a PEM bundle (``trust.pem``)."""
    return [x509.Certificate.load(body) for _, _, body in pem.unarmor(text, multiple=True)]


def _signer(signing: SigningKey) -> SimpleSigner:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([certificate_of(c) for c in signing.chain])
    key = keys.PrivateKeyInfo.load(pem.unarmor(signing.key)[2])
    return SimpleSigner(
        signing_cert=certificate_of(signing.certificate), signing_key=key, cert_registry=store
    )


def sign(data: bytes, signing: SigningKey, *, detached: bool) -> bytes:
    """DER of a CMS signature over ``data``."""
    made = asyncio.run(
        _signer(signing).async_sign_general_data(data, "sha256", detached=detached, use_cades=True)
    )
    return bytes(made.dump())


def _names(certificate: x509.Certificate) -> tuple[str, str]:
    subject: dict[str, Any] = certificate.subject.native
    return str(subject.get("common_name", "")), str(subject.get("serial_number", ""))


def verify(der: bytes, trust: bytes, moment: datetime, content: bytes | None = None) -> Signed:
    """Verify a signature against the certificates of a PEM bundle.

    Args:
        content: of a detached signature; ``None`` for an enveloping one.
        moment: Asia/Shanghai, naive: the time at which certificates must be valid.

    Raises:
        BadSignature: damaged, altered, by a stranger, expired.
    """
    try:
        signed = cms.ContentInfo.load(der, strict=True)["content"]
        inside = signed["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError) as error:
        raise BadSignature("签名文件已损坏") from error
    data = inside if content is None else content
    if data is None or (content is not None and inside is not None and inside != content):
        raise BadSignature("签名文件里没有内容")
    context = ValidationContext(
        trust_roots=certificates_of(trust), moment=moment.replace(tzinfo=SHANGHAI),
        allow_fetching=False, revocation_mode="soft-fail",
    )  # fmt: skip
    signer = _checked(signed, content, context)
    return Signed(*_names(signer), signer.dump(), content=data if content is None else b"")


def _checked(signed: Any, content: bytes | None, context: ValidationContext) -> x509.Certificate:
    digest = None if content is None else hashlib.sha256(content).digest()
    usage = KeyUsageConstraints(key_usage={"digital_signature"})
    try:
        status = asyncio.run(
            async_validate_cms_signature(
                signed, raw_digest=digest, validation_context=context,
                key_usage_settings=usage,
            )
        )  # fmt: skip
    except Exception as error:
        raise BadSignature("签名不成立") from error
    if not status.intact or not status.valid:
        raise BadSignature("内容与签名不符")
    if not status.trusted:
        raise BadSignature("签名人不在信任名单内")
    return status.signing_cert
