"""Opening the encrypted database: SQLCipher with a raw key, one process, whole transactions."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
import sqlcipher3
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.pool import StaticPool

from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.places import resource
from welfare_desktop.security.locks import Taken, held

FILE_NAME = "store.db"
_NO_STORE = "这不是本程序的资料库，或密钥不对，无法打开。请核对文件夹，或用备份恢复。"
_NEWER = "资料库由更新的版本建立，这个版本打不开。请先升级程序，资料没有改动。"


def _connect(path: Path, key: bytes) -> Any:
    connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False)
    # The key must be the first statement; everything else would touch the file without it.
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    version = connection.execute("PRAGMA cipher_version").fetchone()
    if not version or not version[0]:
        connection.close()
        raise Trouble("这台电脑上的数据库组件不带加密，程序不会启动。请重新安装程序。")
    for pragma in (
        "cipher_log_level = NONE",
        "cipher_memory_security = ON",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 5000",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def open_engine(path: Path, key: bytes, *, create: bool = False) -> sa.Engine:
    """An engine over one connection; `Trouble` if the file is no store or the key is wrong."""
    if not create and not path.exists():
        raise Trouble("这里没有资料库。请核对文件夹，或先建库。")

    try:
        first = _connect(path, key)
    except sqlcipher3.dbapi2.DatabaseError:
        raise Trouble(_NO_STORE) from None
    engine = sa.create_engine(
        "sqlite://", module=sqlcipher3, creator=lambda: first, poolclass=StaticPool
    )

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def migrate(engine: sa.Engine) -> None:
    """Bring the tables to this version in one transaction; `Trouble` for a newer store."""
    config = Config()
    config.set_main_option("script_location", str(resource("migrations")))
    scripts = ScriptDirectory.from_config(config)
    with engine.begin() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        known = {script.revision for script in scripts.walk_revisions()}
        if current is not None and current not in known:
            raise Trouble(_NEWER)
        if current != scripts.get_current_head():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


@contextlib.contextmanager
def only_process(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; `Trouble` if another one has it."""
    try:
        with held(folder / "store.lock"):
            yield
    except Taken:
        raise Trouble("资料库已在另一个窗口打开。请回到那个窗口，或先关掉它。") from None


def told(error: Exception) -> Trouble:
    """What a failing database means for a person."""
    text = str(error)
    if "disk is full" in text or "disk I/O" in text:
        return Trouble("磁盘已满或写不进去，这一步没有保存。请腾出空间再试，填好的内容还在。")
    if "locked" in text:
        return Trouble("资料库正被占用，这一步没有保存。请稍候再试。")
    return Trouble("资料库读写出错，这一步没有保存。请重启程序；仍不行就用备份恢复。")
