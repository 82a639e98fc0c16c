"""H: to the hospital. Written at once; who goes along, the card and who comes in stead follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from welfare_desktop.actions import calling_in, event_papers, events, transfer
from welfare_desktop.actions.desk import Signer
from welfare_desktop.actions.events import State
from welfare_desktop.domain.house import Child
from welfare_desktop.domain.rounds import bed_words
from welfare_desktop.ui.rounds.asks import Choice, PickAsk

if TYPE_CHECKING:
    from welfare_desktop.ui.event.page import EventPage

#: Who is asked for: field of F24 → question, of several children with the name.
_ALONG = {"escort": "谁陪送{}？", "carer_in_hospital": "谁留在医院陪护{}？"}
_LATER = "按数字选；以后再说按Esc"


def _which(title: str, children: Sequence[Child]) -> PickAsk:
    """Which of several children: one digit each, 1 for all of them."""
    everyone = tuple(child.id for child in children)
    each = [Choice((c.id,), f"{bed_words(c.bed)} {c.name}".strip()) for c in children]
    return PickAsk(title, [Choice(everyone, f"全部{len(everyone)}名"), *each], _LATER)


class Leaving:
    """The way to the hospital and back, of the event in view."""

    def __init__(self, page: EventPage) -> None:
        self._page = page

    def show_event(self, state: State) -> None:
        """What makes sense now."""
        self._page.work.buttons["returned"].setVisible(state.away)
        self._page.work.buttons["hospital"].setVisible(state.here)

    def hospital(self) -> None:
        """H: everything that can be written is written before anything is asked; what stands
        against the visit keeps no child here, and no card and no cover away."""
        page = self._page
        page.write(lambda event: transfer.send(page.desk, event))
        event = page.shown
        if event is None or event.get("sent_hospital") is not True:
            return
        page.shell.changed()
        if not event.get("children"):
            page.asks.whom(then=self.hospital)
        elif waiting := transfer.waiting(page.desk, event):
            page.ask(_which("送谁去医院？", waiting), self._sent, self._visits)
        else:
            self._visits()

    def _sent(self, chosen: tuple[str, ...]) -> None:
        page = self._page
        page.write(lambda event: transfer.send(page.desk, event, chosen))
        page.shell.changed()
        self._visits()

    def _visits(self) -> None:
        page, event = self._page, self._page.shown
        unvisited = event is not None and transfer.unvisited(page.desk, event)
        if unvisited and events.why_no_visit(page.desk):
            self._signed_visit()
        else:
            page.write(lambda event: transfer.write_visits(page.desk, event))
            self._along(None)

    def _medics(self) -> list[str]:
        return [a.login for a in self._page.desk.accounts() if "M" in a.roles]

    def _signed_visit(self) -> None:
        """A carer does not fill F24: a nurse or doctor signs for it; without, it stays owed, and who
        comes in stead is asked all the same."""
        page = self._page

        def signed(signer: Signer) -> None:
            page.write(lambda event: transfer.write_visits(page.desk, event, signer))
            self._along(signer)

        self.cover()
        page.shell.say(
            "送出已记下，急救卡按K。就医记录由护士或医生签字写入；人不在，按Esc以后补。", "warn"
        )
        medics = self._medics()
        if medics:
            page.shell.ask_signature(
                "写就医记录", signed, who=medics[0], title="护士或医生签字", among=medics
            )

    def _along(self, signer: Signer | None, passed: frozenset[str] = frozenset()) -> None:
        """Escort, then carer of each child: picked from those on duty; then the card, then cover.

        ``passed``: what was asked and left for later.
        """
        page = self._page
        event = page.shown
        if event is None:
            return
        open_ = (x for x in transfer.lacking(page.desk, event) if f"{x[0].id}/{x[1]}" not in passed)
        asked = next(open_, None)
        if asked is None:
            self.card()
            self.cover()
            return
        visit, field, whom = asked
        choices = [Choice(s, name) for s, name in transfer.companions(page.desk, event)]

        def on() -> None:
            self._along(signer, passed | {f"{visit.id}/{field}"})

        def picked(staff: str) -> None:
            transfer.goes_along(page.desk, visit, field, staff, signer)
            page.shell.changed()
            on()

        page.ask(PickAsk(_ALONG[field].format(whom), choices, _LATER), picked, on)

    def card(self) -> None:
        """K: the emergency card."""
        event = self._page.shown
        if event is not None:
            pdf = event_papers.card(self._page.desk, event.id)
            self._page.shell.show_paper("急救卡", pdf, "急救卡.pdf")

    def cover(self) -> None:
        """G: who comes in stead of those who left; chosen, they are on duty from now on."""
        page = self._page
        wards = events.wards_of(page.desk.seen(), page.shown) if page.shown is not None else []
        if not wards:
            page.shell.say("还不知道是哪个区域，先选儿童。", "warn")
        else:
            self._cover(wards)

    def _cover(self, wards: Sequence[str]) -> None:
        """Ward by ward, where the children of an event are of several."""
        page, ward = self._page, wards[0]
        now = calling_in.standing(page.desk, ward)
        choices = [Choice(one.person, told) for one, told in now.people]

        def on() -> None:
            if wards[1:]:
                self._cover(wards[1:])

        if not choices:
            page.shell.say(f"{now.words}。现在没有能来的人，请打给带班领导。", "warn")
            on()
            return
        title = "要人顶班吗？" if now.holds else "叫谁来顶班？"
        ask = PickAsk(title, choices, f"{now.words}。先打电话，人答应了按数字；不用按Esc")
        page.ask(ask, lambda person: self._called_in(ward, person, on), on)

    def _called_in(self, ward: str, person: str, then: Callable[[], None]) -> None:
        page = self._page

        def written(signer: Signer | None) -> None:
            calling_in.call_in(page.desk, ward, person, signer)
            page.shell.changed()
            page.shell.say(f"已排上。{calling_in.standing(page.desk, ward).words}")
            then()

        why = calling_in.why_no_call(page.desk)
        if not why:
            written(None)
            return
        able = calling_in.who_may(page.desk)
        page.shell.say(f"{why}。人不在，请他用自己的账号补排班。", "warn")
        if not able:
            return
        page.shell.ask_signature(
            "排顶班的人", written, who=able[0], title="带班领导签字", among=able
        )

    def returned(self) -> None:
        """B: the child is back, and with it the carer; of several who are away, which."""
        page = self._page
        away = transfer.gone(page.desk, page.shown) if page.shown is not None else []
        if len(away) > 1:
            page.ask(_which("谁回来了？", away), self._back)
        else:
            self._back(tuple(child.id for child in away))

    def _back(self, children: tuple[str, ...]) -> None:
        page = self._page

        def back(signer: Signer | None) -> None:
            if page.shown is not None:
                transfer.came_back(page.desk, page.shown.id, children, signer)
                page.shell.changed()
                page.shell.say("已回院，巡查板上照常巡查。")

        no_visit = page.shown is None or events.visit_of(page.desk, page.shown) is None
        if no_visit or not events.why_no_visit(page.desk):
            back(None)  # without a visit it is refused, and nobody signs for nothing
            return
        medics = self._medics()
        page.shell.ask_signature(
            "回院", back, who=medics[0] if medics else "", title="护士或医生签字", among=medics
        )
