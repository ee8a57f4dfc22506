"""Search one layer of a file: its own bytes, then what a decoder makes of them."""

from collections import Counter
from dataclasses import dataclass, field

from mutualis.pipeline.scan import decode
from mutualis.pipeline.scan.chance import Chance
from mutualis.pipeline.scan.containers import Content
from mutualis.pipeline.scan.packed import may_have
from mutualis.pipeline.scan.search import Found, Sought


@dataclass
class Searched:
    """What was found in a layer and how many bytes were searched; `accidents` are hits that packed bytes only spell."""

    found: Found = field(default_factory=Counter)
    accidents: Found = field(default_factory=Counter)
    text_bytes: int = 0

    def own(self, content: Content, sought: Sought) -> None:
        """The bytes as they are; a hit in packed ones is looked into (`chance`)."""
        chance = Chance(content, lambda text: bool(sought.search(text))) if may_have(content) else None
        for text, seen in decode.own(content):
            before = self.text_bytes - seen
            for start, end, label in sought.places(text, seen):
                is_accident = chance is not None and chance.is_accident(before + start, before + end)
                (self.accidents if is_accident else self.found)[label] += 1
            self.text_bytes += len(text) - seen

    def decoded(self, content: Content, sought: Sought) -> None:
        """What a decoder makes of them; where it fails, no hit counts as an accident, and the error is raised."""
        try:
            for text, seen in decode.texts(content):
                self.found.update(sought.search(text, seen))
                self.text_bytes += len(text) - seen
        except decode.UNREADABLE:
            self.found.update(self.accidents)
            self.accidents.clear()
            raise
