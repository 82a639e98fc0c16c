"""Forms with every kind of field, opened, filled from top to bottom, refused and handed in by keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.conftest import Sit
from tests.ui.hands import (
    CTRL,
    Filling,
    Key,
    Told,
    commit,
    front,
    here,
    name,
    press,
    row_of,
    seen,
    sign,
    to,
)
from welfare_desktop.app.replay import Step, play, read_script, staged
from welfare_desktop.app.replay.stage import Stage
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.children.page import ChildrenPage
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell import choosing
from welfare_desktop.ui.shell.pin import PinPanel
from welfare_desktop.ui.shell.window import MainWindow

_SCRIPT = Path(__file__).resolve().parents[1] / "scenarios" / "sc-05.jsonl"
Seated = Callable[[str], MainWindow]
#: B lives in a foster family since four days.
NOW = datetime(2024, 3, 5, 10)


@dataclass(frozen=True, slots=True)
class Walk:
    """A form, who fills it, for whom; ``missed`` is left out at first."""

    form: str
    login: str
    child: str
    fields: dict[str, Told]
    missed: str
    word: str
    stored: dict[str, object] = field(default_factory=dict)
    papers: int = 1
    approved_by: str = ""


WALKS = (
    Walk(
        "F02",
        "shegong",
        "N",
        {
            "线索来源": "公安机关",
            "接收决定": "接收",
            "到院时间": "8:30",
            "送交人": "无",
            "送交单位": "徽城派出所",
            "送交人电话": "无",
            "接收人": "王秀英",
            "在场人": "许护士",
            "到院时身体状况": "哭声响亮",
            "体温": "36.7",
            "体重": "3.2",
            "体表伤痕": "否",
            "体貌特征": "左耳后红色胎记",
            "随身物品清单": "襁褓一条",
            "是否立即送医": "否",
            "移交双方签字": ("签：王秀英", "签：许护士"),
            "其他附件": "附件",
        },
        "体貌特征",
        "无",
        {"weight_kg": 3.2},
    ),
    Walk(
        "F17",
        "shegong",
        "B",
        {
            "到达": "8:00",
            "离开时间": "8:40",
            "见到儿童本人": "是",
            "走访人": "许护士",
            "身体": "好",
            "情绪": "好",
            "发育": "正常",
            "就学": "一年级",
            "与儿童单独谈话": "愿意住",
            "居家安全检查": ("火：是", "电：是", "水：否", "药：是", "坠落：不适用", "交通：是"),
            "照料人在场": "是",
            "是否更换": "否",
            "问题": "热水器老旧",
            "处理意见": (
                {"处理措施": "换热水器", "责任人": "周社工", "期限": "3-20"},
                {"处理措施": "复查", "责任人": "许护士", "期限": "3-25"},
            ),
            "照片": "附件",
            "家庭签字": "附件",
        },
        "身体",
        "好",
        {"next_due": "2024-04-30"},
        papers=2,
    ),
    Walk(
        "F54",
        "caiwu",
        "B",
        {
            "申请": "今天",
            "月标准": "1600",
            "变更记录": ({"起始月份": "2024-03", "原因": "寄养"},),
            "备注": "按月核对",
            "其他附件": "附件",
        },
        "申请",
        "今天",
        {"rate": 160000},
    ),
    Walk(
        "F51",
        "hushi1",
        "C",
        {
            "死亡（发现）时间": "7:00",
            "地点": "县医院",
            "是否正常死亡": "是",
            "是否经医疗卫生机构救治": "是",
            "救治记录": "附件",
            "死亡证明类型": "居民死亡医学证明",
            "证明编号": "1号",
            "机关": "县医院",
            "日期": "今天",
            "文件": "附件",
            "死亡原因": "肺炎",
            "口头": "7:30",
            "书面报告主管民政": "今天",
            "处置日期": "今天",
            "方式": "火化",
            "火化证明号": "2号",
            "骨灰或遗体处置情况": "树葬",
            "死亡病例讨论（复盘）": "附件",
            "其他附件": ("附件火化证明", "附件骨灰", "附件死亡情况报告"),
        },
        "地点",
        "县医院",
        {"route": "A"},
        papers=6,
        approved_by="方院长",
    ),
)


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    """A foster child, one in the house, one who just came."""
    script = read_script(_SCRIPT)
    born = {"sex": 2, "birth_date": "2016-08-31"}
    with staged(script) as found:
        for step in script:
            if step.at < NOW:
                play(found, step)
        play(found, Step(0, NOW, "opening", {"ward": "W2", "children": {"C": born}}))
        play(found, Step(0, NOW, "submit", {"form": "F01", "child": "N", "by": "shegong"}))
        yield found


def _scan(folder: Path, *_: object) -> Path:
    """A new scan each time: the same paper is not attached twice."""
    path = folder / f"scan{len(list(folder.iterdir()))}.txt"
    path.write_text(path.name, encoding="utf-8")
    return path


def _child(window: MainWindow) -> str:
    """Whose file is in view."""
    page = window.page
    assert isinstance(page, ChildrenPage) and page.file.child is not None
    return page.file.child.name


def _opened(window: MainWindow, walk: Walk) -> RecordPage:
    """From 今日 to the child, its forms, and a new one."""
    press(Key.Key_2, held=CTRL)
    to("儿童名单")
    for _ in range(3):
        if _child(window) != walk.child:
            press(Key.Key_Down)
    press(Key.Key_Return, Key.Key_Right)
    assert name(seen()) == "档案的各部分，左右键换" and _child(window) == walk.child
    to(f"新填《{FORMS[walk.form].title}》", 140)
    seen()
    press(Key.Key_Space)
    page = window.page
    assert isinstance(page, RecordPage) and row_of(seen()) is not None
    return page


@pytest.fixture
def seated(sit: Sit, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Seated:
    """Somebody's window at 今日; the system's dialog that chooses a file gives scans."""
    monkeypatch.setattr(choosing, "open_file", partial(_scan, tmp_path))

    def shown(login: str) -> MainWindow:
        window = sit(stage.seat(login))
        window.go("today")
        return window

    return shown


@pytest.mark.parametrize("walk", WALKS, ids=lambda walk: walk.form)
def test_a_form_is_filled_refused_and_handed_in(walk: Walk, stage: Stage, seated: Seated) -> None:
    window = seated(walk.login)
    page = _opened(window, walk)
    hands = Filling(window)
    for label, told in walk.fields.items():
        if label != walk.missed:
            hands.fill(label, told)
    press(Key.Key_Return, held=CTRL)
    row = row_of(seen())
    assert row is not None and row.label.text() == walk.missed and row.sentence
    hands.fill(walk.missed, walk.word)
    press(Key.Key_Return, held=CTRL)
    assert seen() is page.sheet
    (record,) = stage.child(walk.child).all(walk.form)
    assert {key: record.get(key) for key in walk.stored} == walk.stored
    assert len(record.papers) == walk.papers
    if walk.approved_by:
        to("审批，须审批人签名码")
        press(Key.Key_Space)
        sign(window, walk.approved_by)
        (record,) = stage.child(walk.child).all(walk.form)
        assert record.state == "approved" and seen() is page.sheet


def test_what_opens_is_left_by_escape_and_the_keyboard_comes_back(
    seated: Seated,
) -> None:
    window = seated("shegong")
    _opened(window, WALKS[1])
    button = to("到达：打开日历")
    press(Key.Key_Space)
    assert name(here()) == "到达的日历"
    press(Key.Key_Escape)
    assert seen() is button and QApplication.activePopupWidget() is None
    press(Key.Key_Space, Key.Key_Left, Key.Key_Return)
    line = seen()
    assert isinstance(line, QLineEdit) and line.text() == "2024-03-04 10:00"
    people = to("走访人")
    commit("护士")
    assert QApplication.activePopupWidget() is not None
    press(Key.Key_Escape)
    assert QApplication.activePopupWidget() is None and seen() is people
    press(Key.Key_F4)
    assert QApplication.activePopupWidget() is not None
    press(Key.Key_Escape)
    assert QApplication.activePopupWidget() is None and seen() is people
    to("去掉周社工")
    press(Key.Key_Space)
    assert seen() is people


def test_rows_and_papers_are_taken_away_again(seated: Seated) -> None:
    window = seated("shegong")
    page = _opened(window, WALKS[1])
    hands = Filling(window)
    hands.fill("处理意见", ({"处理措施": "换热水器"}, {"处理措施": "复查"}))
    to("删除这一行处理意见")
    press(Key.Key_Space)
    assert name(seen()) == "处理意见：添加一行" and page.view is not None
    assert page.view.raw()["actions"] == [{"action": "换热水器"}]
    hands.fill("照片", "附件")
    to("照片：去掉刚添加的附件")
    press(Key.Key_Space)
    assert name(seen()) == "照片：添加附件" and not page.view.papers


def test_the_panel_for_the_pin_is_left_by_escape(seated: Seated) -> None:
    window = seated("shegong")
    _opened(window, WALKS[0])
    button = to("移交双方签字：签字")
    press(Key.Key_Space)
    front(next(p for p in window.findChildren(PinPanel) if p.isVisible()))
    press(Key.Key_Escape)
    front(window)
    assert seen() is button
