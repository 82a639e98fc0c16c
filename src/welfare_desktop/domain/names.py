"""Names of people: what may stand in them, legacy characters, and keys for searching by pinyin."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, product

import msgspec
from pypinyin import Style, pinyin

from welfare_desktop.domain.errors import Refused

#: What the code of a wristband begins with: on the board it is the key that looks for a child.
SCANNED = "/"
#: GBK byte pairs FE50–FEA0 stood at U+E815–U+E864 until Unicode gave them real code points
#: (GB 18030-2022); the order is that of the bytes.
_GBK_BLOCK = (
    "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱"
    "䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻"
)
#: Vertical forms A6D9…A6F3 and two letters of GB 18030-2000 that stood in the private-use area.
_OTHERS = dict(
    zip(range(0xE78D, 0xE797), (0xFE10, 0xFE12, 0xFE11, *range(0xFE13, 0xFE1A)), strict=True)
) | {0xE7C7: 0x1E3F, 0xE7C8: 0x01F9}
#: Private-use character → real character.
LEGACY: dict[str, str] = {chr(0xE815 + i): ch for i, ch in enumerate(_GBK_BLOCK)} | {
    chr(old): chr(new) for old, new in _OTHERS.items()
}
_DOTS = str.maketrans(dict.fromkeys("•・‧∙⋅･", "·"))
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_HAN = "㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff〇"
_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_ALLOWED = re.compile(f"[{_HAN}{_LATIN}· ]+")
_INNER = re.compile(rf"(?<=[{_HAN}·])\s+|\s+(?=[{_HAN}·])")
#: Readings that a character has as a surname.
_SURNAMES = {
    "单": "shan", "曾": "zeng", "查": "zha", "解": "xie", "仇": "qiu", "区": "ou", "覃": "qin tan",
    "朴": "piao", "任": "ren", "华": "hua", "葛": "ge", "盖": "ge", "尉": "wei", "翟": "zhai",
    "乐": "yue", "召": "shao", "员": "yun", "冼": "xian", "洗": "xian", "繁": "po", "种": "chong",
    "秘": "bi", "折": "she", "黑": "he", "缪": "miao", "宓": "mi", "那": "na", "燕": "yan",
    "应": "ying", "宁": "ning", "车": "che", "石": "shi", "沈": "shen", "祭": "zhai", "柏": "bai",
    "重": "chong", "晟": "cheng", "过": "guo", "隗": "wei", "句": "gou", "谌": "chen", "都": "du",
    "贾": "jia", "阚": "kan", "郇": "xun", "逄": "pang", "佴": "nai", "令": "ling", "相": "xiang",
    "长": "zhang", "曲": "qu", "卜": "bu", "瞿": "qu", "万": "wan", "殷": "yin", "干": "gan",
    "尉迟": "yu chi", "单于": "chan yu", "万俟": "mo qi", "长孙": "zhang sun", "澹台": "tan tai",
    "欧阳": "ou yang", "令狐": "ling hu", "宇文": "yu wen", "皇甫": "huang fu",
}  # fmt: skip
_COMPOUND = {"尉迟", "单于", "万俟", "长孙", "澹台", "欧阳", "令狐", "宇文", "皇甫"}
_MOST_KEYS = 64


class CleanName(msgspec.Struct, frozen=True):
    """A name as kept. ``repairs``: what was changed, each in words; empty if nothing was."""

    text: str
    repairs: tuple[str, ...]


def clean_name(raw: str) -> CleanName:
    """A name in its standard characters (lifecycle.md §2.1).

    Raises:
        Refused: a private-use character without known reading, a character no name may hold,
            nothing left, or more than 30 characters.
    """
    repairs = []
    text = _INVISIBLE.sub("", raw)
    trimmed = _INNER.sub("", re.sub(r"\s+", " ", text.strip()))
    if trimmed != raw:
        repairs.append("去掉多余的空格或看不见的字符")
    mapped = "".join(LEGACY.get(ch, ch) for ch in trimmed)
    if mapped != trimmed:
        repairs.append("旧编码的自造字换成标准字")
    dotted = mapped.translate(_DOTS)
    if dotted != mapped:
        repairs.append("间隔号统一为“·”")
    # NFKC would turn one person's character into another's.
    kept = unicodedata.normalize("NFC", dotted)
    if kept != dotted:
        repairs.append("兼容汉字换成标准字")
    _check(kept)
    return CleanName(kept, tuple(repairs))


def _check(name: str) -> None:
    for ch in name:
        if unicodedata.category(ch) == "Co":
            raise Refused(
                f"姓名里有自造字（U+{ord(ch):04X}），不知道是哪个字，请换成标准字。", field="name"
            )
        if not _ALLOWED.fullmatch(ch):
            raise Refused(f"姓名里不能有“{ch}”，只能用汉字、字母和间隔号，请改正。", field="name")
    if not name.strip("· "):
        raise Refused("没有姓名，请补上。", field="name")
    if len(name) > 30:
        raise Refused("姓名最多30个字，请核对。", field="name")


def pinyin_keys(name: str) -> tuple[str, ...]:
    """Search keys of a name: full spelling and initials of every reading, surname's reading first.

    Lower case without tones; ü is ``v``. At most 64 readings of a name are taken.
    """
    characters = [ch for ch in name if ch not in "· "]
    joined = "".join(characters)
    choices: list[list[str]] = []
    if joined[:2] in _COMPOUND:
        choices = [[part] for part in _SURNAMES[joined[:2]].split()]
    for ch in characters[len(choices) :]:
        own = _SURNAMES.get(ch, "").split() if not choices else []
        choices.append(list(dict.fromkeys(own + _readings(ch))))
    keys: dict[str, None] = {}
    for spelling in islice(product(*(c for c in choices if c)), _MOST_KEYS):
        keys["".join(spelling)] = None
        keys["".join(part[0] for part in spelling)] = None
    keys.pop("", None)
    return tuple(keys)


def _readings(character: str) -> list[str]:
    if character.isascii():
        return [character.lower()]
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    return list(found[0]) if found else []
