"""``keyslots.json``: the store's key, sealed to every account and to the recovery sheet.

DEK (32 random bytes, SQLCipher raw key) → one age envelope to the public keys of all accounts
and of the recovery sheet; each account's X25519 identity lies in a slot under its password:
AES-256-GCM(HKDF(Argon2id(password, salt)), identity), bound to store, slot, account and the
stretching parameters by associated data.

The login window only reads who has a slot: what seals and opens is imported when it is used.

While the key is changed a second envelope is *pending*: it holds the key to come. Whoever opens
the store next tries both, and goes on where a power cut stopped the change.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

import msgspec

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security.durable import replacing
from welfare_desktop.security.passwords import Stretching, stretch

FORMAT = 1
FILE_NAME = "keyslots.json"
WRONG_PASSWORD = "账号或密码不对。请核对后再输入，连续输错会逐次延长等待。"


class KeysLost(Trouble):
    """No key file of a folder can be read: a backup has one."""


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


class _File(msgspec.Struct, frozen=True):
    sha256: str
    slots: KeySlots


def _key(password: str, salt: bytes, how: Stretching) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    raw = stretch(password, salt, how)
    return HKDF(SHA256(), 32, salt=None, info=b"welfare-desktop slot").derive(raw)


def _bound_to(store: str, slot: str, account: str, kind: str, how: Stretching) -> bytes:
    parts = (store, slot, account, kind, f"{how.memory_kib}/{how.passes}/{how.lanes}")
    return "\x00".join(parts).encode()


def _sealed_identity(
    store: str, slot_id: str, account: str, salt: bytes, how: Stretching, password: str,
    identity: str,
) -> bytes:  # fmt: skip
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(12)
    bound = _bound_to(store, slot_id, account, "password", how)
    return nonce + AESGCM(_key(password, salt, how)).encrypt(nonce, identity.encode(), bound)


def make_slot(
    store: str, account: str, login: str, name: str, password: str, how: Stretching
) -> Slot:
    """A fresh identity for an account, wrapped under its password."""
    import pyrage

    identity = pyrage.x25519.Identity.generate()
    slot_id, salt = secrets.token_hex(8), os.urandom(16)
    sealed = _sealed_identity(store, slot_id, account, salt, how, password, str(identity))
    return Slot(slot_id, account, login, name, str(identity.to_public()), salt, how, sealed)


def rewrapped(
    slots: KeySlots, login: str, identity: str, password: str, how: Stretching
) -> KeySlots:
    """The same identity under another password: a change of password touches nothing else."""
    slot, salt = _slot(slots, login), os.urandom(16)
    sealed = _sealed_identity(slots.store, slot.id, slot.account, salt, how, password, identity)
    changed = msgspec.structs.replace(slot, salt=salt, stretching=how, sealed=sealed)
    kept = tuple(changed if s.login == login else s for s in slots.slots)
    return msgspec.structs.replace(slots, slots=kept)


def _slot(slots: KeySlots, login: str) -> Slot:
    found = slots.slot(login)
    if found is None:
        raise Trouble(WRONG_PASSWORD)
    return found


def seal_key(dek: bytes, publics: list[str]) -> bytes:
    """The envelope: the key sealed to all these public keys."""
    import pyrage

    recipients = [pyrage.x25519.Recipient.from_str(text) for text in publics]
    return bytes(pyrage.encrypt(dek, recipients))


def _envelope(slots: KeySlots, dek: bytes) -> bytes:
    return seal_key(dek, [s.public for s in slots.slots] + [slots.recovery_public])


def with_slot(slots: KeySlots, dek: bytes, slot: Slot) -> KeySlots:
    """The file with one more account, or with an account's slot made anew."""
    kept = (*(s for s in slots.slots if s.login != slot.login), slot)
    changed = msgspec.structs.replace(slots, slots=kept)
    return msgspec.structs.replace(changed, envelope=_envelope(changed, dek))


def with_recovery(slots: KeySlots, dek: bytes, public: str) -> KeySlots:
    """The file with another recovery sheet; the old sheet opens nothing sealed from now on."""
    changed = msgspec.structs.replace(slots, recovery_public=public)
    return msgspec.structs.replace(changed, envelope=_envelope(changed, dek))


def with_pending(slots: KeySlots, dek: bytes, without: str = "") -> KeySlots:
    """The file while its key is changed to ``dek``; the login ``without`` has lost its slot."""
    kept = tuple(s for s in slots.slots if s.login != without)
    changed = msgspec.structs.replace(slots, slots=kept)
    return msgspec.structs.replace(changed, pending=_envelope(changed, dek))


def promoted(slots: KeySlots) -> KeySlots:
    """The file after the database took the pending key."""
    assert slots.pending is not None
    return msgspec.structs.replace(slots, envelope=slots.pending, pending=None)


