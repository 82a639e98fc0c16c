"""Words on rosters and what they mean (table of lifecycle.md §1.10)."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from welfare_desktop.domain.codes import code_list

#: A sender named on the roster → CL-REFSRC.
_SENDERS = (
    (re.compile("(公安|派出所|民警).*(送|移交|转)"), "1"),
    (re.compile("救助.*(送|移交|转)"), "2"),
    (re.compile("(街道|乡镇|镇政府).*送"), "3"),
    (re.compile("(村委|居委|社区).*送"), "4"),
    (re.compile("医院.*送"), "5"),
    (re.compile("(群众|市民|村民|路人).*送"), "6"),
)
_CAUSES = (
    (re.compile("打拐|被拐"), "A2"), (re.compile("弃婴|弃儿|捡拾|遗弃"), "A1"),
    (re.compile("流浪"), "A3"), (re.compile("父母双亡|孤儿|父母死亡"), "B1"),
    (re.compile("父母失踪|一亡一失踪"), "B2"), (re.compile("法院指定|法院判决指定"), "D1"),
    (re.compile("(其他|其它|外)?(机构|福利院).*转(入|来)"), "E2"),
)  # fmt: skip
SELFCARE = {
    "1": "能自理 自理 全自理 完全自理 能够自理 生活能够自理 生活自理",
    "2": "半自理 半护 半护理 部分自理 生活半自理 介助",
    "3": "完全不能自理 全护 不能自理 全护理 生活完全不能自理 生活不能自理 介护",
}
MODES = {
    "INSTITUTION": "院内 在院 机构集中 机构集中抚养 集中养育 集中供养 院内集中 机构养育",
    "FAMILY_HOME": "类家庭 院内类家庭 类家庭养育 院内类家庭养育",
    "FOSTER": "寄养 家庭寄养",
}
INSURED = {"1": "已参保 是 有 居民医保 已办 参保 城乡居民 已缴", "3": "未参保 否 无 未办 没有 未缴"}
HUKOU = {
    "done": "已落户 已落 已办 是 有", "group": "集体户 集体户口",
    "applied": "办理中 申请中 正在办理",
    "none": "未落户 未办 未落 否 无 没有",
}  # fmt: skip
#: How F09 keeps the words of a roster.
HUKOU_SAID = "名册户口："
_GRADE = {c: str(i % 4 + 1) for i, c in enumerate("一二三四1234ⅠⅡⅢⅣ")}
_TYPES = {"视力": "1", "听力": "2", "言语": "3", "语言": "3", "肢体": "4", "智力": "5", "精神": "6",
          "多重": "7"}  # fmt: skip
_DISABILITY = re.compile(
    rf"({'|'.join(_TYPES)})(?:残疾|障碍|残)?[\s:：(（]*(?:([一二三四1-4ⅠⅡⅢⅣ])级)?[)）]?"
)
_WELL = {"无", "无残疾", "正常", "健康", "没有", "否", "无异常", "—", "-", "/"}
#: Words in a remark that ask for a record elsewhere, and where.
ASKING = {
    "癫痫": "F01 重点关注、F23 诊断", "鼻饲": "F01 重点关注", "走读": "当前位置与 F38 入学",
    "过敏": "F01 过敏史", "住校": "当前位置与 F38 入学", "住院": "当前位置与 F24 就医",
    "造瘘": "F01 重点关注", "气切": "F01 重点关注", "先心": "F23 诊断", "乙肝": "F05、F23 传染病",
    "结核": "F05、F23 传染病", "梅毒": "F05、F23 传染病", "走失": "F01 重点关注",
    "自伤": "F01 重点关注",
    "送养": "在册状态", "收养": "在册状态", "明天计划": "F27 明天计划",
}  # fmt: skip


def plain(value: object) -> str:
    """A cell as text for comparing with words; never for names or remarks."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", "" if value is None else str(value)))


def by_word(words: dict[str, str], text: str) -> str | None:
    """Key under which the text stands; a key itself is understood too."""
    return next((key for key, known in words.items() if text == key or text in known.split()), None)


def sex_code(text: str) -> str | None:
    """CL-SEX by label, with or without 性; ``None`` if unreadable."""
    return {"男": "1", "女": "2"}.get(text) or code_list("CL-SEX").code_of(text)


def ethnic_code(text: str) -> str | None:
    """CL-ETH by label, with or without 族."""
    codes = code_list("CL-ETH")
    return codes.code_of(text) or codes.code_of(text + "族")


def cause_code(text: str) -> str | None:
    """CL-ADM by code, label or a word of the roster; ``None`` has to be asked."""
    exact = code_list("CL-ADM").code_of(text)
    return exact or next((code for pattern, code in _CAUSES if pattern.search(text)), None)


def sender_code(text: str) -> str | None:
    """CL-REFSRC where the text names who brought the child."""
    return next((code for pattern, code in _SENDERS if pattern.search(text)), None)


def diagnoses(written: str) -> list[dict[str, Any]]:
    """F23 records of one cell: one for each disability type, one for each disease."""
    text = unicodedata.normalize("NFKC", written).strip()
    if plain(text) in _WELL:
        return []
    records = []
    for match in _DISABILITY.finditer(text):
        code = _TYPES[match[1]]
        found = {"kind": "2", "name": code_list("CL-DIS").label(code), "dis_type": code}
        records.append(with_grade(found, _GRADE[match[2]]) if match[2] else found)
    rest = re.split(r"[、,，;；/+。\n()（）]+", _DISABILITY.sub("、", text))
    named = [part for part in (p.strip() for p in rest) if part and part not in _WELL]
    return records + [{"kind": "1", "name": part} for part in named]


def grade(text: str) -> str | None:
    """CL-DIS-GRADE of a cell that holds nothing else; ``None`` if it is not one."""
    match = re.fullmatch(r"([一二三四1-4ⅠⅡⅢⅣ])级?", text)
    return _GRADE[match[1]] if match else None


def with_grade(found: dict[str, Any], code: str) -> dict[str, Any]:
    """A disability record with its grade, in the name too."""
    name = f"{found['name']}{'一二三四'[int(code) - 1]}级"
    return found | {"name": name, "dis_grade": code}


def hukou_told(remark: str) -> bool:
    """Whether a roster said that the child is registered; it gives no day for ``done_on``."""
    first = remark.partition("\n")[0]
    said = first.removeprefix(HUKOU_SAID)
    return said != first and by_word(HUKOU, said) in ("done", "group")
