"""The design of the permanent sample (EPS): one number in so many, and as many again for who is old enough.

Source: deliberation 05/033, 2.3.
"""

STEP = 40
EXTRA_AGE = 65
BASE, EXTRA = PARTS = "base", "extra"
