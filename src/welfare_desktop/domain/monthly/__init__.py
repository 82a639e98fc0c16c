"""The month's tables P00–P22 as far as their forms are built (lifecycle.md §7)."""

from welfare_desktop.domain.monthly.build import month_tables
from welfare_desktop.domain.monthly.columns import TABLES, Column, Table
from welfare_desktop.domain.monthly.month import Balance, Month, balance

__all__ = ["TABLES", "Balance", "Column", "Month", "Table", "balance", "month_tables"]
