"""The recovery sheet: 24 Chinese words that open the store when every password is lost.

The words are an age identity (BIP 39, simplified Chinese); only its public key stays in the
house, so that every later change of the key covers the sheet too.
"""

from __future__ import annotations

import secrets

import pyrage
from mnemonic import Mnemonic

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.security.bech32 import age_identity
from welfare_desktop.security.keyslots import Keys, KeySlots, keys_of


def new_words() -> list[str]:
    """24 words of a fresh recovery secret."""
    text = Mnemonic("chinese_simplified").to_mnemonic(secrets.token_bytes(32))
    return str(text).split(" ")


def read_words(text: str) -> list[str]:
    """The words of a typed or filed sheet, with or without blanks between them."""
    return [character for character in text if not character.isspace()]


def identity_of(words: list[str]) -> str:
    """The age identity behind 24 words; `Trouble` if they are no recovery sheet."""
    try:
        entropy = Mnemonic("chinese_simplified").to_entropy(words)
    except (ValueError, LookupError):
        raise Trouble("恢复词不对：请按恢复单上的次序输入24个词，逐个核对。") from None
    if len(entropy) != 32:
        raise Trouble("恢复词应为24个，请核对恢复单。")
    return age_identity(bytes(entropy))


def public_of(words: list[str]) -> str:
    """Public key of a recovery sheet: all that stays of it."""
    return str(pyrage.x25519.Identity.from_str(identity_of(words)).to_public())


def unlock(slots: KeySlots, words: list[str]) -> Keys:
    """The store's keys from the recovery sheet; `Trouble` if it is another store's sheet."""
    if public_of(words) != slots.recovery_public:
        raise Trouble("这张恢复单不是本库的恢复单，请找出建库时打印的那一张。")
    return keys_of(slots, identity_of(words))