class Keys(msgspec.Struct, frozen=True):
    """What an identity opens: the key, and the one to come while it is being changed."""

    current: bytes | None
    pending: bytes | None = None


def identity_of(slots: KeySlots, login: str, password: str) -> str:
    """The age identity of an account; `Trouble` if login and password do not fit."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    slot = _slot(slots, login)
    bound = _bound_to(slots.store, slot.id, slot.account, slot.kind, slot.stretching)
    try:
        return (
            AESGCM(_key(password, slot.salt, slot.stretching))
            .decrypt(slot.sealed[:12], slot.sealed[12:], bound)
            .decode()
        )
    except InvalidTag:
        raise Trouble(WRONG_PASSWORD) from None


def _opened(envelope: bytes | None, identity: str) -> bytes | None:
    import pyrage

    if envelope is None:
        return None
    with contextlib.suppress(pyrage.DecryptError):
        return bytes(pyrage.decrypt(envelope, [pyrage.x25519.Identity.from_str(identity)]))
    return None


def keys_of(slots: KeySlots, identity: str) -> Keys:
    """The keys that an identity opens; `Trouble` if it opens none."""
    found = Keys(_opened(slots.envelope, identity), _opened(slots.pending, identity))
    if found.current is None and found.pending is None:
        raise Trouble("密钥文件与这个账号不相符，请用备份恢复，或联系系统管理员。")
    return found


def unlock(slots: KeySlots, login: str, password: str) -> Keys:
    """The store's keys for a login and password; `Trouble` if they do not fit."""
    return keys_of(slots, identity_of(slots, login, password))


def parse(raw: bytes) -> KeySlots:
    """The file's content; `Trouble` if one byte of it is not as it was written."""
    try:
        whole = msgspec.json.decode(raw, type=_File)
        if whole.slots.format > FORMAT:
            raise Trouble("密钥文件由更新的版本建立，这个版本打不开。请先升级程序，资料没有改动。")
        # Written again it must be the same to the byte: base64 has bits that change nothing.
        if encoded(whole.slots) == raw:
            return whole.slots
    except (msgspec.DecodeError, UnicodeDecodeError):
        pass
    raise KeysLost("密钥文件已损坏，打不开资料库。请用备份恢复，资料没有改动。")


def encoded(slots: KeySlots) -> bytes:
    """The file's bytes, with the digest that shows damage."""
    digest = hashlib.sha256(msgspec.json.encode(slots)).hexdigest()
    # Without blanks, so that there is no byte in it that could change unnoticed.
    return msgspec.json.encode(_File(digest, slots))


def load(folder: Path) -> KeySlots:
    """Read the file, or the one kept before it; `Trouble` without a good one."""
    try:
        return parse((folder / FILE_NAME).read_bytes())
    except (Trouble, OSError) as error:
        with contextlib.suppress(OSError):
            return parse(_previous(folder).read_bytes())
        if isinstance(error, FileNotFoundError):
            raise Trouble("这里没有资料库。请核对文件夹，或先建库。") from None
        raise


def kept(folder: Path) -> bool:
    """Whether a folder has a key file, be it only the one kept before."""
    return any(path.exists() for path in (folder / FILE_NAME, _previous(folder)))


def _previous(folder: Path) -> Path:
    return folder / (FILE_NAME + ".previous")


def put_back(folder: Path) -> bool:
    """Where the file is gone or damaged and the one kept before it opened the store, that one takes
    its place; whether it did."""
    try:
        parse((folder / FILE_NAME).read_bytes())
    except (KeysLost, FileNotFoundError):
        with contextlib.suppress(Trouble):
            save(folder, load(folder))
        return True
    except (Trouble, OSError):
        # Of a newer program, or not readable just now: there is nothing to mend.
        return False
    return False


def damaged(folder: Path) -> bool:
    """Whether the file itself is unreadable, though `load` may still find the one before it."""
    try:
        parse((folder / FILE_NAME).read_bytes())
    except (Trouble, OSError):
        return True
    return False


def save(folder: Path, slots: KeySlots, *, forget: bool = False) -> None:
    """Write the file so that a power cut leaves the old or the new one; `Trouble` on a full disk.

    Args:
        forget: the file before it must not stay: it holds a way in that was taken away.
    """
    try:
        _write(folder, slots, forget)
    except OSError:
        raise Trouble(
            "密钥文件没有存成：磁盘已满或写不进去。请腾出空间再试，资料没有动。"
        ) from None


def _write(folder: Path, slots: KeySlots, forget: bool) -> None:
    path, raw = folder / FILE_NAME, encoded(slots)
    with contextlib.suppress(Trouble, FileNotFoundError):
        before = path.read_bytes()
        parse(before)
        with replacing(_previous(folder)) as out:
            out.write(before)
    with replacing(path) as out:
        out.write(raw)
    if forget:
        with replacing(_previous(folder)) as out:
            out.write(raw)
