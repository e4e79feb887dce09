"""The one table that `./run bench` prints, and writes when asked."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass, field
from pathlib import Path

INTRO = """\
# Performance

What `./run bench --write` and `./run bench --postgres --write` measured. Each figure stands beside a floor of the same
run on the same machine: the same server and database with nothing of Linli in between, or the same file read and the
same rows inserted. So ratios can be compared from machine to machine; milliseconds can't. *CPU x* is the processor time
of an answer, database included, as a multiple of the floor's: it holds still when the machine does not. What is worse
than its bar is bold.
"""
HEAD = ("what", "bar", "here", "beside")
WIDTHS = (46, 12, 10)


@dataclass(frozen=True)
class Row:
    """One figure. `over` says that it is worse than its bar."""

    what: str
    bar: str
    here: str
    beside: str
    over: bool


@dataclass
class Table:
    """The figures of one run on one database, printed as they come."""

    database: str
    rows: list[Row] = field(default_factory=list)

    def start(self) -> None:
        print(f"\n{self.database}, {machine()}\n")
        self._print(*HEAD)

    def add(self, what: str, bar: str, here: str, beside: str = "", *, over: bool = False) -> None:
        self.rows.append(Row(what, bar, here, beside, over))
        self._print(what, bar, f"{here} !" if over else here, beside)

    def most(self, what: str, bar: float | None, here: float, beside: str = "", unit: str = "x") -> None:
        """A figure that should not be more than its bar; without a bar it is told for its own sake."""
        shown = f"x {here:.2f}" if unit == "x" else f"{here:.1f} {unit}" if here < 10 else f"{here:.0f} {unit}"
        limit = "" if bar is None else f"<= x {bar:g}" if unit == "x" else f"<= {bar:g} {unit}"
        self.add(what, limit, shown, beside, over=bar is not None and here > bar)

    def least(self, what: str, bar: float, here: float, beside: str = "") -> None:
        """A share that should not be less than its bar."""
        self.add(what, f">= {bar:.2f}", f"{here:.2f}", beside, over=here < bar)

    def say_end(self) -> int:
        """The last line, and the exit code."""
        over = [row.what for row in self.rows if row.over]
        print(f"\n{len(self.rows)} figures, {len(over)} over their bars" + (f": {'; '.join(over)}" if over else "."))
        return 1 if over else 0

    def markdown(self) -> str:
        lines = [
            f"## {self.database}",
            "",
            f"Measured on {machine()}.",
            "",
            f"| {' | '.join(HEAD)} |",
            "|---" * 4 + "|",
        ]
        for row in self.rows:
            here = f"**{row.here}**" if row.over else row.here
            lines.append(f"| {row.what} | {row.bar} | {here} | {row.beside} |")
        return "\n".join([*lines, ""])

    def write(self, file: Path) -> None:
        """Put this table into the document, in the place of the one that this database had there before."""
        parts = (file.read_text(encoding="utf-8") if file.exists() else INTRO).split("\n## ")
        kept = [part for part in parts[1:] if not part.startswith(f"{self.database}\n")]
        mine = self.markdown().removeprefix("## ")
        sections = sorted([*kept, mine], reverse=True)
        file.write_text(
            "\n## ".join([parts[0].rstrip("\n") + "\n", *(s.rstrip("\n") + "\n" for s in sections)]), "utf-8"
        )

    @staticmethod
    def _print(what: str, bar: str, here: str, beside: str) -> None:
        print(f"{what:<{WIDTHS[0]}} {bar:>{WIDTHS[1]}} {here:>{WIDTHS[2]}}   {beside}", flush=True)


def machine() -> str:
    """With the load of the last quarter of an hour: on two cores more than two means that others were at work, too."""
    load, python = os.getloadavg()[2], platform.python_version()
    return f"{os.cpu_count()} cores, load {load:.1f}, Python {python}, {platform.system()} {platform.machine()}"
