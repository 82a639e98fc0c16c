"""The month's tables P00–P22 as far as their forms are built (lifecycle.md §7)."""

from welfare_desktop.domain.monthly.build import Month, balance, month_tables
from welfare_desktop.domain.monthly.columns import TABLES, Column, Table

__all__ = ["TABLES", "Column", "Month", "Table", "balance", "month_tables"]
