"""What an importer gives the pipeline, and what the pipeline tells back. No reading here."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

Record = dict[str, Any]
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class Dropped:
    """A row left out; `reason` is counted and shown in the report."""

    reason: str


@dataclass(frozen=True)
class Format:
    """A file format. `rows` yields a record of Facility columns a line, or why it is dropped.

    `data_date` reads the date the data describe from the records already seen.
    """

    id: str
    name: str
    licence: str
    rows: Callable[[str], Iterator[Record | Dropped]]
    data_date: Callable[[date | None], date]
    demonstration: bool = False
    source: str = ""
    compressed: tuple[bytes, ...] = ()  # first bytes of the archives it can be read from

    @property
    def slot(self) -> str:
        """Source that the file replaces: several formats may describe the same one."""
        return self.source or self.id


@dataclass
class Report:
    """Outcome of an import; `unchanged` when the same file was already in use.

    `kept` counts what the file brings: places, or quality results (`what`).
    """

    format: str
    file: str
    sha256: str
    read: int = 0
    kept: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    data_date: date | None = None
    unchanged: bool = False
    what: str = "lieux"

    def as_dict(self) -> dict[str, Any]:
        """The report for scripts, dates in ISO."""
        found = asdict(self)
        found["data_date"] = self.data_date.isoformat() if self.data_date else None
        return found

    def summary(self) -> str:
        """The report for an operator."""
        if self.unchanged:
            return f"{self.file} est déjà en service : rien n'a changé."
        lines = [f"{self.file} : {self.kept} {self.what} en service sur {self.read} lignes lues."]
        lines += [f"  - {count} écartées : {why}" for why, count in sorted(self.dropped.items())]
        return "\n".join(lines)
