"""Which row is the header and where each column goes (lifecycle.md §1.10)."""

from __future__ import annotations

import collections.abc as abc
import re
import unicodedata

import msgspec

from welfare_desktop.domain.errors import Refused
from welfare_desktop.domain.roster.model import Cell

Rows = abc.Sequence[abc.Sequence[Cell]]

#: Target → headings, without blanks and brackets.
HEADINGS: dict[str, str] = {
    "序号": "序号 顺序号 No NO 行号",
    "原编号": "编号 档案号 档案编号 原编号 儿童编号 院内编号 入院编号",
    "F01.name": "姓名 儿童姓名 名字 孩子姓名 姓名全称",
    "F01.former_names": "曾用名",
    "F01.sex": "性别 男女",
    "F01.ethnic": "民族 族别",
    "F01.birth_date": "出生日期 出生年月日 出生年月 生日 出生时间",
    "F01.id_no": "身份证号 身份证号码 公民身份号码 身份证 身份号码 证件号码 "
    "公民身份证号 居民身份证号码",
    "F02.arrived_at": "入院日期 来院时间 入院时间 来院日期 到院日期 到院时间 进院日期 进院时间",
    "F01.adm_cause": "入院原因 来源 入院情形 来院原因 入院来源 入院类别 儿童来源",
    "F23": "残疾情况 残疾类别及等级 残疾类别与等级 残疾类别 残疾类型 残疾",
    "F23.dis_grade": "残疾等级 残疾级别 残疾程度",
    "F23.name": "疾病诊断 健康状况 诊断 病情 疾病 患病情况",
    "F13.level": "自理能力 自理程度 生活自理能力 自理情况 护理等级 自理",
    "F12.to_mode": "养育方式 在院·寄养 在院寄养 在院/寄养 抚养方式 养育形式 抚养形式 养护方式",
    "F01.ward_id": "班组 区域 楼层房间 所在区域 班级 病区 生活区 房间 楼层 所在班组",
    "F01.bed_no": "床号 床位 床位号",
    "F09": "户口 户籍办理情况 户籍 户口情况 落户情况 户籍情况 户口办理情况",
    "F10.state": "医保 参保情况 医疗保险 医保情况 参保状态 基本医保",
    "F01.primary_carer": "责任护理员 护理员 责任人 负责护理员 护理员姓名 责任护理员姓名",
    "F01.allergy": "过敏史 过敏情况",
    "F01.remark": "备注 说明 备考",
}  # fmt: skip
_KNOWN = {word: target for target, words in HEADINGS.items() for word in (target, *words.split())}
#: Target → the word under which people know it.
LABELS = {target: words.split()[0] for target, words in HEADINGS.items()}
_ALIASES = {
    "F09.id_no": "F01.id_no", "F02.admitted_on": "F02.arrived_at", "F09.biz_type": "F09",
    "F09.hukou_type": "F09", "F10": "F10.state", "F12": "F12.to_mode", "F13": "F13.level",
    "F23.dis_type": "F23",
}  # fmt: skip
#: A column about somebody else, or in another calendar, is never taken for the child's.
_NOT_THE_CHILDS = re.compile(
    "监护|联系人|父|母|家长|养父|寄养家|捡拾人|送养人|送交人|农历|阴历|夏历"
)
_SEARCHED_ROWS = 30


class Mapping(msgspec.Struct, frozen=True, kw_only=True):
    """Where the columns go.

    Args:
        header_row: Excel's number of the last header line. columns: column index from 0 → target.
        headings: heading of every column, as shown.
    """

    header_row: int
    columns: dict[int, str]
    unmapped: tuple[str, ...]
    headings: tuple[str, ...]


def plain_heading(value: Cell) -> str:
    """A heading without blanks, line breaks, brackets and marks."""
    text = unicodedata.normalize("NFKC", str(value)) if value is not None else ""
    text = re.sub(r"\s+", "", text)
    if not _NOT_THE_CHILDS.search(text):
        text = re.sub(r"\(.*?\)|\[.*?\]|【.*?】", "", text)
    return text.strip("*:：#")


