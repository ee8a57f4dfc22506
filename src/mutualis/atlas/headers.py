"""What the Atlas says in its headers: its content security policy, and how long a page may be kept."""

from mutualis.picture.serving.headers import STATIC, policy

POLICY = policy()
PAGES = "public, max-age=300"

__all__ = ["PAGES", "POLICY", "STATIC"]
