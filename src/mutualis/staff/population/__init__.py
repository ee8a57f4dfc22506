"""The dashboard of one practice or hospital: its own figures beside anonymous others, and the loop of learning.

It reads what `mutualis providers publish` wrote for one provider, the one that the signed-in person belongs to.
"""

from mutualis.staff.population.routes import routes

__all__ = ["routes"]
