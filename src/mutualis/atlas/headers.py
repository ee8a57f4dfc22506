"""What the Atlas says in its headers: its content security policy, and how long a page may be kept."""

from mutualis.picture.serving.headers import STATIC, policy

# Scripts of our own server only: htmx, which applies a choice at once. Every page works without it.
POLICY = policy("script-src 'self'", "connect-src 'self'")
PAGES = "public, max-age=300"

__all__ = ["PAGES", "POLICY", "STATIC"]
