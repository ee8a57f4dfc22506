"""The made parts of the page about the parties: what messages hold, what parties could learn alone and together."""

import re
from collections.abc import Iterator

from mutualis import reference
from mutualis.node.knowledge import ACTING, held, smallest_coalitions
from mutualis.reference import Coalition, MessageFile, without_weaker
from mutualis.reference.authorisations import linkage_messages, linkages

BLOCK = "<!-- made by tools/make_parties.py: {name} -->\n{body}<!-- end -->\n"
NONE = "nothing"
ANY_BLOCK = re.compile(r"<!-- made by tools/make_parties.py: (?P<name>[a-z]+) -->\n.*?<!-- end -->\n", re.DOTALL)


def with_blocks(page: str) -> str:
    """The page with each made block written anew; a block of an unknown name is a KeyError."""
    made = {"messages": messages_table, "parties": parties_table, "coalitions": coalitions_table}
    return ANY_BLOCK.sub(lambda found: BLOCK.format(name=found["name"], body=made[found["name"]]()), page)


def parties_table() -> str:
    """A row a party: what it has in its hands at some time, its keys of codes, and what it can link with them alone."""
    lines = ["| party | has in its hands | keys of codes | can link alone |", "|---|---|---|---|"]
    found = smallest_coalitions()
    for role in ACTING:
        passing = reference.party(role).while_linking - reference.party(role).may_hold
        has = [f"{name} (while linking)" if name in passing else name for name in sorted(held(role))]
        keys = sorted(reference.party(role).keys & reference.coding_keys().keys())
        alone = _named(without_weaker([name for name, least in found.items() if {role} in least]))
        lines.append(f"| {_role(role)} | {', '.join(has) or NONE} | {', '.join(keys) or 'none'} | {alone or NONE} |")
    return "\n".join(lines) + "\n"


def coalitions_table() -> str:
    """A row an entry of the approved list: what these can link that no part of them can, and why that is so."""
    lines = ["| together | can link | why that is so |", "|---|---|---|"]
    for each in reference.coalitions():
        who = " + ".join(_among(roles) for roles in each.parties)
        told = [_named(each.learns - each.until_destroyed), _gone(each), *_by_option(each)]
        lines.append(f"| {who} | {'; '.join(part for part in told if part)} | {each.why} |")
    return "\n".join(lines) + "\n"


def _among(roles: tuple[str, ...]) -> str:
    return _role(roles[0]) if len(roles) == 1 else f"({' or '.join(map(_role, roles))})"


def _gone(each: Coalition) -> str:
    return f"until it is destroyed: {_named(each.until_destroyed)}" if each.until_destroyed else ""


def _by_option(each: Coalition) -> Iterator[str]:
    """What is learned where an option is chosen: the list variant of the sample, or another authorisation."""
    for option, learns in each.with_option.items():
        where = f"under {option}" if option in linkages() else "with the list variant of the sample"
        yield f"{where}: {_named(learns)}"


def _named(learns: frozenset[str]) -> str:
    return "; ".join(each.en for each in reference.questions() if each.name in learns)


def messages_table() -> str:
    """A row a file of a message: its way, who can read it, and the domains and kinds of data in its columns."""
    lines = ["| message | from -> to | file | readable by | columns | of which hold |", "|---|---|---|---|---|---|"]
    for each in (*reference.messages().values(), *linkage_messages(reference.run_linkage()).values()):
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
    return {"ttp": "third party", "transfer_host": "carrier"}.get(role, role).replace("_", " ")
