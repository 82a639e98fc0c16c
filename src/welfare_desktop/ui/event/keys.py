"""What each key of the page means; the digits are the codes of CL-ACTION."""

from __future__ import annotations

from PySide6.QtCore import Qt

Key = Qt.Key

#: CL-ACTION that a digit notes at once; 0 opens the others.
ACTIONS = ("2", "3", "4", "5", "6", "7", "8", "9")
OTHERS = ("10", "11", "12", "13", "14")
#: Key → CL-SEV, from light to grave, side by side on the keyboard.
LEVELS = {"Z": "1", "X": "2", "C": "3", "V": "4"}

#: Key → what the page does: the name of its method.
MEANINGS: dict[Qt.Key, str] = {
    Key.Key_0: "others", Key.Key_T: "kind", Key.Key_D: "phone", Key.Key_Slash: "whom",
    Key.Key_N: "note", Key.Key_J: "story", Key.Key_Backspace: "undo", Key.Key_H: "hospital",
    Key.Key_B: "returned", Key.Key_G: "cover", Key.Key_S: "report", Key.Key_P: "print_report",
    Key.Key_K: "card", Key.Key_Q: "harm", Key.Key_M: "form",
}  # fmt: skip

#: For F1.
TOLD = (
    ("2 – 9", "记下处置，时间就是按键的时间；5 6 7 是打给护士、带班领导、120"),
    ("0", "其他处置：报警、报民政、隔离、安抚、交班"), ("T", "类型：再按数字，0看其他"),
    ("Z X C V", "等级：轻微、一般、严重、危重"), ("D", "打电话给谁：再按数字"),
    ("/", "选儿童：拼音、床号、编号、腕带"), ("N · Enter", "给刚记的写说明 · 改选中一行的时间和说明"),
    ("Backspace", "取消自己刚记的"), ("H", "送医院（同8）：马上记下；几名儿童选谁去，再选陪送、陪护、顶班"), ("B", "已回院"),
    ("S · P", "打电话照着念 · 打印"), ("K", "急救卡，随救护车带走"), ("G", "谁来顶班"),
    ("Q", "疑似侵害：马上记下，打开强制报告"), ("J · M", "经过 · 打开整张表"),
    ("Ctrl+Enter", "结束：只问还缺的"), ("Esc", "回到刚才的地方"),
)  # fmt: skip
