"""``keyslots.json``: the store's key, sealed to every account and to the recovery sheet.

DEK (32 random bytes, SQLCipher raw key) → one age envelope to the public keys of all accounts
and of the recovery sheet; each account's X25519 identity lies in a slot under its password:
AES-256-GCM(HKDF(Argon2id(password, salt)), identity), bound to store, slot, account and the
stretching parameters by associated data.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import msgspec
import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from mnemonic import Mnemonic

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security.bech32 import age_identity, age_secret
from welfare_desktop.security.passwords import Stretching, stretch

FORMAT = 1
FILE_NAME = "keyslots.json"
WRONG_PASSWORD = "账号或密码不对。请核对后再输入，连续输错会逐次延长等待。"


class Slot(msgspec.Struct, frozen=True):
    """One account's way in. ``sealed`` holds nonce and ciphertext."""

    id: str
    account: str
    login: str
    name: str
    public: str
    salt: bytes
    stretching: Stretching
    sealed: bytes
    kind: str = "password"


class KeySlots(msgspec.Struct, frozen=True):
    """The whole file. ``public`` is the store's own key, to which a locked PC seals notes."""

    format: int
    store: str
    envelope: bytes
    recovery_public: str
    public: str
    slots: tuple[Slot, ...] = ()
    pending: bytes | None = None

    def slot(self, login: str) -> Slot | None:
        """The slot of a login name."""
        return next((s for s in self.slots if s.login == login), None)


def _key(password: str, salt: bytes, how: Stretching) -> bytes:
    raw = stretch(password, salt, how)
    return HKDF(SHA256(), 32, salt=None, info=b"welfare-desktop slot").derive(raw)


def _bound_to(store: str, slot: str, account: str, kind: str, how: Stretching) -> bytes:
    parts = (store, slot, account, kind, f"{how.memory_kib}/{how.passes}/{how.lanes}")
    return "\x00".join(parts).encode()


def make_slot(
    store: str, account: str, login: str, name: str, password: str, how: Stretching
) -> Slot:
    """A fresh identity for an account, wrapped under its password."""
    identity = pyrage.x25519.Identity.generate()
    slot_id, salt, nonce = secrets.token_hex(8), os.urandom(16), os.urandom(12)
    bound = _bound_to(store, slot_id, account, "password", how)
    sealed = AESGCM(_key(password, salt, how)).encrypt(nonce, str(identity).encode(), bound)
    public = str(identity.to_public())
    return Slot(slot_id, account, login, name, public, salt, how, nonce + sealed)


def _recipients(publics: list[str]) -> list[pyrage.x25519.Recipient]:
    return [pyrage.x25519.Recipient.from_str(text) for text in publics]


def seal_key(dek: bytes, publics: list[str]) -> bytes:
    """The envelope: the key sealed to all these public keys."""
    return bytes(pyrage.encrypt(dek, _recipients(publics)))


def with_slot(slots: KeySlots, dek: bytes, slot: Slot) -> KeySlots:
    """The file with one more account."""
    kept = (*(s for s in slots.slots if s.login != slot.login), slot)
    publics = [s.public for s in kept] + [slots.recovery_public]
    return msgspec.structs.replace(slots, slots=kept, envelope=seal_key(dek, publics))


def unlock(slots: KeySlots, login: str, password: str) -> bytes:
    """The store's key for a login and password; `Trouble` if they do not fit."""
    slot = slots.slot(login)
    if slot is None:
        raise Trouble(WRONG_PASSWORD)
    bound = _bound_to(slots.store, slot.id, slot.account, slot.kind, slot.stretching)
    try:
        clear = AESGCM(_key(password, slot.salt, slot.stretching)).decrypt(
            slot.sealed[:12], slot.sealed[12:], bound
        )
    except InvalidTag:
        raise Trouble(WRONG_PASSWORD) from None
    return _open(slots, clear.decode())


def _open(slots: KeySlots, identity: str) -> bytes:
    try:
        found = pyrage.decrypt(slots.envelope, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError:
        raise Trouble("密钥文件与这个账号不相符，请用备份恢复，或联系系统管理员。") from None
    return bytes(found)


def new_words() -> list[str]:
    """24 Chinese words (BIP 39, simplified Chinese) of a fresh recovery secret."""
    text = Mnemonic("chinese_simplified").to_mnemonic(secrets.token_bytes(32))
    return str(text).split(" ")


def recovery_identity(words: list[str]) -> str:
    """The age identity behind 24 words; `Trouble` if they are no recovery sheet."""
    try:
        entropy = Mnemonic("chinese_simplified").to_entropy(words)
    except (ValueError, LookupError):
        raise Trouble("恢复词不对：请按恢复单上的次序输入24个字，逐字核对。") from None
    if len(entropy) != 32:
        raise Trouble("恢复词应为24个字，请核对恢复单。")
    return age_identity(bytes(entropy))


def recovery_public(words: list[str]) -> str:
    """Public key of a recovery sheet: all that stays of it."""
    return str(pyrage.x25519.Identity.from_str(recovery_identity(words)).to_public())


def unlock_with_words(slots: KeySlots, words: list[str]) -> bytes:
    """The store's key from the recovery sheet."""
    identity = recovery_identity(words)
    if str(pyrage.x25519.Identity.from_str(identity).to_public()) != slots.recovery_public:
        raise Trouble("这张恢复单不是本库的恢复单，请找出建库时打印的那一张。")
    return _open(slots, identity)


def identity_words(identity: str) -> list[str]:
    """The 24 words of an identity."""
    return str(Mnemonic("chinese_simplified").to_mnemonic(age_secret(identity))).split(" ")


def load(folder: Path) -> KeySlots:
    """Read the file; `Trouble` if this folder holds no store or the file is damaged."""
    path = folder / FILE_NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=KeySlots)
    except FileNotFoundError:
        raise Trouble("这里没有资料库。请核对文件夹，或先建库。") from None
    except (msgspec.DecodeError, OSError):
        previous = path.with_suffix(".json.previous")
        if previous.exists():
            return msgspec.json.decode(previous.read_bytes(), type=KeySlots)
        raise Trouble("密钥文件已损坏，打不开资料库。请用备份恢复，资料没有改动。") from None


def save(folder: Path, slots: KeySlots) -> None:
    """Write the file so that a power cut leaves the old or the new one."""
    path, fresh = folder / FILE_NAME, folder / (FILE_NAME + ".new")
    with fresh.open("wb") as out:
        out.write(msgspec.json.format(msgspec.json.encode(slots), indent=1))
        out.flush()
        os.fsync(out.fileno())
    if path.exists():
        path.with_suffix(".json.previous").write_bytes(path.read_bytes())
    fresh.replace(path)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
