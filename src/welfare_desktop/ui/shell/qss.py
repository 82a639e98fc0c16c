"""The one style sheet, filled from the tokens. Never a font-family here: it would replace the
list that carries rare characters (platform.md §3)."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from welfare_desktop.ui.shell.tokens import TONES, Tokens

_BASE = Template("""
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 8px; }
QMainWindow, QDialog, QWizard, QWidget#pageHost, QWidget#window { background: $bg; }
QScrollArea, QScrollArea > QWidget > QWidget#scrolled { background: transparent; border: none; }
QScrollArea[reads="true"] { border: 2px solid transparent; border-radius: 12px; }
QScrollArea[reads="true"]:focus { border-color: $ring; }
QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${p22}px; font-weight: 700; }
QLabel[role="subtitle"], QLabel[role="hint"] { font-size: ${p13}px; color: $text2; }
QLabel[role="cardTitle"] { font-size: ${p17}px; font-weight: 600; }
QLabel[role="number"] { font-size: ${p30}px; font-weight: 700; }
QLabel[role="clock"] { font-size: ${p44}px; font-weight: 700; }
QLabel[role="spoken"] { font-size: ${p22}px; font-weight: 500; }
QLabel[role="name"] { font-size: ${p16}px; font-weight: 500; }
QLabel[role="secondary"] { color: $text2; }
QLabel[role="fieldLabel"] { font-weight: 500; }
QLabel[role="required"] { color: $bad; font-weight: 500; }
QLabel[role="keycap"] { font-size: ${p13}px; font-weight: 500; border: 1px solid $edge;
  border-radius: 5px; padding: 2px 6px; }
QLabel[role="good"] { font-size: ${p13}px; color: $ok; }
QLabel[role="error"] { font-size: ${p13}px; color: $bad; }
QLabel[role="alarm"] { font-size: ${p22}px; font-weight: 700; color: $bad; }
QLabel[role="brand"] { font-size: ${p17}px; font-weight: 600; color: $nav_text; }
QLabel[role="navFoot"] { font-size: ${p12}px; color: $nav_text; }
QLabel[role="banner"] { background: $warn_bg; color: $warn; font-weight: 500; padding: 4px 16px; }
QFrame[card="true"] { background: $surface; border: 1px solid $border; border-radius: 10px; }
QFrame[card="true"]:focus { border: 2px solid $ring; }
QFrame[panel="true"] { background: $raised; border: 1px solid $border; border-radius: 10px; }
QLabel#avatar { background: $weak; border-radius: 10px; }
QFrame[line="true"] { background: $hairline; border: none; max-height: 1px; min-height: 1px; }
QFrame#popup { background: $surface; border: 1px solid $edge;
  border-radius: 8px; }
""")

_CONTROLS = Template("""
QPushButton, QToolButton { background: $surface; color: $text; border: 1px solid $edge;
  border-radius: 8px; padding: 4px 14px; min-height: 30px; outline: none; }
QPushButton:hover, QToolButton:hover { background: $weak; }
QPushButton:pressed, QToolButton:pressed { background: $mute_bg; }
QPushButton:focus, QToolButton:focus { border: 2px solid $ring; padding: 3px 13px; }
QPushButton:disabled, QToolButton:disabled { color: $mute; background: $mute_bg;
  border-color: $border; }
QPushButton[primary="true"] { background: $primary; color: $on_primary; border-color: $primary;
  font-weight: 500; padding: 6px 20px; }
QPushButton[primary="true"]:hover { background: $primary_hover; }
QPushButton[primary="true"]:focus { border: 6px double $ring_inside; padding: 1px 15px; }
QPushButton[primary="true"]:disabled { background: $mute_bg; color: $mute;
  border-color: $border; }
QPushButton[danger="true"] { color: $bad; border-color: $bad; }
QPushButton[row="true"] { background: transparent; border: 2px solid transparent;
  border-radius: 8px; padding: 0; min-height: 36px; text-align: left; }
QPushButton[row="true"][lines="2"] { min-height: ${p50}px; }
QPushButton[row="true"]:hover { background: $raised; }
QPushButton[row="true"]:focus { border: 2px solid $ring; padding: 0; }
QPushButton[flat="true"], QToolButton[flat="true"] { background: transparent;
  border-color: transparent; }
