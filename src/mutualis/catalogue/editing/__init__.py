"""What people add to the catalogue: drafts, review by another person, history, undo; nothing written is lost."""

from mutualis.catalogue.editing.changes import begin, propose, save, undo
from mutualis.catalogue.editing.history import History, Revision, Task, history, notes_of, tasks, title_of
from mutualis.catalogue.editing.reviewing import confirm, decide
from mutualis.catalogue.editing.states import FIELDS, LANGUAGES, Conflict, Refused, SomeoneElse

__all__ = [
    "FIELDS",
    "LANGUAGES",
    "Conflict",
    "History",
    "Refused",
    "Revision",
    "SomeoneElse",
    "Task",
    "begin",
    "confirm",
    "decide",
    "history",
    "notes_of",
    "propose",
    "save",
    "tasks",
    "title_of",
    "undo",
]
