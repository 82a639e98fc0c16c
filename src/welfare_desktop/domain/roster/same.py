"""Rows of one roster held against each other and against the children already in the books."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from welfare_desktop.domain.roster.judge import RowJudge
from welfare_desktop.domain.roster.model import Finding, Known

_Person = tuple[object, object]


def _agree(one: object, other: object) -> bool:
    """Whether two values do not contradict each other."""
    return not one or not other or one == other


class Together:
    """The rows judged so far; a row that tells of an earlier row's child is its duplicate."""

    def __init__(self, known: Iterable[Known]) -> None:
        self.judged: list[RowJudge] = []
        self.duplicates: list[Finding] = []
        self._by_id: dict[object, list[RowJudge]] = defaultdict(list)
        self._by_name: dict[object, list[RowJudge]] = defaultdict(list)
        self._known_id: dict[str, Known] = {}
        self._known_person: dict[_Person, list[Known]] = defaultdict(list)
        for child in known:
            if child.id_no:
                self._known_id[child.id_no] = child
            self._known_person[child.name, child.birth_date].append(child)

    def add(self, judge: RowJudge) -> None:
        """Take a row in: as a further child, a duplicate, or one that is refused."""
        twin = self._in_books(judge) or self._twin(judge)
        if twin is not None:
            self.duplicates.append(twin)
            return
        self.judged.append(judge)
        child = judge.child
        if child.get("id_no"):
            self._by_id[child["id_no"]].append(judge)
        if child.get("name"):
            self._by_name[child["name"]].append(judge)

    def _twin(self, judge: RowJudge) -> Finding | None:
        """The earlier row of the same child; a good row replaces a refused one."""
        child = judge.child
        for other in self._by_id.get(child.get("id_no"), ()):
            if other.refused and not judge.refused:
                continue
            if _agree(child.get("name"), other.child.get("name")):
                return _duplicate(judge, f"与第{other.number}行重复", other.number)
            judge.note(
                "refused", "F01.id_no",
                f"第{other.number}行{other.child.get('name')}也写着这个身份号码，请核对是谁的。",
            )  # fmt: skip
            other.note("ask", "F01.id_no", f"第{judge.number}行也写着这个身份号码，请核对。")
            return None
        for other in self._by_name.get(child.get("name"), ()):
            if other.refused and not judge.refused:
                continue
            if _same_person(judge, other):
                return _duplicate(judge, f"与第{other.number}行重复", other.number)
        return None

    def _in_books(self, judge: RowJudge) -> Finding | None:
        """The child taken in before; an ID number of another child's is refused."""
        child = judge.child
        known = self._known_id.get(child.get("id_no", ""))
        if known is not None and known.name != child.get("name"):
            why = f"这个身份号码已登记给{known.name}（{known.file_no}），请核对。"
            judge.note("refused", "F01.id_no", why)
            return None
        if known is None and child.get("birth_date"):
            person = (child.get("name"), child["birth_date"])
            known = next(
                (k for k in self._known_person.get(person, ())
                 if _agree(k.sex, child.get("sex")) and _agree(k.id_no, child.get("id_no"))),
                None,
            )  # fmt: skip
        return _duplicate(judge, "已在册", file_no=known.file_no) if known else None


def _same_person(judge: RowJudge, other: RowJudge) -> bool:
    """Name and birth alike and nothing against it; what is only likely is asked."""
    child, earlier = judge.child, other.child
    if not all(_agree(child.get(f), earlier.get(f)) for f in ("birth_date", "sex")):
        return False
    certain = child.get("birth_date") and child.get("birth_date") == earlier.get("birth_date")
    if certain and _agree(child.get("id_no"), earlier.get("id_no")):
        return True
    if certain or _agree(child.get("id_no"), earlier.get("id_no")):
        judge.note("ask", "F01.name", f"与第{other.number}行同名，请核对是否同一名儿童。")
    return False


def _duplicate(judge: RowJudge, why: str, of: int = 0, file_no: str = "") -> Finding:
    return Finding(
        row=judge.number, kind="duplicate", field="F01.name", of=of, to=file_no,
        value=str(judge.cells.get("F01.name") or ""), why=why,
    )  # fmt: skip
