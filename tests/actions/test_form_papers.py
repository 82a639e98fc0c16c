"""Every form on paper, blank, full and with odd text: read back from the very file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import datetime
from itertools import cycle
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.actions import filled
from tests.practised import practised
from welfare_desktop.actions import form_content, printing, records, views
from welfare_desktop.actions.desk import Desk
from welfare_desktop.app import practice
from welfare_desktop.domain import permissions
from welfare_desktop.domain.clock import SetClock
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.forms.declare import REMARK, Field, Form
from welfare_desktop.reports.form_paper import PaperForm, form_papers
from welfare_desktop.reports.text import Paragraph

PEOPLE_FILL = [form for form in FORMS.values() if not form.internal]
WAYS = ("blank", "full", "odd")
#: No line of a paper begins or ends with these (GB/T 15834-2011 §5.1).
NEVER_FIRST, NEVER_LAST = "，。、；：？！）》」』”’…—", "（《「『“‘"
RARE = ("𬱖䶮", "㐂𠮷", "﨑𠂉", "阿卜杜拉·买买提", "𫖯龑")
MARKED = (
    "他说：“不去！”（声音很小）……又说：《小王子》、《红楼梦》——都看过；「好」『很好』？"
    "（见附件（一）、（二））。"
)
SIGNED_AT = "2025-07-28T08:30"


class Made(msgspec.Struct):
    """Papers as one file: text of each without blanks, lines as drawn, what ``pdffonts`` says."""

    text: dict[tuple[str, str], str]
    lines: list[tuple[str, float]]
    fonts: str


def _odd(field: Field, number: Iterator[str]) -> Any:
    if field.kind == "table":
        return [{c.name: _odd(c, number) for c in field.columns} for _ in range(2)]
    if field.kind == "text":
        return next(number)
    return MARKED * 4 if field.kind == "long" else None


def _signed(field: Field) -> Any:
    marks = [{"name": name, "at": SIGNED_AT} for name in RARE]
    return marks if field.kind == "sigs" else marks[0]


def _typed(desk: Desk, form: Form, child: str, *, odd: bool) -> dict[str, Any]:
    signs = {f.name: _signed(f) for f in form.fields if f.kind in ("sig", "sigs")}
    if not odd:
        return filled.values(desk, form, child) | signs
    number = cycle(RARE)
    out = {f.name: _odd(f, number) for f in (*form.fields, REMARK) if f.name not in signs}
    return {name: value for name, value in out.items() if value is not None} | signs


def _paper(desk: Desk, form: Form, child: str, way: str) -> PaperForm:
    own = filled.belongs(form, child)
    if way == "blank":
        return form_content.blank(desk, form, own)
    typed = _typed(desk, form, child, odd=way == "odd")
    return form_content.filled(desk, form, None, own, typed)


def _told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("papers")
    desk = practised(folder / "store", SetClock(datetime(2025, 7, 28, 9, 0)))
    child = filled.submit(desk, "F01", name=RARE[0], ward_id=None, bed_no=None).id
    for needed in ("F04", "F08"):
        filled.submit(desk, needed, child)
    lines, draw = list[tuple[str, float]](), Paragraph.draw

    def noted(self: Paragraph) -> None:
        for line in self.lines:
            over = sum(unit.width for unit in line) - self.room
            lines.append(("".join(unit.char for unit in line).rstrip(" "), over))
        draw(self)

    which = [(form, way) for way in WAYS for form in PEOPLE_FILL]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Paragraph, "draw", noted)
        pdf, counts = form_papers([_paper(desk, form, child, way) for form, way in which])
    desk.close()
    path = folder / "papers.pdf"
    path.write_bytes(pdf)
    leaves = iter(_told("pdftotext", "-raw", str(path), "-").split("\f"))
    text = {
        (form.id, way): re.sub(r"\s", "", "".join(next(leaves) for _ in range(count)))
        for (form, way), count in zip(which, counts, strict=True)
    }
    return Made(text, lines, _told("pdffonts", str(path)))


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", PEOPLE_FILL, ids=lambda form: form.id)
def test_the_text_holds_title_and_labels_in_paper_order(form: Form, way: str, made: Made) -> None:
    text, at = made.text[form.id, way], 0
    assert _squeezed(form.title) in text
    for field in (*form.fields, REMARK):
        if field.kind in ("sig", "sigs"):
            continue
        at = text.find(_squeezed(field.label), at)
        assert at >= 0, field.label
        for column in field.columns:
            assert _squeezed(column.label) in text[at:], column.label
    signed = text[at:]
    for field in form.fields:
        if field.kind in ("sig", "sigs"):
            assert _squeezed(field.label) in signed, field.label
            if way != "blank":
                assert f"{RARE[0]}2025-07-2808:30" in signed
    assert "填表人签名：年月日" in signed


@pytest.mark.parametrize("form", PEOPLE_FILL, ids=lambda form: form.id)
def test_rare_names_and_marks_are_read_back_whole(form: Form, made: Made) -> None:
    text = made.text[form.id, "odd"]
    number = cycle(RARE)
    for field in form.fields:
        for one in (field, *field.columns):
            if one.kind == "text" and field.kind != "table":
                assert next(number) in text, one.label
    assert MARKED in text, "备注"
    if form.of_one_child:
        assert RARE[0] in made.text[form.id, "blank"], "whose it is"


def test_no_line_begins_or_ends_with_a_forbidden_mark_or_leaves_its_box(made: Made) -> None:
    assert len(made.lines) > 5000
    for line, over in made.lines:
        assert not line or (line[0] not in NEVER_FIRST and line[-1] not in NEVER_LAST), line
        assert over < 10, (line, over)


def test_every_font_is_in_the_file(made: Made) -> None:
    rows = made.fonts.splitlines()[2:]
    assert len(rows) >= 5
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows), made.fonts
    assert any("HanaMin" in row for row in rows), "rare names have a font of their own"


@pytest.mark.parametrize("way", WAYS)
def test_the_seal_has_its_place_where_others_decide_or_get_the_form(way: str, made: Made) -> None:
    sealed = {f.id for f in PEOPLE_FILL if "（单位盖章）年月日" in made.text[f.id, way]}
    assert {"F08", "F16", "F26", "F44", "F47", "F49", "F50", "F53", "F70"} <= sealed
    assert {form.id for form in PEOPLE_FILL if form.approval} <= sealed
    assert not {"F01", "F21", "F29", "F30", "F32", "F35", "F42"} & sealed


def test_a_short_list_of_codes_is_ticked_a_long_one_written(made: Made) -> None:
    text = made.text["F08", "blank"]
    assert "□同意□不同意□补正" in text
    assert "日期年月日" in text
    assert "方式：1实地、2电话、3视频" in made.text["F26", "blank"], "told once, above the table"
    assert "□" not in made.text["F08", "full"]


def test_who_filled_and_who_approved_stand_on_it_with_name_and_time(
    desk: Desk, tmp_path: Path
) -> None:
    form = FORMS["X04"]
    saved = filled.submit(desk, form.id)
    able = [
        a for a in desk.accounts() if permissions.may_approve(form, a.roles, desk.post(a.staff))
    ]
    approver = next(a for a in able if a.id != saved.submitted_by)
    records.approve(desk, saved.id, desk.signer(approver.login, practice.PIN))
    path = tmp_path / "x04.pdf"
    path.write_bytes(printing.form_sheet(desk, form, views.viewed(desk, saved.id), None, {}))
    text = _squeezed(_told("pdftotext", "-raw", str(path), "-"))
    maker = next(a for a in desk.accounts() if a.id == saved.submitted_by)
    assert f"填表人{maker.name}2025-07-2809:00" in text
    assert f"审批人{approver.name}2025-07-2809:00" in text
    assert "（单位盖章）" in text
