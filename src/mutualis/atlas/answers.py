"""Answers that a browser or a cache may keep."""

import hashlib
from collections.abc import Mapping

from fastapi import Request, Response

from mutualis.atlas.headers import PAGES

READ = ["GET", "HEAD"]
KINDS = {"html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8", "pdf": "application/pdf"}


def kept(request: Request, body: bytes, kind: str, headers: Mapping[str, str]) -> Response:
    """An answer that may be kept for five minutes and asked after by its fingerprint; `kind` is a media type, or its
    name in KINDS."""
    tag = f'W/"{hashlib.sha256(body).hexdigest()[:20]}"'
    said = {**headers, "ETag": tag, "Cache-Control": PAGES}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=said)
    return Response(body, media_type=KINDS.get(kind, kind), headers=said)
