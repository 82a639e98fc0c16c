"""The desk of one person at an open store: what every action starts from."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from welfare_desktop.actions.seeing import Viewer
from welfare_desktop.actions.standing import Standing
from welfare_desktop.domain.errors import Refused, Trouble
from welfare_desktop.domain.house import House
from welfare_desktop.domain.record import Record
from welfare_desktop.security import attempts, keyslots
from welfare_desktop.security.passwords import is_pin, pin_fits
from welfare_desktop.store import accounts
from welfare_desktop.store.accounts import AccountRow
from welfare_desktop.store.store import Store

NO_PIN = "签名码是6位数字，这个没有算。请本人重新输入。"
WRONG_PIN = "签名码不对。请本人重新输入6位签名码。"
PIN_LOCKED = "签名码已连续输错5次。请本人改用登录密码签字。"
PIN_TRIES = 5

Account = AccountRow


class Signer(msgspec.Struct, frozen=True):
    """Proof that this person's 签名码 was verified (lifecycle.md §6.4)."""

    account: str
    staff: str
    name: str
    roles: str


class Desk:
    """One account at one open store. ``practice``: a 演示 store."""

    def __init__(self, store: Store, account: Account, practice: bool) -> None:
        self.store = store
        self.account = account
        self.practice = practice
        #: What was found wrong with this PC at the unlocking: its clock, its key file.
        self.warnings: list[str] = []
        #: Record → until when what is sealed in it is open here (`actions.seeing`).
        self.opened: dict[str, datetime] = {}
        #: Records whose identity numbers are shown in full here.
        self.ids_shown: set[str] = set()
        self.standing = Standing(store)
        self._sight: tuple[int, Viewer, House] | None = None
        self._proof_key = secrets.token_bytes(32)
        self._proofs: dict[str, bytes] = {}

    @property
    def store_dir(self) -> Path:
        """Folder of the store."""
        return self.store.folder

    @property
    def revision(self) -> int:
        """Grows with every write."""
        return self.store.revision

    @property
    def institution(self) -> str:
        """Name of the institution."""
        record = self.house().institution
        return record.text("name") if record else ""

    def now(self) -> datetime:
        """The present of the store's clock."""
        return self.store.clock.now()

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """What is read within is read in one transaction: others are waited for once, not with
        each of a dozen questions."""
        with self.store.connection():
            yield

    def lighten(self) -> None:
        """Keep the log of what was written short, beside everybody's work."""
        self.store.lighten()

    def house(self) -> House:
        """All that is known, for this moment."""
        return self.store.house()

    def viewer(self) -> Viewer:
        """What the person at this desk may read."""
        return self._seeing()[0]

    def seen(self) -> House:
        """The house as the person at this desk may read it: for screens, never for rules."""
        return self._seeing()[1]

    def _seeing(self) -> tuple[Viewer, House]:
        revision, now = self.store.revision, self.now()
        if self._sight is None or self._sight[0] != revision:
            viewer = Viewer(self)
            self._sight = (revision, viewer, House(viewer, now))
        _, viewer, house = self._sight
        return viewer, house if house.now == now else house.at(now)

    def record(self, record_id: str) -> Record:
        """A record by id; `Refused` if there is none."""
        found = self.store.record(record_id)
        if found is None:
            raise Refused("找不到这份记录，可能已被另一台电脑作废。请刷新后再试。")
        return found

    def post(self, staff: str) -> str:
        """Post (CL-POST) of somebody on the staff; empty where none is known."""
        found = self.house().record("F64", staff)
        return found.text("post") if found else ""

    def accounts(self) -> list[Account]:
        """Active accounts."""
        return [a for a in accounts.all_accounts(self.store) if a.active]

    def find_account(self, login_or_id: str) -> Account:
        """An active account by login or id."""
        for account in self.accounts():
            if login_or_id in (account.login, account.id):
                return account
        raise Refused(f"没有账号“{login_or_id}”。请核对账号名。")

    def seated(self, account: Account) -> Desk:
        """The same open store with another person at it."""
        other = Desk(self.store, account, self.practice)
        other._proof_key, other._proofs = self._proof_key, self._proofs
        other.standing = self.standing
        return other

    def for_signer(self, signer: Signer) -> Desk:
        """The desk of the person who signs, who need not be the one whose window it is (§6.4)."""
        person = Account(
            id=signer.account, login="", name=signer.name, staff=signer.staff, roles=signer.roles
        )
        return self.seated(person)

    def signer(self, login_or_id: str, pin: str) -> Signer:
        """Verify a person's PIN; `Refused` if it does not fit, or after five wrong ones in a row.

        A PIN once verified is recognised for the life of the process by a keyed digest, so that
        forty signatures a night do not cost forty stretchings.
        """
        account = self.find_account(login_or_id)
        pin = unicodedata.normalize("NFKC", pin)  # digits an input method made wide
        digest = hmac.digest(self._proof_key, f"{account.id}\x00{pin}".encode(), hashlib.sha256)
        known = self._proofs.get(account.id)
        if known is None or not hmac.compare_digest(known, digest):
            self._try_pin(account, pin)
            self._proofs[account.id] = digest
        return Signer(account.id, account.staff, account.name, account.roles)

    def _failures(self, account: Account) -> int:
        return int(self.store.meta(f"pin_failures/{account.id}") or b"0")

    def pin_locked(self, login_or_id: str) -> bool:
        """Whether five wrong PINs in a row were typed: the person signs by password then."""
        return self._failures(self.find_account(login_or_id)) >= PIN_TRIES

    def _try_pin(self, account: Account, pin: str) -> None:
        key = f"pin_failures/{account.id}"
        failures = self._failures(account)
        if failures >= PIN_TRIES:
            raise Refused(PIN_LOCKED, field="password")
        if not is_pin(pin):
            # A wristband scanned into the panel, an Enter too many: nobody tried a PIN.
            raise Refused(NO_PIN, field="pin")
        if not pin_fits(accounts.kept_pin(self.store, account.id), pin):
            self.store.set_meta(key, str(failures + 1).encode())
            if failures + 1 == PIN_TRIES:
                with self.store.transaction() as transaction:
                    transaction.append("pin_locked", self.account.id, record=account.id)
                self._proofs.pop(account.id, None)
                raise Refused(PIN_LOCKED, field="password")
            raise Refused(WRONG_PIN, field="pin")
        if failures:
            self.store.set_meta(key, b"0")

    def signer_by_password(self, login_or_id: str, password: str) -> Signer:
        """Verify a person's password instead of the PIN (lifecycle.md §6.4); unlocks the PIN."""
        account = self.find_account(login_or_id)
        if not password:
            raise Refused("请输入登录密码。", field="password")
        now = self.now()
        attempts.permit(self.store_dir, account.login, now)
        try:
            keyslots.identity_of(keyslots.load(self.store_dir), account.login, password)
        except Trouble:
            attempts.failed(self.store_dir, account.login, now)
            raise Refused("密码不对。请本人重新输入登录密码。", field="password") from None
        self.store.set_meta(f"pin_failures/{account.id}", b"0")
        return Signer(account.id, account.staff, account.name, account.roles)

    def forget_pin(self, account: str) -> None:
        """The PIN of an account was changed: the old one is not recognised any more."""
        self._proofs.pop(account, None)

    def by_password(self) -> Signer:
        """The person at this desk as signer of a command: the password was given just now."""
        return Signer(self.account.id, self.account.staff, self.account.name, self.account.roles)

    def close(self) -> None:
        """Close the store; keys go with it."""
        self.store.close()
