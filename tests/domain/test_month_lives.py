"""The month's tables of single lives: foster care, leaving, money, majority, adoption."""

from __future__ import annotations

from typing import Any

from tests.domain.law import raising_examples as foster
from tests.domain.law.world import World, child, house, mark, rec, state
from welfare_desktop.domain.codes import code_list
from welfare_desktop.domain.monthly.build import month_tables
from welfare_desktop.domain.monthly.columns import TABLES
from welfare_desktop.domain.monthly.month import Month


def table(name: str, world: World, month: str) -> list[dict[str, Any]]:
    """Rows of a table, judged on the last day; their columns are the declared ones."""
    of = Month.of(month)
    rows = month_tables(house(world, of.last_minute.isoformat()[:16]), of)[name]
    for row in rows:
        assert set(row) <= {column.name for column in TABLES[name].columns}
    return rows


def test_foster_care_by_agreement_visits_and_end() -> None:
    visit = foster.f17("2025-02-14T10:00", problems="床栏松动")
    (row,) = table("P05", (*foster.RETURNED, visit, foster.VIDEO), "2025-02")
    assert row["agreement_to"] == "2025-02-28" and row["days_to_end"] == 0
    assert (row["visit_dates"], row["onsite_count"]) == ("2025-02-14;2025-02-20", 1)
    assert (row["child_seen"], row["problems"], row["result"]) == ("Y", 1, "2")
    assert table("P05", foster.RETURNED, "2025-03") == []


def test_a_change_of_care_mode_stands_with_its_form() -> None:
    (row,) = table("P04", foster.FOSTERED, "2024-03")
    assert row["change_type"] == "1" and row["to"] == "FOSTER"
    assert code_list("P04.change_type").label("8") == "区域床位"


def test_who_left_stands_with_the_end_of_the_benefit() -> None:
    gone = (
        *child(status="IN_CARE", intake={"admitted_on": "2025-07-28"}),
        state("LEFT_REUNITED", "2025-08-20T10:00"), state("LEFT", "2025-08-20T10:00", "whereabouts"),
        foster.approved(rec("F50", "2025-08-20T10:00", cause="L2", papers=("C01", "C13"))),
        rec("F54", "2025-08-01T00:00", benefit="1", applied_on="2025-08-01",
            approved_on="2025-08-05", end_fact="L2", end_fact_on="2025-08-20",
            reduced_on="2025-08-25", sys_entered_on="2025-08-06"),
    )  # fmt: skip
    (row,) = table("P03", gone, "2025-08")
    assert (row["leave_cause"], row["document"]) == ("L2", "C01;C13")
    assert (row["fact_on"], row["reduced_on"], row["same_month"]) == (
        "2025-08-20",
        "2025-08-25",
        "Y",
    )
    assert row["last_paid_month"] == "2025-08"


def test_benefit_of_everybody_who_is_here() -> None:
    here = child(status="IN_CARE", intake={"admitted_on": "2025-07-28"})
    (row,) = table("P10", here, "2025-08")
    assert row["no_benefit_reason"] == "未申请" and row["benefit"] == ""
    asked = rec("F54", "2025-08-01T00:00", benefit="1", applied_on="2025-08-01",
                approved_on="2025-08-05", sys_entered_on="2025-09-02")  # fmt: skip
    (row,) = table("P10", (*here, asked), "2025-08")
    assert (row["sys_entered_on"], row["on_time"]) == ("", "N"), "entered after the cut"
    (roster,) = table("P01", (*here, asked), "2025-08")
    assert roster["benefit_state"] == "享受"


def test_the_orphans_money_adds_up() -> None:
    def entry(no: str, day: str, **body: Any) -> Any:
        return rec("F55", f"{day}T09:00", id=f"F55-{no}", child=None, entry_no=no, book_date=day,
                   children=["all"], made_by=mark("a"), **body)  # fmt: skip

    book = (
        entry("1", "2025-08-02", direction="1", income_source="1", amount=160000),
        entry("2", "2025-08-09", direction="2", category="MED", amount=50000),
    )
    rows = {row["item"]: row["value"] for row in table("P09", book, "2025-08")}
    assert set(rows) == {item for item, _ in TABLES["P09"].items}
    assert (rows["received"], rows["spent.MED"], rows["spent.FOOD"]) == (160000, 50000, 0)
    assert rows["opening"] + rows["received"] - rows["spent.MED"] == rows["closing"]


def test_majority_and_adoption_and_death() -> None:
    near = child(status="IN_CARE", intake={"admitted_on": "2025-07-28"}, birth_date="2008-02-29")
    (row,) = table("P15", near, "2025-08")
    assert (row["window_from"], row["window_to"]) == ("2025-08-29", "2026-02-27")
    studied = foster.f46("2025-08-06", "1")
    (counts,) = table("P16", (*near, studied), "2025-08")
    assert (counts["meetings"], counts["registered"], counts["blocked_donations"]) == (1, 0, 0)
    died = rec("F51", "2025-08-09T03:00", died_at="2025-08-09T03:00", route="A", proof_no="7")
    (death,) = table("P08", (*near, died), "2025-08")
    assert (death["route"], death["archive_complete"]) == ("A", "N")
