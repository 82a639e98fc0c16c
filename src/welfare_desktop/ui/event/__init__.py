"""异常处置: one event while it goes on, worked by keys alone (F31, lifecycle.md §4.5)."""
