"""Which sentence stands under which field after somebody tried to hand a form in."""

from __future__ import annotations

from collections.abc import Mapping

from welfare_desktop.actions.views import Look
from welfare_desktop.ui.form.view import FormView


def marked(view: FormView, unread: Mapping[str, str], look: Look, tried: bool) -> dict[str, str]:
    """Field → what is wrong and what to do: unreadable, refused, missing; in that order.

    Until somebody ``tried`` to hand the form in: unreadable, or signed by the wrong person, who
    is still there to hear it.
    """
    out = dict(unread)
    for problem in look.problems:
        if problem.field and not problem.warning and (tried or problem.field in view.astray):
            out.setdefault(problem.field, problem.sentence)
    for field in look.missing if tried else ():
        out.setdefault(field.name, view.form.ask(field))
    return {name: sentence for name, sentence in out.items() if name in view.rows}


def summary(view: FormView) -> str:
    """One sentence for the message bar where several fields are wrong."""
    wrong = [row for row in view.rows.values() if row.sentence]
    if len(wrong) < 2:
        return ""
    return f"还有{len(wrong)}项要改，每项下面写着怎么改。先看“{wrong[0].editor.field.label}”。"
