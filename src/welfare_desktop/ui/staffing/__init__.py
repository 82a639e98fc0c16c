"""排班与配比: the ratio and cover of wards and shifts, the month to plan, the staff."""
