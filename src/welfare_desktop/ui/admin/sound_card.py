"""The soft sound of this PC: on or off, and the hours in which it is silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QApplication

from welfare_desktop.ui.shell.flow import Flow
from welfare_desktop.ui.shell.sound import keep_sound, kept_sound
from welfare_desktop.ui.shell.widgets import Button, Card, CheckBox, ComboBox, Label

_TOLD = (
    "到点时响一声，同一件事五分钟内不再响。安静时段只显示，不出声；漏巡和没人处置的严重异常除外。"
)


class SoundCard(Card):
    """Kept as soon as it is chosen."""

    def __init__(self, folder: Path) -> None:
        super().__init__("提醒声音")
        self._folder = folder
        self.sound = kept_sound(folder)
        self.on = CheckBox("到点时轻响一声")
        self.on.setMinimumHeight(40)
        self.on.setChecked(self.sound.on)
        self.begin, self.end = ComboBox("安静时段从"), ComboBox("安静时段到")
        for box, hour in ((self.begin, self.sound.quiet_from), (self.end, self.sound.quiet_to)):
            for one in range(24):
                box.addItem(f"{one:02}:00", one)
            box.setCurrentIndex(hour)
            box.currentIndexChanged.connect(self._keep)
        self.on.toggled.connect(self._keep)
        try_it = Button("试听", "bell", QApplication.beep, "试听提醒声音")
        for widgets in (
            (self.on, try_it), (Label("安静时段"), self.begin, Label("到"), self.end)
        ):  # fmt: skip
            line = Flow(8)
            for widget in widgets:
                line.addWidget(widget)
            self.body.addLayout(line)
        self.body.addWidget(Label(_TOLD, "hint").wrap())

    def _keep(self) -> None:
        self.sound = replace(
            self.sound, on=self.on.isChecked(), quiet_from=self.begin.currentData(),
            quiet_to=self.end.currentData(),
        )  # fmt: skip
        keep_sound(self._folder, self.sound)
