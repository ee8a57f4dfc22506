"""A newsletter as a mail: words, and the same as HTML with its style in it; no picture that must be fetched.

It is a draft for the program that sends it: without sender, receiver and day. The same text gives the same bytes.
"""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP

from mutualis.publish.publications import prose
from mutualis.publish.publications.writing import Written


def mail(written: Written, page: str) -> bytes:
    """The mail of a text: `page` is its HTML."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = written.title
    message["X-Unsent"] = "1"
    message.set_content(prose.words(written.text, written.pictures) + "\n", cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    message.set_boundary(f"part-{hashlib.sha256(page.encode()).hexdigest()[:24]}")
    message["Content-Language"] = written.language
    return message.as_bytes()
