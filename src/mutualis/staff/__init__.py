"""The web application behind a login: editing the catalogue, dashboards of a practice or hospital.

`session.py` is what its parts are written against: the person who asks, and the token of a form.
"""

from mutualis.staff.app import create_app
from mutualis.staff.serving import serve, served
from mutualis.staff.settings import Settings, read

__all__ = ["Settings", "create_app", "read", "serve", "served"]
