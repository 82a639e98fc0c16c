"""Opening the encrypted database: SQLCipher with a raw key, one process, whole transactions."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.places import resource
from welfare_desktop.security.locks import Taken, held

FILE_NAME = "store.db"
_NETWORK = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ncpfs"})
_DRIVE_REMOTE = 4
NO_STORE = "这不是本程序的资料库，或密钥不对，无法打开。请核对文件夹，或用备份恢复。"
NEWER = "资料库由更新的版本建立，这个版本打不开。请先升级程序，资料没有改动。"

_NOT_UPGRADED = (
    "升级没有成功，资料仍是升级前的样子，一条不少。请先用原来的版本，并把诊断文件交给维护人员。"
)


def _keyed(name: str, key: bytes, *, uri: bool = False) -> Any:
    connection = sqlcipher3.connect(name, isolation_level=None, check_same_thread=False, uri=uri)
    # The key must be the first statement; everything else would touch the file without it.
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    version = connection.execute("PRAGMA cipher_version").fetchone()
    if not version or not version[0]:
        connection.close()
        raise Trouble("这台电脑上的数据库组件不带加密，程序不会启动。请重新安装程序。")
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute("PRAGMA cipher_memory_security = ON")
    return connection


def _connect(path: Path, key: bytes) -> Any:
    connection = _keyed(str(path), key)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 5000",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def open_engine(path: Path, key: bytes) -> sa.Engine:
    """An engine over one connection; `Trouble` if the file is no store or the key is wrong."""
    try:
        first = _connect(path, key)
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise (told(error) if _of_disk(error) else Trouble(NO_STORE)) from None
    engine = _engine(first)

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def settle(engine: sa.Engine) -> None:
    """Bring everything from the write-ahead log into the file and empty the log."""
    _raw(engine).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()


def lighten(path: Path, key: bytes) -> None:
    """Bring what lies in the log into the file while others go on; `settle` has little left."""
    with contextlib.closing(_keyed(str(path), key)) as beside:
        beside.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def _raw(engine: sa.Engine) -> Any:
    """The one driver connection, outside any transaction."""
    with engine.connect() as connection:
        return connection.connection.driver_connection


def rekey(engine: sa.Engine, key: bytes) -> None:
    """Encrypt the whole file with another key.

    The log is emptied before and after: pages under the old key must not lie about. Whether it
    was done shows only when the file is opened again.
    """
    settle(engine)
    _raw(engine).execute(f"PRAGMA rekey = \"x'{key.hex()}'\"").fetchone()
    settle(engine)


def refuse_network_share(folder: Path) -> None:
    """`Trouble` for a folder of another machine: its locks do not hold, and pages would be lost."""
    if os.name == "nt":
        drive = folder.resolve().drive
        import ctypes

        remote = drive.startswith("\\\\") or (
            getattr(ctypes, "windll").kernel32.GetDriveTypeW(drive + "\\") == _DRIVE_REMOTE  # noqa: B009
        )
    else:
        mounts = Path("/proc/mounts")
        remote = mounts.exists() and file_system(folder, mounts.read_text("utf-8")) in _NETWORK
    if remote:
        raise Trouble(
            "资料库不能放在网络共享文件夹里，断线会损坏资料。请放在本机硬盘上；备份可以放在共享文件夹。"
        )


def file_system(folder: Path, mounts: str) -> str:
    """Kind of file system that holds a folder, by the lines of ``/proc/mounts``."""
    place, best, kind = str(folder.resolve()) + "/", "", ""
    for line in mounts.splitlines():
        point, found = line.split()[1:3]
        point = point.replace("\\040", " ").rstrip("/") + "/"
        if place.startswith(point) and len(point) >= len(best):
            best, kind = point, found
    return kind


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Work on a folder; `Trouble` says in words that it cannot be written."""
    try:
        yield
    except FileNotFoundError:
        raise Trouble(f"找不到文件夹{folder}。请核对路径，或把装着它的盘接上。") from None
    except OSError:
        raise Trouble(
            f"文件夹{folder}不能写入。请换一个文件夹，或请管理员改权限，资料没有改动。"
        ) from None


