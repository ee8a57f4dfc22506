"""What holds for all tests."""

from hypothesis import settings

# A test says what is right, never how fast it is: a busy machine must not make it fail.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
