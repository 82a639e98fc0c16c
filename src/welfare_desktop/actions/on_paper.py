"""What was signed on paper while the computer failed, and is entered afterwards (§4.4.8).

Nobody is signed for. Whoever signed the paper confirms the entry with the own 签名码. A giver who
has gone home is stood in for as §4.4.7 allows it: 代交 by a third person, with 带班领导 and a reason.
The receiver took the children over and nobody can stand in for that: the entry waits in the
journal under the giver's signature until the receiver is back, and the ward's next handover goes
on beside it. A round whose walker is not there is kept as 未签, the photograph of the signature
with it. Duty follows from the minute on the paper, for that is when somebody took over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from welfare_desktop.actions import papers
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.clock import minute_text
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.record import Paper

#: Behind a ward's id: what of it stands on paper and is entered now, beside what goes on.
_ON_PAPER = "/paper"
_NEAR, _OLDEST = timedelta(hours=1), timedelta(days=31)


class OnPaper(msgspec.Struct, frozen=True):
    """A sheet of paper: the minute that stands on it, who signed it, its photograph.

    Args:
        by: staff id of the walker of a round. absent: that person cannot confirm now.
    """

    at: str
    photo: tuple[Paper, ...]
    by: str = ""
    absent: bool = False

    @property
    def moment(self) -> datetime:
        """The minute on the paper."""
        return datetime.fromisoformat(self.at)


def place_of(ward: str) -> str:
    """Where the entry of a ward's paper is kept, apart from its handover of this hour."""
    return ward + _ON_PAPER


def ward_of(place: str) -> str:
    """The ward of either place."""
    return place.removesuffix(_ON_PAPER)


def photograph(desk: Desk, path: Path) -> Paper:
    """Keep the photograph of a sheet; `Refused` for what is no picture and no PDF."""
    kept = papers.take_in(desk, path, "")
    if kept.media != "application/pdf" and not kept.media.startswith("image/"):
        raise Refused("请选纸表的照片或扫描件（图片或PDF）。", field="photo")
    return kept


def sheet(
    desk: Desk, ward: str, at: datetime, photo: Paper | None, *, handover: bool = False,
    by: str = "", absent: bool = False,
) -> OnPaper:  # fmt: skip
    """A sheet as it can be entered; `Refused` says what is missing."""
    if photo is None:
        raise Refused("补录要附纸表的照片，请先选照片。", field="photo")
    if at > desk.now():
        raise Refused("纸上的时间还没到，请核对。", field="at")
    if desk.now() - at > _OLDEST:
        raise Refused("纸上的时间超过一个月，请核对。", field="at")
    if handover:
        known = desk.house().last("F32", ward, at + _NEAR)
        if known is not None and known.happened and known.happened >= at - _NEAR:
            told = known.text("handover_at").replace("T", " ")
            raise Refused(f"{told}已有交接班记录，不用再补录。请核对时间。", field="at")
    return OnPaper(minute_text(at), (photo,), by, absent)
