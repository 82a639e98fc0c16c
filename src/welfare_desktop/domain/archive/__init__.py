"""The child's file (lifecycle.md §5): papers, catalogue, completeness, hand-over."""

from __future__ import annotations

from welfare_desktop.domain.archive.catalogue import (
    CATALOGUE,
    Kind,
    Phase,
    lacking_words,
    missing_after_leaving,
    missing_documents,
    phases,
)
from welfare_desktop.domain.archive.leaving import (
    death_papers,
    exit_cause,
    left_for,
    missing_of_death,
)
from welfare_desktop.domain.archive.moved import (
    altered,
    closed_on,
    completed_on,
    due_at_archive,
    items_of,
    listed,
)
from welfare_desktop.domain.archive.papers import (
    LEAST_DPI,
    about,
    attached,
    coarse,
    digests,
    papers_of,
)

__all__ = [
    "CATALOGUE",
    "LEAST_DPI",
    "Kind",
    "Phase",
    "about",
    "altered",
    "attached",
    "closed_on",
    "coarse",
    "completed_on",
    "death_papers",
    "digests",
    "due_at_archive",
    "exit_cause",
    "items_of",
    "lacking_words",
    "left_for",
    "listed",
    "missing_after_leaving",
    "missing_documents",
    "missing_of_death",
    "papers_of",
    "phases",
]
