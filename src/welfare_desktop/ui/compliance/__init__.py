"""合规检查: clauses, rows, children, records."""
