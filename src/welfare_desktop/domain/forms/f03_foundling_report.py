"""F03 弃婴（儿）捡拾报案登记表 · Foundling discovery and police report (lifecycle.md §2)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms import conditions as c
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.situation import Situation


def _finder_known(s: Situation) -> bool:
    return not str(s.get("finder_name") or "无").startswith("无")


F03 = Form(
    id="F03",
    name="foundling_report",
    title="弃婴（儿）捡拾报案登记表",
    english="Foundling discovery and police report",
    secrecy="S3",
    about="child",
    phase="进入",
    happened="found_at",
    sections=(
        section(
            "发现",
            row("F03", "found_at", "捡拾（发现）时间", "dt", "Y", "S1"),
            row(
                "F03",
                "found_div",
                "发现地（县级）",
                "div",
                "Y",
                "S1",
                default=carried.found_in,
            ),
            row("F03", "found_place", "发现地点", "text(200)", "Y", "S1"),
            row(
                "F03",
                "finder_name,finder_id,finder_phone",
                "捡拾人/证件号/电话",
                "text(30),text(18),text(20)",
                "C",
                "S1",
                when={
                    "finder_name": c.always,
                    "finder_id": _finder_known,
                    "finder_phone": _finder_known,
                },
                when_label="捡拾人已知",
                hint={"finder_name": "不知道是谁就填“无名”，并写明原因"},
                secrecy="S4",
                masked={"finder_id": True},
            ),
            row("F03", "finder_statement", "捡拾经过", "long", "Y", "S1", secrecy="S4"),
            row("F03", "clothing", "衣着及包裹", "long", "Y", "D"),
            row("F03", "est_age_days", "推测日（月）龄", "text(20)", "Y", "D"),
        ),
        section(
            "报案",
            row("F03", "police_reported_at", "报案时间", "dt", "Y", "S1", after_leaving=True),
            row("F03", "reported_by", "报案人", "text(30)", "Y", "S1"),
            row(
                "F03",
                "police_station,police_div",
                "受理派出所/区划",
                "text,div",
                "Y",
                "S1",
                default={"police_div": carried.found_in},
            ),
            row("F03", "receipt_no", "受案回执编号", "text(40)", "N", "D"),
        ),
        section(
            "报案证明",
            row(
                "F03",
                "cert_no",
                "捡拾弃婴（儿）报案证明编号",
                "text(40)",
                "C",
                "S1",
                when=c.filled("cert_on"),
                when_label="证明已出具",
            ),
            row(
                "F03",
                "cert_on",
                "证明出具日期",
                "date",
                "C",
                "S1",
                when=c.always,
                when_label="证明出具后填写",
                needed_for=("F08",),
                after_leaving={"cert_on": True},
            ),
            row(
                "F03",
                "cert_issuer_div",
                "证明出具机关区划",
                "div",
                "C",
                "S1",
                when=c.always,
                when_label="证明出具后填写",
                needed_for=("F08",),
            ),
            row(
                "F03",
                "cert_file",
                "《捡拾弃婴（儿）报案证明》",
                "file",
                "C",
                "S1",
                when=c.always,
                when_label="证明出具后附上",
                needed_for=("F08",),
                papers={"cert_file": ("A02",)},
            ),
            row("F03", "crime_suspected", "疑似遗弃犯罪", "bool", "Y", "S11"),
        ),
    ),
)