def _engine(connection: Any) -> sa.Engine:
    return sa.create_engine(
        "sqlite://", module=sqlcipher3, creator=lambda: connection, poolclass=StaticPool
    )


@contextlib.contextmanager
def unmoved(path: Path, key: bytes) -> Iterator[None]:
    """The file stays byte for byte as it lies, while others go on writing: that waits in the log.

    A reader of the bare file (SQLite's read mark 0) keeps every checkpoint away from it. The log
    must be empty at the start.
    """
    reader = _keyed(str(path), key)
    try:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        reader.close()


@contextlib.contextmanager
def reading(path: Path, key: bytes) -> Iterator[sa.Connection]:
    """A file that nobody writes, opened for reading where it lies; nothing is made beside it."""
    engine = None
    try:
        raw = _keyed(f"{path.resolve().as_uri()}?mode=ro&immutable=1", key, uri=True)
        engine = _engine(raw)
        with engine.connect() as connection:
            yield connection
    except (sqlcipher3.dbapi2.DatabaseError, DBAPIError):
        raise Trouble(NO_STORE) from None
    finally:
        if engine is not None:
            engine.dispose()


def fits(path: Path, key: bytes) -> bool:
    """Whether a key opens a database that nobody has open."""
    try:
        with reading(path, key) as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    except Trouble:
        return False
    return True


def scripts() -> tuple[Config, ScriptDirectory]:
    """The steps of the fixed tables."""
    config = Config()
    config.set_main_option("script_location", str(resource("migrations")))
    return config, ScriptDirectory.from_config(config)


def cipher_version() -> str:
    """Version of SQLCipher; empty if the library cannot encrypt."""
    with contextlib.closing(sqlcipher3.connect(":memory:")) as connection:
        found = connection.execute("PRAGMA cipher_version").fetchone()
    return str(found[0]) if found else ""


def head_revision() -> str:
    """The revision of the fixed tables that this version knows."""
    return str(scripts()[1].get_current_head())


def _revision(connection: sa.Connection, steps: ScriptDirectory) -> str | None:
    current = MigrationContext.configure(connection).get_current_revision()
    if current is not None and current not in {s.revision for s in steps.walk_revisions()}:
        raise Trouble(NEWER)
    return current


def outdated(engine: sa.Engine) -> bool:
    """Whether a store that exists has the tables of an earlier version; `Trouble` if of a newer."""
    _, steps = scripts()
    with engine.begin() as connection:
        return _revision(connection, steps) not in (None, steps.get_current_head())


def migrate(engine: sa.Engine) -> None:
    """Bring the tables to this version in one transaction; `Trouble` for a newer store.

    An error in a step leaves the store as it was before the first step.
    """
    config, steps = scripts()
    with engine.begin() as connection:
        current = _revision(connection, steps)
        if current == steps.get_current_head():
            return
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except Exception as error:
            raise not_upgraded(error) from error


def not_upgraded(error: Exception) -> Trouble:
    """What is said when an upgrade failed; the store stays as it was."""
    return told(error) if _of_disk(error) else Trouble(_NOT_UPGRADED)


@contextlib.contextmanager
def only_process(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; `Trouble` if another one has it."""
    try:
        with writing(folder), held(folder / "store.lock"):
            yield
    except Taken:
        raise Trouble("资料库已在另一个窗口打开。请回到那个窗口，或先关掉它。") from None


def _of_disk(error: Exception) -> bool:
    text = str(error)
    return "disk is full" in text or "disk I/O" in text


def told(error: Exception) -> Trouble:
    """What a failing database means for a person."""
    text = str(error)
    if _of_disk(error):
        return Trouble("磁盘已满或写不进去，这一步没有保存。请腾出空间再试，填好的内容还在。")
    if "locked" in text:
        return Trouble("资料库正被占用，这一步没有保存。请稍候再试。")
    if "malformed" in text or "not a database" in text:
        return Trouble("资料库有一处损坏，这部分读不出来，其余还能看。请停止录入，用备份恢复。")
    return Trouble("资料库读写出错，这一步没有保存。请重启程序；仍不行就用备份恢复。")
