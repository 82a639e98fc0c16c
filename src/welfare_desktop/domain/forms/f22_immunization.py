"""F22 预防接种记录 · Immunisation (lifecycle.md §2.4)."""

from __future__ import annotations

from typing import Any

from welfare_desktop.domain import vaccines
from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section

_GIVEN: dict[str, Any] = {"when": c.not_true("deferred"), "when_label": "没有暂缓"}
_DEFERRED = ("defer_reason", "defer_until")

#: A deferral is signed by the doctor: it is approved (§2.4, §6.3 “doctor a”).
F22 = Form(
    id="F22",
    name="immunization",
    title="预防接种记录",
    english="Immunisation",
    about="child",
    secrecy="S3",
    approval=True,
    phase="医疗",
    happened="given_on",
    sections=(
        section(
            "接种证",
            row("F22", "cert_no,cert_made_on", "预防接种证号/建证日期", "text,date", "Y",
                "R:疫苗管理法art.47", hint={"cert_made_on": "出生或到院1个月内"},
                default={"cert_no": carried.of_newest("F22", "cert_no"),
                         "cert_made_on": carried.of_newest("F22", "cert_made_on")}),
        ),
        section(
            "接种",
            row("F22", "vaccine,dose_no", "疫苗/剂次", "code,int", "Y", "R:2021程序",
                codes={"vaccine": "CL-VAC"}, low=1, high=9),
            row("F22", "given_on,site,batch,maker", "接种日期/部位/批号/企业",
                "date,text(20),text(30),text(40)", "C", "R:疫苗管理法art.46", **_GIVEN),
            row("F22", "clinic", "接种单位", "text(60)", "Y", "D",
                default=carried.of_newest("F22", "clinic")),
            row("F22", "reaction", "不良反应", "text(200)", "Y", "D", hint="没有写“无”"),
        ),
        section(
            "暂缓",
            row("F22", "deferred,defer_reason,defer_until", "暂缓/原因/复查日期",
                "bool,text(100),date", "Y,C,C", "R:2021程序",
                when=dict.fromkeys(_DEFERRED, c.true("deferred")),
                when_label=dict.fromkeys(_DEFERRED, "暂缓接种"),
                needed_for=dict.fromkeys(_DEFERRED, ("submit",)),
                hint={"deferred": "暂缓由医生审批签字"}, future={"defer_until": True}),
            row("F22", "schedule_version", "程序版本", "code", "Y", "D", codes="CL-VAC-VERSION",
                default=vaccines.version_of),
        ),
    ),
)  # fmt: skip
