"""Numbers with check characters: GB 11643 (citizens) and GB 32100 (organisations)."""

from __future__ import annotations

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_ORG = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def check_character(first17: str) -> str:
    """Check character of GB 11643 for 17 digits."""
    total = sum(int(c) * w for c, w in zip(first17, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


def masked(number: str) -> str:
    """A number as it is shown by default: ``341000********991X`` (lifecycle.md §6.2)."""
    if len(number) <= 10:
        return "*" * max(len(number) - 4, 0) + number[-4:]
    return f"{number[:6]}{'*' * (len(number) - 10)}{number[-4:]}"


def id_number_problem(number: str) -> str | None:
    """What is wrong with a citizen's number, in one sentence; ``None`` if it is right."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return "身份号码应为18位，末位可以是大写X，请核对。"
    try:
        id_number_facts(number)
    except ValueError:
        return "身份号码里的出生日期不存在，请核对。"
    if check_character(number[:17]) != number[17]:
        return "身份号码的末位校验不对，请对照证件重新输入。"
    return None


def id_number_facts(number: str) -> tuple[date, str]:
    """Birth date and CL-SEX code of a number; ``ValueError`` if the date does not exist."""
    birth = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return birth, "1" if int(number[16]) % 2 else "2"


def org_code_problem(code: str) -> str | None:
    """What is wrong with a 统一社会信用代码 (GB 32100); ``None`` if it is right."""
    if len(code) != 18 or any(c not in _ORG for c in code):
        return "统一社会信用代码应为18位数字和大写字母（不含I、O、S、V、Z），请核对。"
    total = sum(_ORG.index(c) * pow(3, i, 31) for i, c in enumerate(code[:17]))
    if _ORG[(31 - total % 31) % 31] != code[17]:
        return "统一社会信用代码的末位校验不对，请对照证书重新输入。"
    return None
