"""Before a store is open: the login window and the first-run wizard."""
