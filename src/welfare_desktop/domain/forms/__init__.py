"""All declared forms. A new form is one module here and one name in this list."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType

from welfare_desktop.domain.forms.declare import Field, Form
from welfare_desktop.domain.forms.f01_child import F01
from welfare_desktop.domain.forms.f02_intake import F02
from welfare_desktop.domain.forms.f03_foundling_report import F03
from welfare_desktop.domain.forms.f04_admission_basis import F04
from welfare_desktop.domain.forms.f05_entry_exam import F05
from welfare_desktop.domain.forms.f06_tracing_notice import F06
from welfare_desktop.domain.forms.f07_dna_record import F07
from welfare_desktop.domain.forms.f08_admission_approval import F08
from welfare_desktop.domain.forms.f09_hukou_record import F09
from welfare_desktop.domain.forms.f10_insurance_record import F10
from welfare_desktop.domain.forms.f11_care_plan import F11
from welfare_desktop.domain.forms.f12_care_mode_change import F12
from welfare_desktop.domain.forms.f13_selfcare_assessment import F13
from welfare_desktop.domain.forms.f14_family_home import F14
from welfare_desktop.domain.forms.f15_foster_family import F15
from welfare_desktop.domain.forms.f16_foster_agreement import F16
from welfare_desktop.domain.forms.f17_foster_visit import F17
from welfare_desktop.domain.forms.f18_foster_evaluation import F18
from welfare_desktop.domain.forms.f19_foster_dissolution import F19
from welfare_desktop.domain.forms.f20_health_record import F20
from welfare_desktop.domain.forms.f21_growth_measure import F21
from welfare_desktop.domain.forms.f22_immunization import F22
from welfare_desktop.domain.forms.f23_diagnosis import F23
from welfare_desktop.domain.forms.f24_medical_visit import F24
from welfare_desktop.domain.forms.f25_health_screening import F25
from welfare_desktop.domain.forms.f26_cross_province_request import F26
from welfare_desktop.domain.forms.f27_tomorrow_plan_case import F27
from welfare_desktop.domain.forms.f28_emergency_fund_case import F28
from welfare_desktop.domain.forms.f29_medication_order import F29
from welfare_desktop.domain.forms.f29b_medication_admin import F29B
from welfare_desktop.domain.forms.f30_round_entry import F30
from welfare_desktop.domain.forms.f31_abnormal_event import F31
from welfare_desktop.domain.forms.f32_shift_handover import F32
from welfare_desktop.domain.forms.f33_rehab_assessment import F33
from welfare_desktop.domain.forms.f34_rehab_plan import F34
from welfare_desktop.domain.forms.f35_rehab_session import F35
from welfare_desktop.domain.forms.f36_rehab_aid_case import F36
from welfare_desktop.domain.forms.f37_edu_report import F37
from welfare_desktop.domain.forms.f38_enrolment import F38
from welfare_desktop.domain.forms.f39_special_edu import F39
from welfare_desktop.domain.forms.f40_student_aid import F40
from welfare_desktop.domain.forms.f41_sw_case import F41
from welfare_desktop.domain.forms.f42_sw_session import F42
from welfare_desktop.domain.forms.f43_adult_assessment import F43
from welfare_desktop.domain.forms.f44_adult_placement import F44
from welfare_desktop.domain.forms.f45_adoption_candidate import F45
from welfare_desktop.domain.forms.f46_adoption_meeting import F46
from welfare_desktop.domain.forms.f47_adoption_case import F47
from welfare_desktop.domain.forms.f48_donation import F48
from welfare_desktop.domain.forms.f49_transfer import F49
from welfare_desktop.domain.forms.f50_departure import F50
from welfare_desktop.domain.forms.f51_death_case import F51
from welfare_desktop.domain.forms.f52_archive_item import F52
from welfare_desktop.domain.forms.f53_archive_transfer import F53
from welfare_desktop.domain.forms.f54_benefit_case import F54
from welfare_desktop.domain.forms.f55_fund_entry import F55
from welfare_desktop.domain.forms.f60_edu_talk import F60
from welfare_desktop.domain.forms.f61_mandatory_report import F61
from welfare_desktop.domain.forms.f62_day_school_log import F62
from welfare_desktop.domain.forms.f64_staff import F64
from welfare_desktop.domain.forms.f65_background_check import F65
from welfare_desktop.domain.forms.f67_duty_roster import F67
from welfare_desktop.domain.forms.f68_provider import F68
from welfare_desktop.domain.forms.f69_outside_service import F69
from welfare_desktop.domain.forms.f70_authority_report import F70
from welfare_desktop.domain.forms.f73_national_entry import F73
from welfare_desktop.domain.forms.f74_monthly_package import F74
from welfare_desktop.domain.forms.state import T
from welfare_desktop.domain.forms.traces import M, R
from welfare_desktop.domain.forms.x01_institution_profile import X01
from welfare_desktop.domain.forms.x02_ward import X02
from welfare_desktop.domain.forms.x03_holiday_year import X03
from welfare_desktop.domain.forms.x04_benefit_rate import X04
from welfare_desktop.domain.forms.x05_parameter import X05
from welfare_desktop.domain.forms.x06_library_document import X06
from welfare_desktop.domain.forms.x07_staff_absence import X07
from welfare_desktop.domain.forms.x08_visitor import X08
from welfare_desktop.domain.forms.x09_ward_move import X09
from welfare_desktop.domain.forms.x10_care_order import X10
from welfare_desktop.domain.forms.x11_care_log import X11
from welfare_desktop.domain.record import Record

FORMS: Mapping[str, Form] = MappingProxyType(
    {
        form.id: form
        for form in (
            F01, F02, F03, F04, F05, F06, F07, F08, F09, F10, F11, F12, F13, F14, F15, F16, F17, F18,
            F19, F20, F21, F22, F23, F24, F25, F26, F27, F28, F29, F29B, F30, F31, F32,
            F33, F34, F35, F36, F37, F38, F39, F40, F41, F42,
            F43, F44, F45, F46, F47, F48, F49, F50, F51, F52, F53, F54,
            F55, F60, F61, F62, F64, F65, F67, F68, F69,
            F70, F73, F74, X01, X02, X03, X04, X05, X06, X07, X08, X09, X10, X11,
            T, R, M,
        )
    }
)  # fmt: skip


def form(form_id: str) -> Form:
    """A form by id; ``KeyError`` if none is declared."""
    return FORMS[form_id]


def named(text: str, given: Collection[str] = ()) -> Form | None:
    """A form by its id or its name; of a number that holds two record types, the one that has the
    fields given."""
    same = [form for form in FORMS.values() if text in (form.id, form.number, form.name)]
    return max(same, key=lambda form: sum(name in form for name in given), default=None)


def children_named(record: Record) -> list[str]:
    """The children a record is about: its own, the one that it names, or the several."""
    group = FORMS[record.form].group
    named = (record.child, record.get("child"), *((group and record.get(group)) or ()))
    return [str(one) for one in dict.fromkeys(named) if one]


def field(path: str) -> Field:
    """``F06.published_on`` → its field; ``KeyError`` if there is none."""
    form_id, name = path.split(".", 1)
    return FORMS[form_id].field(name)
