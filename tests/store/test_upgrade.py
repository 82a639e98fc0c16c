"""The fixed tables: models equal migrations, every step goes up and down, data survive.

Old steps must not lean on today's code, so data go in and are read back by plain SQL.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command

from welfare_desktop.actions import access
from welfare_desktop.app.practice import PASSWORD
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.store import backup, database, schema

KEY = bytes(range(32))
CONFIG, SCRIPTS = database.scripts()
REVISIONS = [script.revision for script in reversed(list(SCRIPTS.walk_revisions()))]
BEFORE = dict(zip(REVISIONS, ["base", *REVISIONS], strict=False))
OLD = Path(__file__).parent / "upgrade"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.Engine]:
    made = database.open_engine(tmp_path / "store.db", KEY)
    yield made
    made.dispose()


def go(engine: sa.Engine, to: str, *, down: bool = False) -> None:
    with engine.begin() as connection:
        CONFIG.attributes["connection"] = connection
        (command.downgrade if down else command.upgrade)(CONFIG, to)


def shape(engine: sa.Engine) -> dict[str, str]:
    """SQLite's own text of everything but Alembic's table, blanks and quotes made alike."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'"
    )
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(query).all()
    return {name: re.sub(r'[\s"]+', " ", sql).replace("( ", "(").strip() for name, sql in rows}


def fill(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO meta VALUES ('device', x'61')")
        connection.exec_driver_sql(
            "INSERT INTO journal (id, device, seq, at, actor, act, form, record, parent,"
            " form_version, body, hash) VALUES (x'01', 'a', 1, '2026-01-01', 'p', 'submit', 'F01',"
            " 'r', '', 1, x'7b7d', x'00')"
        )


def kept(engine: sa.Engine) -> list[Any]:
    with engine.connect() as connection:
        return [
            tuple(connection.exec_driver_sql("SELECT act, form, record, body FROM journal").one()),
            tuple(connection.exec_driver_sql("SELECT key, value FROM meta").one()),
        ]


def test_models_equal_migrations(engine: sa.Engine, tmp_path: Path) -> None:
    go(engine, "head")
    other = database.open_engine(tmp_path / "models.db", KEY)
    schema.metadata.create_all(other)
    ours = {k: v for k, v in shape(engine).items() if not k.startswith("journal_")}
    models = {k: v for k, v in shape(other).items() if not k.startswith("journal_")}
    other.dispose()
    assert ours == models
    indexes = {name for name in shape(engine) if name.startswith("journal_")}
    assert indexes >= {index.name for index in schema.journal.indexes}


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_step_goes_up_and_down_and_leaves_no_trace(engine: sa.Engine, revision: str) -> None:
    if BEFORE[revision] != "base":
        go(engine, BEFORE[revision])
        fill(engine)
    before = shape(engine)
    go(engine, revision)
    if BEFORE[revision] == "base":
        fill(engine)
    data = kept(engine)
    go(engine, BEFORE[revision], down=True)
    assert shape(engine) == before
    go(engine, revision)
    if BEFORE[revision] != "base":
        assert kept(engine) == data


def test_the_journal_stays_guarded_after_every_step(engine: sa.Engine) -> None:
    go(engine, "head")
    fill(engine)
    for change in ("UPDATE journal SET act = 'x'", "DELETE FROM journal"):
        with pytest.raises(sa.exc.DBAPIError, match="only grows"), engine.begin() as connection:
            connection.exec_driver_sql(change)


@pytest.mark.parametrize("old", sorted(OLD.iterdir()), ids=lambda path: path.name)
def test_a_store_of_an_earlier_version_still_opens(old: Path, tmp_path: Path) -> None:
    shutil.copytree(old, tmp_path / "s")
    clock = SetClock(datetime(2026, 12, 1, 9, 0))
    desk = access.open_desk(tmp_path / "s", "kezhang", PASSWORD, clock)
    assert desk.store.check(lambda _: None)
    assert desk.store.counts()["F64"] == 17 and len(desk.store.of_form("F01")) == 1
    desk.close()
    made = list((tmp_path / "s" / "before-upgrade").glob("*.backup"))
    assert len(made) == 1 and backup.verified(made[0]).heads
    access.open_desk(tmp_path / "s", "kezhang", PASSWORD, clock).close()
    assert list((tmp_path / "s" / "before-upgrade").glob("*.backup")) == made


def test_a_step_that_fails_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(next(OLD.iterdir()), tmp_path / "s")
    broken = tmp_path / "migrations"
    shutil.copytree(SCRIPTS.dir, broken)
    (broken / "versions" / "9999_broken.py").write_text(
        f"from alembic import op\nrevision = '9999'\ndown_revision = '{REVISIONS[-1]}'\n"
        "def upgrade():\n"
        "    op.execute('CREATE TABLE half (x)')\n    op.execute('SELECT * FROM nowhere')\n"
    )
    monkeypatch.setattr(database, "resource", lambda name: broken)
    clock = SetClock(datetime(2026, 12, 1, 9, 0))
    with pytest.raises(Trouble, match="升级没有成功"):
        access.open_desk(tmp_path / "s", "kezhang", PASSWORD, clock)
    monkeypatch.undo()
    desk = access.open_desk(tmp_path / "s", "kezhang", PASSWORD, clock)
    assert desk.store.check(lambda _: None) and "half" not in shape(desk.store.engine)
    desk.close()
