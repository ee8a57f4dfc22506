"""Progress bars with counts and rates, drawn on standard error so that results stay clean."""

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.text import Text

from mutualis.cli.words import count


class Rate(TextColumn):
    """Rows handled so far and rows a second."""

    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: Task) -> Text:
        rows, elapsed = task.fields.get("rows", 0), task.elapsed or 0.0
        if not rows:
            return Text("")
        speed = f" · {count(int(rows / elapsed))}/s" if elapsed > 0.5 else ""
        return Text(f"{count(rows)} rows{speed}", style="cyan")


class Bars:
    """The `pipeline.Progress` of a person at a terminal; on a file or pipe each stage is one plain line."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self._tasks: dict[str, TaskID] = {}
        self._bars = Progress(
            SpinnerColumn(finished_text="[green]✓"),
            TextColumn("{task.description:<26}"),
            BarColumn(bar_width=28),
            MofNCompleteColumn(),
            TextColumn("{task.fields[unit]}"),
            TimeElapsedColumn(),
            Rate(),
            console=self.console,
            disable=not self.console.is_terminal,
        )

    def __enter__(self) -> "Bars":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def start(self, stage: str, total: int, unit: str) -> None:
        if stage in self._tasks:
            self._bars.update(self._tasks[stage], total=max(total, 1))
        else:
            self._tasks[stage] = self._bars.add_task(stage, total=max(total, 1), unit=unit, rows=0)

    def advance(self, stage: str, steps: int = 1, rows: int = 0) -> None:
        task = self._tasks[stage]
        before = self._bars.tasks[task].fields["rows"]
        self._bars.update(task, advance=steps, rows=before + rows)

    def finish(self, stage: str) -> None:
        task = self._bars.tasks[self._tasks[stage]]
        self._bars.update(task.id, completed=task.total)
        if self._bars.disable:
            rows = task.fields["rows"]
            told = f", {count(rows)} rows" if rows else ""
            self.console.print(f"{stage}: {task.total:g} {task.fields['unit']}{told}, {task.elapsed or 0:.1f} s")
