"""One row of a roster judged: values, repairs, questions, refusals (lifecycle.md §1.10)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import msgspec

from welfare_desktop.domain import names, values
from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.domain.idnumber import id_number_facts, id_number_problem
from welfare_desktop.domain.roster import readings
from welfare_desktop.domain.roster.days import read_day
from welfare_desktop.domain.roster.model import Cell, Finding, OpeningRow

_LONGEST_DIAGNOSIS = FORMS["F23"].field("name").max_len or 60
_NO_NUMBER = {"无", "没有", "未办", "未办理", "暂无", "-", "—", "/", "无户口"}


class RowFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What every row of a roster is held against. ``reason`` takes contradictions."""

    wards: Mapping[str, str]
    staff: Mapping[str, str]
    today: date
    reason: str | None = None
    go_live_on: date | None = None


class RowJudge:
    """Judges one row; ``findings`` and the values by form grow while it reads."""

    def __init__(self, number: int, cells: Mapping[str, Cell], facts: RowFacts) -> None:
        self.number, self.cells = number, dict(cells)
        self.today, self.reason = facts.today, facts.reason
        self.wards, self.staff, self.go_live_on = facts.wards, facts.staff, facts.go_live_on
        self.findings: list[Finding] = []
        self.child: dict[str, Any] = {}
        self.intake: dict[str, Any] = {"decision": "1"}
        self.others: list[tuple[str, dict[str, Any]]] = []
        self.notes: list[str] = []
        self.status = ""
        self.unknown_ward = ""
        self._standard_characters()
        self._name()
        self._sex_and_ethnic()
        birth = self._day("F01.birth_date")
        self.born = birth
        self._id_no(birth)
        self._arrival(birth or self.born)
        self._cause()
        self._care()
        self._place()
        self._papers()
        self._remark()
        self._fits()

    def note(
        self, kind: Literal["repaired", "question", "refused", "ask"], field: str, why: str,
        to: str = "",
    ) -> None:  # fmt: skip
        """Add a finding about one cell, with the cell as written."""
        value = self.cells.get(field)
        shown = "" if value is None else str(value)
        finding = Finding(row=self.number, kind=kind, field=field, value=shown, to=to, why=why)
        self.findings.append(finding)

    @property
    def refused(self) -> bool:
        """Whether the row cannot be taken as it is."""
        return any(f.kind == "refused" for f in self.findings)

    def row(self) -> OpeningRow:
        """The accepted row as records, F01 first."""
        remark = str(self.cells.get("F01.remark") or "")
        lines = [*self.notes, remark] if remark else self.notes
        child = self.child | ({"remark": "\n".join(lines)} if lines else {})
        return OpeningRow(
            row=self.number,
            forms=(("F01", child), ("F02", self.intake), *self.others),
            status=self.status,
            notes=tuple(self.notes),
            remark=remark,
            asks=tuple(f for f in self.findings if f.kind == "ask"),
        )

    def shown_as(self, *, merged: bool, hidden: bool) -> None:
        """How the row looks on the sheet: its name merged with the one above, or not shown."""
        if merged:
            self.note("refused", "F01.name", "姓名与上一行合并，请写成一名儿童一行。")
        if hidden:
            self.note("ask", "F01.name", "这一行在表里是隐藏的，请核对是否还在册。")

    def _standard_characters(self) -> None:
        """Private-use characters of every cell but the name, which has rules of its own."""
        for field, value in list(self.cells.items()):
            if not isinstance(value, str) or field in ("F01.name", "序号"):
                continue
            text = "".join(names.LEGACY.get(ch, ch) for ch in value)
            if text != value:
                self.note("repaired", field, "旧编码的自造字换成标准字", text)
            unknown = next((ch for ch in text if unicodedata.category(ch) == "Co"), None)
            if unknown:
                self.note(
                    "refused", field,
                    f"有自造字（U+{ord(unknown):04X}），不知道是哪个字，请换成标准字。",
                )  # fmt: skip
            self.cells[field] = text

    def _fits(self) -> None:
        """What the forms would refuse is said here, before anything is written."""
        for form, body in (("F01", self.child), ("F02", self.intake), *self.others):
            for name, value in body.items():
                if name == "remark":
                    continue
                try:
                    values.normalise(FORMS[form].field(name), value)
                except Refused as error:
                    self.note("refused", f"{form}.{name}", error.sentence)

    def _name(self) -> None:
        raw = self.cells.get("F01.name")
        try:
            clean = names.clean_name("" if raw is None else str(raw))
        except Refused as error:
            self.note("refused", "F01.name", error.sentence)
            return
        self.child["name"] = clean.text
        if clean.repairs:
            self.note("repaired", "F01.name", "；".join(clean.repairs), clean.text)

    def _sex_and_ethnic(self) -> None:
        sex = self._plain("F01.sex")
        code = readings.sex_code(sex) if sex else None
        if code:
            self.child["sex"] = code
        elif sex:
            self.note("refused", "F01.sex", "性别读不懂，请写男或女。")
        if "F01.ethnic" in self.cells:
            ethnic = self._plain("F01.ethnic")
            found = readings.ethnic_code(ethnic) if ethnic else None
            self.child["ethnic"] = found or "97"
            if not found:
                self.notes.append(f"名册民族：{ethnic or '空'}，暂记其他，落户后更正")
                if ethnic not in ("", "不详", "未知"):
                    self.note("ask", "F01.ethnic", "民族不在代码表里，暂记其他，请核对。")

    def _day(self, field: str) -> date | None:
        value = self.cells.get(field)
        if value is None or not str(value).strip():
            return None
        try:
            day, clock, serial = read_day(value)
        except ValueError as error:
            self.note("refused", field, f"{error}。")
            return None
        if day > self.today:
            self.note("refused", field, "日期在今天之后，请核对。")
            return None
        if serial:
            self.note("repaired", field, "按 Excel 日期序号换算", day.isoformat())
        if field == "F01.birth_date":
            self.child["birth_date"] = day.isoformat()
        else:
            self.intake["arrived_at"] = f"{day.isoformat()}T{clock or '00:00'}"
            self.intake |= {} if clock else {"remark": "时刻不详"}
        return day

    def _id_no(self, birth: date | None) -> None:
        raw = self.cells.get("F01.id_no")
        if raw is None or self._plain("F01.id_no") in {"", *_NO_NUMBER}:
            return
        if isinstance(raw, float) or (isinstance(raw, int) and raw % 1000 == 0):
            # A number cell keeps 15 digits; what stands behind them is made up.
            self.note(
                "refused", "F01.id_no",
                "Excel 把号码当成了数字，末几位已丢失，请把这一列设为文本后重填。",
            )  # fmt: skip
            return
        written = str(raw)
        number = re.sub(r"[\s\u200b-\u200f\u2060\ufeff'-]", "",
                        unicodedata.normalize("NFKC", written)).upper()  # fmt: skip
        problem = id_number_problem(number)
        if number != written and not problem:
            self.note("repaired", "F01.id_no", "去掉空格，末位改为大写X，全角改半角", number)
        if problem:
            self.note("refused", "F01.id_no", problem)
            return
        born, sex = id_number_facts(number)
        if born > self.today:
            self.note("refused", "F01.id_no", "身份号码里的出生日期在今天之后，请核对。")
            return
        self.child["id_no"] = number
        self.born = born
        if self.child.get("sex") in ("1", "2") and sex != self.child["sex"]:
            self._question("F01.sex", "性别与身份号码不一致")
        if birth is not None and born != birth:
            self._question("F01.birth_date", f"出生日期与身份号码里的{born}不一致")

    def _question(self, field: str, why: str) -> None:
        self.note("question", field, f"{why}，说明理由后才能接收。")
        if self.reason:
            self.notes.append(f"{why}，理由：{self.reason}")
        else:
            self.note("refused", field, f"{why}，请核对，或说明理由后接收。")

    def _arrival(self, birth: date | None) -> None:
        arrived = self._day("F02.arrived_at")
        if arrived and birth and arrived < birth:
            self.note("refused", "F02.arrived_at", "入院日期早于出生日期，请核对。")
        if arrived and self.go_live_on and arrived > self.go_live_on:
            why = "入院日期在启用日期之后，在册从入院之日起算，请补齐接收的各张表。"
            self.note("ask", "F02.arrived_at", why)

    def _cause(self) -> None:
        text = self._plain("F01.adm_cause")
        if not text:
            self._admitted()
            return
        sender = readings.sender_code(text)
        if sender:
            self.intake["referral_source"] = sender
        code = readings.cause_code(text)
        if code:
            self.child["adm_cause"] = code
            self.status = "TEMP_GUARD" if code.startswith("T") else ""
        else:
            self.notes.append(f"名册入院原因：{text}")
        if "代养" in text:
            self.status = "TEMP_CARE"
            self.note("ask", "F01.adm_cause", "“临时代养”请确认是接收前代养还是受托临时监护。")
        elif not code:
            self.note("ask", "F01.adm_cause", "看不出入院情形，请补填。")
        self._admitted()

    def _admitted(self) -> None:
        if not self.status and "arrived_at" in self.intake:
            self.intake["admitted_on"] = self.intake["arrived_at"][:10]

    def _care(self) -> None:
        mode = self._word("F12.to_mode", readings.MODES, "养育方式")
        self.others.append(("F12", {"to_mode": mode} if mode else {}))
        level = self._word("F13.level", readings.SELFCARE, "自理能力")
        if level:
            self.others.append(("F13", {"level": level}))
        self._diagnoses()

    def _diagnoses(self) -> None:
        """One F23 for each disability and each disease; a grade in a column of its own."""
        grade = readings.grade(self._plain("F23.dis_grade"))
        if self._plain("F23.dis_grade") and grade is None:
            self.notes.append(f"名册残疾等级：{self._plain('F23.dis_grade')}")
            self.note("ask", "F23.dis_grade", "残疾等级读不懂，请补填。")
        for field in ("F23", "F23.name"):
            written = self.cells.get(field)
            found = readings.diagnoses("" if written is None else str(written))
            graded = [d for d in found if d.get("kind") == "2" and "dis_grade" not in d]
            if field == "F23" and grade is not None and len(graded) == len(found) == 1:
                found = [readings.with_grade(found[0], grade)]
            elif field == "F23" and grade is not None:
                self.notes.append(f"名册残疾等级：{self._plain('F23.dis_grade')}")
                self.note("ask", "F23.dis_grade", "看不出是哪一类残疾的等级，请补填。")
            for one in found:
                if len(one["name"]) > _LONGEST_DIAGNOSIS:
                    self._kept_aside(field, "诊断", one["name"])
                else:
                    self.others.append(("F23", one))

    def _kept_aside(self, field: str, label: str, text: str) -> None:
        """Too long for its field: kept whole in the remark, and asked."""
        self.notes.append(f"名册{label}：{text}")
        self.note("ask", field, f"{label}太长，已原样记在备注里，请补填。")

    def _word(self, field: str, words: dict[str, str], label: str) -> str | None:
        text = self._plain(field)
        found = readings.by_word(words, text) if text else None
        if text and not found:
            self.notes.append(f"名册{label}：{text}")
            self.note("ask", field, f"{label}读不懂，请补填。")
        return found

    def _place(self) -> None:
        ward = self._plain("F01.ward_id")
        if ward in self.wards:
            self.child["ward_id"] = self.wards[ward]
        elif ward:
            self.unknown_ward = ward
            self.notes.append(f"名册区域：{ward}")
            why = f"没有叫“{ward}”的区域，请先在设置里新增，或收入后补填。"
            self.note("ask", "F01.ward_id", why)
        bed = re.sub("(号床|床位|床|号)$", "", self._plain("F01.bed_no"))
        if 0 < len(bed) <= 10:
            self.child["bed_no"] = bed
        elif bed:
            self.note("ask", "F01.bed_no", "床号太长，请补填。")
        carer = self._plain("F01.primary_carer")
        if carer in self.staff:
            self.child["primary_carer"] = self.staff[carer]
        elif carer:
            self.notes.append(f"名册责任护理员：{carer}")
            why = f"工作人员里没有“{carer}”，或不止一位，请登记后补填。"
            self.note("ask", "F01.primary_carer", why)

    def drop_bed(self, why: str) -> None:
        """The bed cannot be his: kept as a remark, asked, not written."""
        self.notes.append(f"名册床号：{self.child.pop('bed_no')}")
        self.note("ask", "F01.bed_no", why)

    def _papers(self) -> None:
        hukou = self._word("F09", readings.HUKOU, "户口")
        if hukou == "none" and "id_no" in self.child:
            self.note("ask", "F09", "写着未落户，却有身份号码，请核对户口。")
        if hukou in ("done", "group") and "id_no" not in self.child:
            self.note("ask", "F09", "写着已落户，却没有身份号码，请补填。")
        if hukou in ("done", "group", "applied"):
            body: dict[str, Any] = {
                "biz_type": "1", "remark": f"{readings.HUKOU_SAID}{self._plain('F09')}"
            }  # fmt: skip
            if hukou != "applied" and "id_no" in self.child:
                body["id_no"] = self.child["id_no"]
            if hukou == "group":
                body["hukou_type"] = "1"
            self.others.append(("F09", body))
        insured = self._word("F10.state", readings.INSURED, "医保")
        if insured:
            self.others.append(("F10", {"state": insured}))

    def _remark(self) -> None:
        for name in ("allergy", "former_names"):
            field = FORMS["F01"].field(name)
            text = str(self.cells.get(f"F01.{name}") or "").strip()
            if len(text) > (field.max_len or len(text)):
                self._kept_aside(f"F01.{name}", field.label, text)
            elif text:
                self.child[name] = text
        if self._plain("原编号"):
            self.notes.append(f"原编号：{self._plain('原编号')}")
        remark = str(self.cells.get("F01.remark") or "")
        for word, place in readings.ASKING.items():
            if word in remark:
                self.note("ask", "F01.remark", f"备注提到“{word}”，请核对后填写{place}。")

    def _plain(self, field: str) -> str:
        return readings.plain(self.cells.get(field))
