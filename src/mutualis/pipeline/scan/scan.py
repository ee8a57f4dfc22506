"""Open every file of every node and look for identifiers of domains that the node's party may never hold.

What is looked for is taken from the insurers' own accepted files (national numbers, provider numbers) and made with
the nodes' keys (C1 from the insurers' key, C2 as the centre's warehouse has it). Nothing found is ever shown: a leak
names the node, the file, the domain and the form.
"""

import contextlib
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path

from mutualis.linkage.project import FOLDER, ROLE, Project
from mutualis.model import MutualisError
from mutualis.node import Node
from mutualis.pipeline.meter import Progress, Silent
from mutualis.pipeline.scan import decode
from mutualis.pipeline.scan.allowed import Phase, forbidden, forbidden_content
from mutualis.pipeline.scan.canaries import accepted_persons, canaries
from mutualis.pipeline.scan.forms import Needles
from mutualis.pipeline.scan.layer import Searched
from mutualis.pipeline.scan.search import Sought
from mutualis.pipeline.workspace import Workspace

__all__ = ["Leak", "Scanned", "accepted_persons", "canaries", "scan_node", "scan_workspace"]

HIDDEN = "a name that tells"  # in the place of a path that has an identifier in it
FILES, DISK = "scan", "scan, on disk"
MEGABYTE = 1_000_000


@dataclass(frozen=True, order=True)
class Leak:
    """A place where a node holds what it may not hold; `times` counts occurrences."""

    node: str
    file: str
    layer: str
    domain: str
    form: str
    times: int


@dataclass
class Scanned:
    """What a scan found and how much it searched: files, and bytes of text after all decoding.

    `unread`: files that begin as something that can be opened and break off or are damaged; only their bytes were
    searched. `accidents`: places where packed bytes spell something that is not there once they are unpacked.
    """

    leaks: list[Leak] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    files: int = 0
    text_bytes: int = 0
    accidents: int = 0

    def add(self, other: "Scanned") -> None:
        self.leaks += other.leaks
        self.unread += other.unread
        self.files += other.files
        self.text_bytes += other.text_bytes
        self.accidents += other.accidents


@dataclass
class Bar:
    """Progress in files, and in megabytes as the files lie on the disk."""

    progress: Progress
    sizes: dict[Path, int]
    done: int = 0

    def start(self) -> None:
        self.progress.start(FILES, len(self.sizes), "files")
        self.progress.start(DISK, sum(self.sizes.values()) // MEGABYTE, "MB")

    def advance(self, path: Path) -> None:
        before = self.done
        self.done += self.sizes[path]
        self.progress.advance(FILES)
        self.progress.advance(DISK, self.done // MEGABYTE - before // MEGABYTE)

    def finish(self) -> None:
        self.progress.finish(FILES)
        self.progress.finish(DISK)


def scan_workspace(
    workspace: Workspace, most: int | None = None, progress: Progress | None = None, phase: Phase = Phase.daily
) -> Scanned:
    """All leaks of all nodes, sorted; none is the answer that is wanted. `workspace.threads` files at a time."""
    known, total = canaries(workspace, most), Scanned()
    nodes = [workspace.node(name) for name in workspace.names()]
    sizes = {node.name: sizes_of(node) for node in nodes}
    bar = Bar(progress or Silent(), {path: size for each in sizes.values() for path, size in each.items()})
    bar.start()
    for role in sorted({node.role for node in nodes}):
        same = [node for node in nodes if node.role == role]
        work = {path: node for node in same for path in sizes[node.name]}
        total.add(scan_nodes(work, forbidden(role, known, phase), workspace.threads, bar, phase))
    bar.finish()
    return replace(total, leaks=sorted(total.leaks), unread=sorted(total.unread))


def scan_nodes(work: dict[Path, Node], sought: Sought, threads: int, bar: Bar, phase: Phase) -> Scanned:
    """The files of nodes of one role, the largest first so that no thread is left with one at the end."""
    total = Scanned()
    with ThreadPoolExecutor(threads) as pool:
        largest_first = sorted(work, key=lambda path: -bar.sizes[path])
        running = {pool.submit(scan_file, work[path], path, sought, phase): path for path in largest_first}
        for done in as_completed(running):
            total.add(done.result())
            bar.advance(running[done])
    return total


def scan_node(
    node: Node, known: dict[str, list[Needles]], only: set[Path] | None = None, phase: Phase = Phase.daily
) -> list[Leak]:
    """The leaks of one node (or of some of its files): identifiers, and tables of claims or stays."""
    sought = forbidden(node.role, known, phase)
    files = [path for path in files_of(node) if only is None or path in only]
    return [leak for path in files for leak in scan_file(node, path, sought, phase).leaks]


def scan_file(node: Node, path: Path, sought: Sought, phase: Phase = Phase.daily) -> Scanned:
    """The leaks of one file in all its layers; a file that a working node has removed meanwhile holds nothing."""
    try:
        return _scanned(node, path, sought, phase)
    except FileNotFoundError:
        return Scanned(files=1)


def _scanned(node: Node, path: Path, sought: Sought, phase: Phase) -> Scanned:
    where, scanned = str(path.relative_to(node.path)), Scanned(files=1)
    if named := sought.search(where.encode()):
        where = HIDDEN
        scanned.leaks += [Leak(node.name, where, "name", *label, times) for label, times in named.items()]
    for layer, content in decode.layers(path, lambda sealed: opened(node, sealed)):
        searched = Searched()
        try:
            if content is None:
                raise MutualisError("A file cannot be opened.")
            searched.own(content, sought)
            searched.decoded(content, sought)
            columns = frozenset(decode.columns(content))
            searched.found.update({(kind, "columns"): 1 for kind in forbidden_content(node.role, columns, phase)})
        except decode.UNREADABLE:
            path.stat()
            scanned.unread = sorted({*scanned.unread, f"{node.name}/{where} ({layer})"})
        scanned.leaks += [Leak(node.name, where, layer, *label, times) for label, times in searched.found.items()]
        scanned.accidents += searched.accidents.total()
        scanned.text_bytes += searched.text_bytes
    return scanned


def sizes_of(node: Node) -> dict[Path, int]:
    """The files of a node with their bytes; a node that works meanwhile may have removed one since it was listed."""
    found = {}
    for path in files_of(node):
        with contextlib.suppress(FileNotFoundError):
            found[path] = path.stat().st_size
    return found


def files_of(node: Node) -> list[Path]:
    return sorted(path for path in node.path.rglob("*") if path.is_file())


def opened(node: Node, sealed: bytes) -> bytes | None:
    """What the node can read of an age file, with its own keys or those of its projects; None when it is for others."""
    projects = (node.store / FOLDER).iterdir() if node.role == ROLE and (node.store / FOLDER).is_dir() else ()
    for decrypt in (node.keys.decrypt, *(Project(node, path.name).decrypt for path in projects)):
        with contextlib.suppress(MutualisError):
            return decrypt(sealed)
    return None
