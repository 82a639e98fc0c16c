"""Form ``T``: a change of status, care mode or whereabouts (lifecycle.md §1.1, §1.4).

Not a paper anybody fills: the transitions write it, and a child's three dimensions are read
from it.
"""

from __future__ import annotations

from welfare_desktop.domain.forms.declare import Form, row, section

T = Form(
    id="T",
    name="state_change",
    title="状态变动",
    english="State change",
    secrecy="S1",
    internal=True,
    sections=(
        section(
            "变动",
            row(
                "T",
                "dimension,value,previous",
                "维度/新值/原值",
                "text(20),text(30),text(30)",
                "Y,Y,N",
                "D",
            ),
            row(
                "T", "transition,reason,cause", "转换/原因/依据记录", "text(10),long,text(40)",
                "Y,N,N", "D",
            ),
        ),
    ),
)  # fmt: skip
