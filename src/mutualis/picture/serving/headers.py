"""Headers that every answer carries: nothing but our own style and images may load, and nobody may frame a page."""

from collections.abc import Collection

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOBODY_FRAMES, ANYBODY_FRAMES = "frame-ancestors 'none'", "frame-ancestors *"
UNFRAMED = ("X-Frame-Options", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy")
DIRECTIVES = (
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    NOBODY_FRAMES,
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
STATIC = "public, max-age=31536000, immutable"


def policy(*more: str) -> str:
    """The content security policy of an app; `more` are directives of its own, as "script-src 'self'"."""
    return "; ".join((*DIRECTIVES, *more))


class Headers:
    """Adds the headers to each answer that has not its own; files under /static are named by their content, so they
    may be kept.

    `framed` are the paths that any site may show in a frame, such as a tile made for that.
    """

    def __init__(self, app: ASGIApp, policy: str, framed: Collection[str] = ()) -> None:
        self.app, self.framed = app, frozenset(framed)
        self.always = {"Content-Security-Policy": policy, **ALWAYS}
        in_frame = {"Content-Security-Policy": policy.replace(NOBODY_FRAMES, ANYBODY_FRAMES)}
        self.always_framed = {name: value for name, value in (self.always | in_frame).items() if name not in UNFRAMED}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (self.always_framed if scope["path"] in self.framed else self.always).items():
                    headers.setdefault(name, value)
                is_file = scope["path"].startswith("/static/") and message["status"] == 200
                headers.setdefault("Cache-Control", STATIC if is_file else "no-store")
            await send(message)

        await self.app(scope, receive, sending)
