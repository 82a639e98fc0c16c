"""F20 儿童健康档案首页 · Health record (lifecycle.md §2.4)."""

from __future__ import annotations

from welfare_desktop.domain.forms import carried
from welfare_desktop.domain.forms.declare import Form, row, section
from welfare_desktop.domain.house import Child


def _arrived(child: Child | None) -> str | None:
    """建档日期 is the day of arrival; of a child of the opening list this day."""
    if child is None:
        return None
    at = child.house.now if child.by_roster else child.arrived_at
    return at.date().isoformat() if at else None


def _of_master(name: str) -> carried.Default:
    return lambda child: child.record.get(name) if child is not None else None


def _hospital(child: Child | None) -> str | None:
    """The first hospital the institution has an agreement with."""
    own = child.house.institution if child is not None else None
    return next((str(r["name"]) for r in own.rows("hospitals")), None) if own else None


F20 = Form(
    id="F20",
    name="health_record",
    title="儿童健康档案首页",
    english="Health record",
    about="child",
    secrecy="S3",
    phase="医疗",
    happened="opened_on",
    sections=(
        section(
            "建档",
            row("F20", "opened_on", "建档日期", "date", "Y", "S3", hint="到院当日",
                default=_arrived),
            row("F20", "birth_history,birth_weight_g,gest_weeks", "出生史/出生体重/孕周",
                "text(100),int,int", "N", "D",
                low={"birth_weight_g": 300, "gest_weeks": 20},
                high={"birth_weight_g": 7000, "gest_weeks": 45},
                hint={"birth_weight_g": "克", "gest_weeks": "周"}),
        ),
        section(
            "病史",
            row("F20", "past_history,family_history", "既往史/家族史", "long,long", "Y", "S3",
                hint="不知道写“不详”"),
            row("F20", "allergy,blood", "过敏史/血型", "text(200),code", "Y", "S3",
                codes={"blood": "CL-ABO"}, hint={"allergy": "与基本信息表一致，没有写“无”"},
                default={"allergy": _of_master("allergy"), "blood": _of_master("blood_abo")},
                part_of={"allergy": "N"}),
            row("F20", "chronic,devices", "慢性病/长期装置", "text(200),text(100)", "N", "S3",
                part_of="N"),
        ),
        section(
            "体检与就医",
            row("F20", "exam_schedule", "体检计划",
                "calc:table(milestone:text 节点, due:date 应检日期, done_on:date 实检日期)", "Y",
                "R:国家基本公共卫生服务规范"),
            row("F20", "insurance,hospital_default", "医保/首选医院", "ref:F10,text(60)", "C,Y",
                "S3",
                when={"insurance": lambda s: s.child is not None and bool(s.child.all("F10"))},
                when_label={"insurance": "已核实参保"},
                default={"insurance": carried.newest("F10"), "hospital_default": _hospital}),
        ),
    ),
)  # fmt: skip
