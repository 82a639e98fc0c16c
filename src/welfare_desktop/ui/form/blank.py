"""An empty form on paper, for work without the computer."""

from __future__ import annotations

from welfare_desktop.actions import night_paper, printing
from welfare_desktop.domain.forms.declare import Form
from welfare_desktop.ui.shell.page import Shell


def show_blank(shell: Shell, form: Form, child: str | None = None) -> None:
    """Show the blank form, for a child whose name it may carry already."""
    title = f"{form.title}（空白表）"
    shell.show_paper(title, printing.blank_sheet(shell.desk, form, child), f"{title}.pdf")


def show_blank_night(shell: Shell) -> None:
    """Show the sheets of a night without the computer, for any ward."""
    shell.show_paper("空白纸表", night_paper.blank_sheets(shell.desk), "空白纸表.pdf")
