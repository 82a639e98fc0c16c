"""Both lights keep the contrasts of look.md §2."""

import pytest

from welfare_desktop.ui.shell.qss import style_sheet
from welfare_desktop.ui.shell.tokens import CONTRASTS, DAY, NIGHT, Tokens, contrast


@pytest.mark.parametrize("tokens", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("front", "back", "least"), CONTRASTS)
def test_contrast(tokens: Tokens, front: str, back: str, least: float) -> None:
    assert contrast(getattr(tokens, front), getattr(tokens, back)) >= least


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_style_sheet_never_names_a_font() -> None:
    assert "font-family" not in style_sheet(DAY, 1.0)
    assert "$" not in style_sheet(NIGHT, 1.3)


def test_a_page_by_night_is_dim_and_its_black_can_be_read() -> None:
    assert contrast(NIGHT.paper, "#000000") >= 7
    assert contrast("#FFFFFF", NIGHT.paper) >= 2.5, "white is a third of its light at most"
    assert DAY.paper == "#FFFFFF"