QPushButton[flat="true"]:hover, QToolButton[flat="true"]:hover { background: $weak; }
QPushButton[flat="true"]:focus, QToolButton[flat="true"]:focus { border: 2px solid $ring; }
QPushButton[choice="true"] { text-align: left; padding: 5px 10px; min-height: 28px;
  border-color: $border; }
QPushButton[choice="true"]:focus { border: 2px solid $ring; padding: 4px 9px; }
QPushButton[small="true"], QToolButton[small="true"] { padding: 4px 8px; }
QPushButton[small="true"]:focus, QToolButton[small="true"]:focus { padding: 3px 7px; }
QPushButton[segment="true"]:checked { background: $weak; border: 2px solid $primary;
  font-weight: 500; padding: 3px 13px; }
QPushButton[segment="true"]:focus { border: 2px solid $ring; padding: 3px 13px; }
QPushButton[segment="true"]:checked:focus { border: 4px double $ring; padding: 1px 11px; }
QPushButton[chip="true"] { border-radius: 6px; padding: 1px 12px; font-size: ${p13}px;
  font-weight: 500; border: 2px solid transparent; min-height: 34px; }
QPushButton[chip="true"][chosen="true"] { border: 2px solid $primary; }
QPushButton[chip="true"]:focus { border: 2px solid $ring; }
QPushButton[chip="true"][chosen="true"]:focus { border: 3px double $ring; padding: 0px 11px; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit { background: $surface;
  color: $text; border: 1px solid $edge; border-radius: 6px; padding: 1px 12px;
  selection-background-color: $primary; selection-color: $on_primary; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QComboBox QLineEdit {
  placeholder-text-color: $placeholder; }
QLineEdit, QComboBox, QSpinBox { min-height: 36px; }
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus {
  border: 2px solid $ring; padding: 0px 11px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 5px 7px; }
QLineEdit:read-only, QPlainTextEdit:read-only { background: $mute_bg; border-color: $border; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled { background: $mute_bg;
  color: $mute; border-color: $border; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"],
QWidget[wrong="true"] > QLineEdit { background: $bad_bg; border: 2px solid $bad;
  padding: 0px 11px; }
QPlainTextEdit[wrong="true"] { padding: 5px 7px; }
QLineEdit[wrong="true"]:focus, QPlainTextEdit[wrong="true"]:focus,
QComboBox[wrong="true"]:focus { border: 4px double $ring; padding: 0px 9px; }
QLineEdit[wrong="true"]:focus, QComboBox[wrong="true"]:focus { min-height: 32px; }
QPushButton[wrong="true"] { background: $bad_bg; border: 2px solid $bad; padding: 3px 13px; }
QPushButton[wrong="true"]:focus { border: 4px double $ring; padding: 1px 11px; }
QComboBox::drop-down { border: none; width: 34px; }
QComboBox::down-arrow { image: none; }
QComboBox QLineEdit { border: none; background: transparent; padding: 0; min-height: 0; }
QComboBox QLineEdit:focus { border: none; padding: 0; }
QCheckBox { spacing: 8px; min-height: 36px; border: 2px solid transparent; border-radius: 6px; }
QCheckBox::indicator { width: 18px; height: 18px; border: 1px solid $edge; border-radius: 4px;
  background: $surface; }
QCheckBox::indicator:checked { background: $primary; border-color: $primary; }
QCheckBox:focus { border-color: $ring; }
QProgressBar { border: none; border-radius: 5px; background: $mute_bg; max-height: 10px;
  min-height: 10px; }
QProgressBar::chunk { border-radius: 5px; background: $primary; }
""")

_VIEWS = Template("""
QAbstractItemView { background: $surface; color: $text; border: none; outline: none;
  alternate-background-color: $raised; selection-background-color: $weak;
  selection-color: $text; gridline-color: $hairline; }
QListView { border: 2px solid transparent; border-radius: 8px; }
QListView::item { min-height: 32px; }
QListView:focus { border-color: $ring; }
QTableView[list="true"] { border: 2px solid $border; border-radius: 8px; }
QTableView[list="true"]:focus { border: 2px solid $ring; }
QAbstractScrollArea::corner { background: transparent; }
QTableView::item, QListView::item, QTreeView::item { padding: 4px 8px; border: none;
  border-bottom: 1px solid $hairline; }
QTableView::item:hover, QListView::item:hover { background: $raised; }
QTableView::item:selected, QListView::item:selected { background: $weak; color: $text; }
QComboBox QAbstractItemView { border: 1px solid $edge; padding: 4px; }
QComboBox QAbstractItemView::item { min-height: 36px; }
QTableView#board { border: 2px solid $border; border-radius: 10px; }
QTableView#board:focus { border: 2px solid $ring; }
QHeaderView::section { background: $surface; color: $text2; border: none;
  border-bottom: 1px solid $border; padding: 8px 11px; font-size: ${p13}px; font-weight: 500; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 4px; min-height: 32px;
  min-width: 32px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabBar::tab { padding: 8px 16px; border: none; border-bottom: 2px solid transparent;
  color: $text2; background: transparent; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $primary; font-weight: 500; }
QTabBar::tab:selected:focus { border: 2px solid $ring; border-radius: 6px;
  padding: 6px 14px 8px 14px; }
QTabWidget::pane { border: none; top: 8px; }
QTabBar::scroller { width: 80px; }
QTabBar QToolButton { padding: 0; min-height: 0; }
QMenu { background: $surface; color: $text; border: 1px solid $edge; padding: 4px; }
QMenu::item { padding: 10px 24px 10px 12px; border-radius: 6px; }
QMenu::item:selected { background: $weak; }
QCalendarWidget QWidget { background: $surface; color: $text;
  alternate-background-color: $raised; }
QCalendarWidget QAbstractItemView { selection-background-color: $primary;
  selection-color: $on_primary; border: 2px solid transparent; border-radius: 8px; }
QCalendarWidget QAbstractItemView:focus { border-color: $ring; }
QCalendarWidget QTableView::item { padding: 0; border: none; }
QCalendarWidget QTableView::item:selected { background: $primary; color: $on_primary; }
""")

_FRAME = Template("""
QFrame#nav { background: $nav; border: none; }
QFrame#nav QPushButton { background: transparent; color: $nav_text; border: 2px solid transparent;
  border-radius: 8px; text-align: left; padding: 2px 13px; min-height: 36px; }
QFrame#nav QPushButton[folded="true"] { padding: 2px 8px; text-align: center; }
QFrame#nav QPushButton:hover { background: $nav_hover; }
QFrame#nav QPushButton:checked { background: $nav_selected; color: $nav_on_selected;
  font-weight: 500; }
QFrame#nav QPushButton:focus { border: 2px solid $ring_primary; }
QFrame#veil { background: $bg; }
QLabel[tone][tight="true"] { padding: 2px 7px; }
QFrame[message="true"] { border-radius: 8px; }
""")

_TONE = Template("""
QLabel[tone="$tone"], QPushButton[chip="true"][tone="$tone"] { background: $bg; color: $fg; }
QLabel[tone="$tone"] { border-radius: 6px; padding: 3px 12px; font-size: ${p13}px;
  font-weight: 500; }
QLabel[tone="$tone"][due="true"] { border: 1px dashed $fg; }
QPushButton[chip="true"][tone="$tone"]:hover { border: 2px solid $fg; }
QFrame[message="true"][tone="$tone"] { background: $bg; border: 1px solid $fg; }
QFrame[message="true"][tone="$tone"] QLabel { color: $fg; }
QPushButton[segment="true"][tone="$tone"]:checked { background: $bg; color: $fg;
  border-color: $fg; }
""")


def style_sheet(tokens: Tokens, scale: float) -> str:
    """The whole style sheet for a table and a factor of the type scale."""
    sizes = {f"p{n}": str(round(n * scale)) for n in (12, 13, 15, 16, 17, 22, 30, 44, 50)}
    # Hours and days since an event stand in one line of a column that does not widen.
    sizes["p44"] = str(min(round(44 * scale), 48))
    values = {k: str(v) for k, v in asdict(tokens).items()} | sizes
    parts = [part.substitute(values) for part in (_BASE, _CONTROLS, _VIEWS, _FRAME)]
    for tone in TONES:
        fg, bg = tokens.tone(tone)
        parts.append(_TONE.substitute(sizes, tone=tone, fg=fg, bg=bg))
    return "\n".join(parts)
