"""The pages of the application itself: the start, one's own account, all accounts, the log."""
