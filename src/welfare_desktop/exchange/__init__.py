"""Packages, receipts and their transport, as functions over byte streams."""
