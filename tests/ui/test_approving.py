"""What is decided about a record is said as it is: approved, voided, refused with the way on."""

from __future__ import annotations

from tests.ui.conftest import HEAD_PIN, Houses, Sit
from tests.ui.test_records import PARAMETER, _page, _sign
from welfare_desktop.actions import records, today
from welfare_desktop.actions.desk import Desk
from welfare_desktop.domain.forms import FORMS
from welfare_desktop.ui.form.record_page import RecordPage
from welfare_desktop.ui.shell.window import MainWindow
from welfare_desktop.ui.today.duties import take_up


def test_the_message_says_what_became_of_the_record(window: MainWindow, desk: Desk) -> None:
    window.go("record", form="X05", values=PARAMETER)
    page = _page(window)
    page.hand_in()
    assert window.message.text.text().endswith("已保存。")
    page.foot.approve.click()
    _sign(window, "yuan", HEAD_PIN)
    assert window.message.text.text().endswith("已审批。")
    window._desk = desk.seated(desk.find_account("yuan"))
    window.go("record", record=desk.house().of("X05")[0].id)
    page = _page(window)
    page.foot.void.click()
    page.why.setText("重复录入")
    page.foot.void.click()
    assert window.message.text.text().endswith("已作废。")


def test_of_two_fields_with_one_label_it_is_said_which() -> None:
    death, house = FORMS["F51"], FORMS["X01"]
    asked = [death.ask(death.field(name)) for name in ("police_unit", "proof_org")]
    assert asked == ["“报案时间”后面：请填写“机关”。", "“证明编号”后面：请填写“机关”。"]
    assert house.ask(house.field("med_valid_to")).startswith("“医疗”一节：")
    assert death.ask(death.field("police_no")) == death.field("police_no").ask


def test_no_two_fields_of_a_form_are_asked_for_in_the_same_words() -> None:
    for form in FORMS.values():
        asked = [form.ask(field) for field in form.fields]
        assert len(set(asked)) == len(asked), form.id


def test_a_refused_approval_says_how_the_gap_is_filled(houses: Houses) -> None:
    desk = houses(1)
    child = desk.house().children[0].id
    form = FORMS["F19"]
    told = {"reasons": ["P1"], "found_on": "2026-11-01"}
    end = records.submit(desk, "F19", told, child=child, step=records.Step(first_run=True))
    situation = records.situation_of(desk, form, end, end, "approve")
    sentences = [p.sentence for p in records.problems_of(situation)]
    assert f"{form.field('decided_on').ask}按“续填”补上，再审批。" in sentences


def test_what_only_a_correction_mends_is_opened_to_be_read(houses: Houses, sit: Sit) -> None:
    desk = houses(1)
    query = next(iter(desk.house().of("F65")))
    records.correct(desk, query.id, {"police_div": "110105"}, "抄错")
    duty = next(d for d in today.duties(desk) if d.clause == "C11.10")
    window = sit(desk)
    take_up(window, duty)
    page = window.page
    assert isinstance(page, RecordPage) and page.presenter is not None and page.sheet is not None
    assert (page.presenter.record and page.presenter.record.id) == query.id
    assert page.presenter.mode == "view" and page.foot.correct.isEnabled()
