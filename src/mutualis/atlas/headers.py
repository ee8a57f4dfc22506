"""What the Atlas says in its headers: its content security policy, how long a page may be kept, who may read data."""

from mutualis.picture.serving.headers import STATIC, policy

# Scripts of our own server only: htmx, which applies a choice at once. Every page works without it.
POLICY = policy("script-src 'self'", "connect-src 'self'")
PAGES = "public, max-age=300"
# Scripts of any site may read open data: there is no login, so nothing is given away by it.
OPEN = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}

# A tile is made to stand in a page of any site.
TILE = "/tile"
FRAMED = (TILE,)

__all__ = ["FRAMED", "OPEN", "PAGES", "POLICY", "STATIC", "TILE"]
