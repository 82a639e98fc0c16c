"""Keys, certificates and the office's profile: the trust set up once (P-256, X.509)."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import msgspec
import rfc8785
from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from welfare_desktop.domain.clock import SHANGHAI
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.exchange.cms import BadSignature, SigningKey, sign, verify

_YEARS = timedelta(days=3650)


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """What an institution needs of its office."""

    v: int = 1
    name: str
    ca: str
    receipt_certificate: str
    recipients: list[str]
    url: str
    token: str
    practice: bool = False
    valid_to: str = ""
    tls_ca: str = ""


def new_key() -> bytes:
    """A fresh P-256 key, PEM, not encrypted: it lives only inside an encrypted store or office."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )


def _load(key: bytes) -> ec.EllipticCurvePrivateKey:
    found = serialization.load_pem_private_key(key, None)
    if not isinstance(found, ec.EllipticCurvePrivateKey):
        raise Trouble("密钥文件不对，请核对。")
    return found


def _subject(name: str, code: str) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]
    if code:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, code))
    return x509.Name(parts)


def request(key: bytes, name: str, code: str) -> bytes:
    """A certificate request (PEM) for an institution; ``code`` is its 统一社会信用代码."""
    builder = x509.CertificateSigningRequestBuilder().subject_name(_subject(name, code))
    return builder.sign(_load(key), hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def fingerprint(pem_or_der: bytes) -> str:
    """SHA-256 in groups of four, to be read out by telephone."""
    text = hashlib.sha256(pem_or_der).hexdigest().upper()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def certificate(
    subject: bytes,
    issuer: SigningKey | None,
    issuer_key: bytes,
    now: datetime,
    *,
    name: str = "",
    code: str = "",
    ca: bool = False,
) -> bytes:
    """A certificate (PEM) for a key (PEM private) or request; ``issuer`` ``None``: self-signed."""
    if b"REQUEST" in subject:
        csr = _request_of(subject)
        public, asked = csr.public_key(), csr.subject
    else:
        public, asked = _load(subject).public_key(), _subject(name, code)
    above = x509.load_pem_x509_certificate(issuer.certificate).subject if issuer else asked
    start = now.replace(tzinfo=SHANGHAI)
    builder = (
        x509.CertificateBuilder()
        .subject_name(asked)
        .issuer_name(above)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - timedelta(days=1))
        .not_valid_after(start + _YEARS)
        .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
        .add_extension(_usage(ca), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )
    made = builder.sign(_load(issuer_key), hashes.SHA256())
    return made.public_bytes(serialization.Encoding.PEM)


def _usage(ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=ca, crl_sign=ca,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _request_of(text: bytes) -> x509.CertificateSigningRequest:
    try:
        csr = x509.load_pem_x509_csr(text)
        if not csr.is_signature_valid:
            raise Trouble("申请文件的签名不对，请让机构重新导出。")
    except (ValueError, InvalidSignature):
        raise Trouble("这不是证书申请文件，请核对。") from None
    return csr


def code_of(text: bytes) -> tuple[str, str]:
    """``(name, code)`` of a request or certificate."""
    subject = _request_of(text).subject if b"REQUEST" in text else _certificate(text).subject
    found = {a.oid: str(a.value) for a in subject}
    return found.get(NameOID.COMMON_NAME, ""), found.get(NameOID.SERIAL_NUMBER, "")


def _certificate(text: bytes) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(text)
    except ValueError:
        raise Trouble("这不是证书文件，请核对。") from None


def fits(key: bytes, certificate_pem: bytes) -> bool:
    """Whether a certificate belongs to a key."""
    own = _load(key).public_key()
    return own.public_numbers() == _certificate(certificate_pem).public_key().public_numbers()  # type: ignore[union-attr]


def issued_by(certificate_pem: bytes, ca_pem: bytes) -> bool:
    """Whether a CA signed a certificate."""
    try:
        _certificate(certificate_pem).verify_directly_issued_by(_certificate(ca_pem))
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def sign_profile(profile: Profile, ca: SigningKey) -> bytes:
    """``office-profile.p7m``: canonical JSON, enveloped and signed by the CA."""
    return sign(rfc8785.dumps(msgspec.to_builtins(profile)), ca, detached=False)


def read_profile(
    der: bytes, now: datetime, known_ca: bytes | None = None, wanted: str | None = None
) -> Profile:
    """Read a profile.

    Args:
        known_ca: the CA already trusted; a later profile is signed by it, else ``wanted`` is asked.
        wanted: fingerprint told by the office by telephone.

    Raises:
        Trouble: damaged, expired, or signed by anything but a CA itself. Refused: another office's.
    """
    profile = _profile(der)
    known = known_ca is not None and signed_by(der, known_ca, now)
    if not known and not signed_by(der, profile.ca.encode(), now):
        raise Trouble("主管部门配置文件的签名不对。请向主管部门重新索取。")
    if not known and known_ca is not None and wanted is None:
        raise Trouble("主管部门配置文件与已信任的主管部门不符。请打电话核对指纹后再导入。")
    if wanted is not None:
        told = "".join(wanted.split()).replace(":", "").upper()
        if told != ca_fingerprint(profile).replace(" ", ""):
            raise Refused("指纹与主管部门告知的不一致，没有加入。请打电话核对。")
    if profile.valid_to and now.date().isoformat() > profile.valid_to:
        raise Trouble("主管部门配置文件已过期。请向主管部门重新索取。")
    if len(profile.recipients) < 2:
        raise Trouble("主管部门配置文件里的接收密钥不足两把。请向主管部门重新索取。")
    return profile


def signed_by(der: bytes, ca: bytes, now: datetime) -> bool:
    """Signed by the CA itself: a certificate that it gave to an institution does not do."""
    try:
        return verify(der, ca, now).by(ca)
    except BadSignature:
        return False


def _profile(der: bytes) -> Profile:
    """What the envelope says of itself; believed only once its signature is verified."""
    try:
        inside = cms.ContentInfo.load(der, strict=True)["content"]["encap_content_info"]["content"]
        profile = msgspec.json.decode(inside.native, type=Profile)
        _certificate(profile.ca.encode())
        _certificate(profile.receipt_certificate.encode())
    except (ValueError, TypeError, KeyError, msgspec.DecodeError):
        raise Trouble("这不是主管部门配置文件，请核对。") from None
    return profile


def ca_fingerprint(profile: Profile) -> str:
    """Fingerprint of the office: SHA-256 of its CA certificate (DER)."""
    der = _certificate(profile.ca.encode()).public_bytes(serialization.Encoding.DER)
    return fingerprint(der)


def recipients_of(profile: Profile) -> str:
    """What ``CWX-Recipient`` says: fingerprint of the office certificate and its age recipients."""
    return " ".join([ca_fingerprint(profile).replace(" ", ""), *profile.recipients])
