"""What each key of the page means; the digits are the codes of CL-ACTION."""

from __future__ import annotations

from welfare_desktop.ui.shell.keys import Key, meanings

KEYS = (
    Key("2–9", "记下处置，时间就是按键的时间；5 6 7 是打给护士、带班领导、120", "act:*"),
    Key("0", "其他处置：报警、报民政、隔离、安抚、交班", "others"),
    Key("T", "类型：再按数字，0看其他", "kind"),
    Key("Z X C V", "等级：轻微、一般、严重、危重", "level:1 level:2 level:3 level:4"),
    Key("D", "打电话给谁：再按数字", "phone"), Key("/", "选儿童：拼音、床号、编号、腕带", "whom"),
    Key("N", "给刚记的写说明", "note"), Key("↑ ↓", "选一行"),
    Key("Enter", "改选中一行的时间和说明", "row"),
    Key("退格", "取消自己刚记的", "undo"),
    Key("H", "送医院（同8）：马上记下；几名儿童选谁去，再选陪送、陪护、顶班", "hospital"),
    Key("B", "已回院", "returned"), Key("S · P", "打电话照着念 · 打印", "report print_report"),
    Key("K", "急救卡，随救护车带走", "card"), Key("G", "谁来顶班", "cover"),
    Key("Q", "疑似侵害：马上记下，打开强制报告，每名儿童一份", "harm"), Key("J · M", "经过 · 打开整张表", "story form"),
    Key("Ctrl+Enter", "结束：只问还缺的", "finish"), Key("Esc", "回到刚才的地方", "leave"),
)  # fmt: skip
MEANINGS = meanings(KEYS)


def _codes(kind: str) -> dict[str, str]:
    """Key → code of a kind of meaning."""
    return {k: w.partition(":")[2] for k, w in MEANINGS.items() if w.startswith(f"{kind}:")}


#: CL-ACTION that a digit notes at once; 0 opens the others.
ACTIONS = tuple(_codes("act").values())
OTHERS = ("10", "11", "12", "13", "14")
#: Key → CL-SEV, from light to grave, side by side on the keyboard.
LEVELS = _codes("level")
