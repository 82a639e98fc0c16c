"""What somebody who helps by telephone needs to know: versions, sizes, checks; no personal data."""

from __future__ import annotations

import platform
import shutil
import sys
from pathlib import Path
from typing import Any

from welfare_desktop.actions import backups, packages, sending
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.errors import Trouble
from welfare_desktop.domain.places import libraries, version
from welfare_desktop.security import keyslots
from welfare_desktop.store import attachments, database


def of_folder(folder: Path) -> dict[str, Any]:
    """What can be told of a store that nobody has unlocked."""
    try:
        slots = keyslots.load(folder)
        key_file = {
            "good": not keyslots.damaged(folder), "ways_in": len(slots.slots),
            "change_unfinished": slots.pending is not None,
            "stretching_mib": sorted({s.stretching.memory_kib // 1024 for s in slots.slots}),
        }  # fmt: skip
    except Trouble as trouble:
        key_file = {"good": False, "said": trouble.sentence}
    sizes: dict[str, dict[str, int]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            part = path.relative_to(folder).parts[0]
            known = sizes.setdefault(part, {"files": 0, "bytes": 0})
            known["files"] += 1
            known["bytes"] += path.stat().st_size
    return {
        "program": version(), "python": sys.version.split()[0], "system": platform.platform(),
        "libraries": libraries(), "revision": database.head_revision(),
        "cipher": database.cipher_version(), "free_bytes": shutil.disk_usage(folder).free,
        "key_file": key_file, "sizes": sizes,
    }  # fmt: skip


def of_desk(desk: Desk) -> dict[str, Any]:
    """What an unlocked store adds: checks, numbers of records, backups. Ids and counts only."""
    proved, findings = sending.proved_heads(desk)
    desk.store.check(findings.append, proved)
    altered = attachments.altered(desk.store)
    backup = backups.state(desk)
    return {
        "findings": findings, "attachments_altered": len(altered),
        "records": desk.store.counts(), "heads": desk.store.heads(),
        "practice": desk.practice,
        "backup": {
            "planned": backup.plan is not None, "last_at": str(backup.last_at or ""),
            "rehearsed_at": str(backup.rehearsed_at or ""), "held": backup.rehearsal_held,
        },
        "packages": [{"month": p.month, "state": p.state} for p in packages.packages(desk)],
    }  # fmt: skip
