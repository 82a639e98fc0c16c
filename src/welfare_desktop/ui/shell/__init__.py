"""The frame around every page: theme, window, navigation, header, veil, background work."""
