"""The ways in: a password, a passkey, another system that signs people in, a launch from a record software."""
