"""The made parts of the page about the parties: what messages hold, and what parties could learn together."""

import re

from mutualis import reference
from mutualis.node.knowledge import ACTING
from mutualis.reference import MessageFile

BLOCK = "<!-- made by tools/make_parties.py: {name} -->\n{body}<!-- end -->\n"
ANY_BLOCK = re.compile(r"<!-- made by tools/make_parties.py: (?P<name>[a-z]+) -->\n.*?<!-- end -->\n", re.DOTALL)


def with_blocks(page: str) -> str:
    """The page with each made block written anew; a block of an unknown name is a KeyError."""
    made = {"messages": messages_table, "coalitions": coalitions_table}
    return ANY_BLOCK.sub(lambda found: BLOCK.format(name=found["name"], body=made[found["name"]]()), page)


def coalitions_table() -> str:
    """A row a coalition of the approved list: what it can link, what it can with an option chosen, why that is so."""
    lines = ["| together | can link | with the list variant of the sample also | why that is so |", "|---|---|---|---|"]
    for each in reference.coalitions():
        who = " + ".join(_role(role) for role in ACTING if role in each.parties)
        more = _named(each.with_option.get("sample_list", frozenset()))
        lines.append(f"| {who} | {_named(each.learns) or 'nothing'} | {more} | {each.why} |")
    return "\n".join(lines) + "\n"


def _named(learns: frozenset[str]) -> str:
    return "; ".join(each.en for each in reference.questions() if each.name in learns)


def messages_table() -> str:
    """A row a file of a message: its way, who can read it, and the domains and kinds of data in its columns."""
    lines = ["| message | from -> to | file | readable by | columns | of which hold |", "|---|---|---|---|---|---|"]
    for each in reference.messages().values():
        way = (
            f"{_role(each.sender)}, at home" if each.is_at_home else f"{_role(each.sender)} -> {_role(each.recipient)}"
        )
        name = f"{each.name} (only with the option)" if each.option else each.name
        for file in each.files:
            cells = (name, way, f"`{file.name}`", _role(file.readable_by), len(file.columns), _holds(file))
            lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines) + "\n"


def _holds(file: MessageFile) -> str:
    """Each domain or kind of data with its columns; those that hold claims are counted."""
    columns: dict[str, list[str]] = {}
    for name, domains in file.columns.items():
        for domain in domains:
            columns.setdefault(domain, []).append(f"`{name}`")
    told = [f"{domain}: {', '.join(names) if domain != 'claims' else len(names)}" for domain, names in columns.items()]
    return "; ".join(told) or "nothing about a person"


def _role(role: str) -> str:
    return {"ttp": "third party", "transfer_host": "carrier"}.get(role, role)