def propose_mapping(rows: Rows, overrides: abc.Mapping[str, str | None] | None = None) -> Mapping:
    """The header line (or two lines) with most known headings; ``overrides``: heading → target.

    Raises:
        Refused: no line has a column for the name, or an override names no target.
    """
    wanted = _checked(overrides or {})
    best: tuple[int, int, list[str]] | None = None
    for index in range(min(len(rows), _SEARCHED_ROWS)):
        single = [plain_heading(cell) for cell in rows[index]]
        options = [(index, single)]
        if index + 1 < len(rows):
            options.append((index + 1, _two_lines(rows[index], rows[index + 1], wanted)))
        for last, headings in options:
            score = len(set(_targets(headings, wanted).values()))
            if best is None or score > best[0]:
                best = (score, last, headings)
    columns = _targets(best[2], wanted) if best else {}
    if best is None or "F01.name" not in columns.values():
        raise Refused("没有找到“姓名”这一列，请确认表头，或指定哪一列是姓名。", field="columns")
    shown = _named(best[2], rows[best[1] + 1 :])
    unmapped = tuple(
        heading for i, heading in enumerate(shown)
        if heading and i not in columns and wanted.get(heading, "") is not None
    )  # fmt: skip
    return Mapping(header_row=best[1] + 1, columns=columns, unmapped=unmapped, headings=shown)


def _named(headings: list[str], below: Rows) -> tuple[str, ...]:
    """Headings; a column that holds something without one is called by its letter."""
    width = max([len(headings), *(len(row) for row in below)])
    out = headings + [""] * (width - len(headings))
    for i, heading in enumerate(out):
        if not heading and any(len(r) > i and str(r[i] or "").strip() for r in below):
            out[i] = f"{column_letter(i)}列（没有表头）"
    return tuple(out)


def column_letter(index: int) -> str:
    """The letters that Excel shows above a column, ``A`` for 0."""
    letters = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        letters, index = chr(65 + rest) + letters, index - 1
    return letters


def _checked(overrides: abc.Mapping[str, str | None]) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for heading, target in overrides.items():
        chosen = _ALIASES.get(target, target) if target else None
        if chosen is not None and chosen not in HEADINGS:
            raise Refused(f"“{heading}”指定的去处“{target}”不存在，请核对。", field="columns")
        out[plain_heading(heading)] = chosen
    given = [target for target in out.values() if target is not None]
    for target in given:
        if given.count(target) > 1:
            raise Refused(f"有两列都指定为“{LABELS[target]}”，请只留一列。", field="columns")
    return out


def _targets(headings: list[str], wanted: abc.Mapping[str, str | None]) -> dict[int, str]:
    """Column → target; what a person chose goes first, then the first heading of each target."""
    columns = {i: t for i, h in enumerate(headings) if (t := wanted.get(h)) is not None}
    taken = set(columns.values())
    for i, heading in enumerate(headings):
        target = _KNOWN.get(heading)
        if i not in columns and heading not in wanted and target and target not in taken:
            columns[i] = target
            taken.add(target)
    return columns


def _two_lines(
    upper: abc.Sequence[Cell], lower: abc.Sequence[Cell], wanted: abc.Mapping[str, str | None]
) -> list[str]:
    """Headings of a header in two lines: group above, column below."""
    out, group = [], ""
    for i in range(max(len(upper), len(lower))):
        above = plain_heading(upper[i]) if i < len(upper) else ""
        below = plain_heading(lower[i]) if i < len(lower) else ""
        group = above or group
        joined = group + below if group != below else below
        if not below:
            out.append(above)
        else:
            whole = joined in _KNOWN or joined in wanted or _NOT_THE_CHILDS.search(group)
            out.append(joined if whole else below)
    return out
