"""Commands that are imported when they are typed: all of them cost every start 25 ms.

It is only there for a quick start, and could be deleted. What the help says of each command
stands in a table, since the command's own text is in its module; `tests/console` compares them.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup

from audiocoach.console.fast_typer import PlainCommand, PlainGroup


class LazyCommands(Mapping[str, Any]):
    """The commands by name, each made when it is asked for."""

    def __init__(self, places: Mapping[str, str]) -> None:
        """Take the place of each: `MODULE:NAME` of a function, or of typer's program of several."""
        self._places = places
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Import and make a command; KeyError where there is none of that name."""
        if name not in self._made:
            self._made[name] = _made(name, self._places[name])
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names."""
        return iter(self._places)

    def __len__(self) -> int:
        """Count the commands."""
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        """Whether there is a command of that name; none is imported for that."""
        return name in self._places


def _made(name: str, place: str) -> Any:
    from audiocoach.posix_signals import undisturbed  # a module less for who only needs the help

    module, _, attribute = place.partition(":")
    # A signal that comes meanwhile waits for the import, and then ends the program at once: a
    # short command was through before the next try to end it.
    with undisturbed():
        imported = importlib.import_module(module)
    found = getattr(imported, attribute or name)
    if isinstance(found, typer.Typer):
        return typer.main.get_command(found)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(name, cls=PlainCommand)(found)
    return typer.main.get_command(alone)


class LazyGroup(PlainGroup):
    """A program whose commands are imported when they are typed."""

    package: ClassVar[str]
    """The package that has the commands' modules."""
    table: ClassVar[Mapping[str, tuple[str, str]]]
    """By name, in the help's order: `MODULE` within the package, or `MODULE:NAME` where the command
    is called otherwise there, and a line for the help."""

    def __init__(self, **attributes: Any) -> None:
        """Make the group; typer calls it."""
        super().__init__(**attributes)
        self.commands: Any = LazyCommands(
            {name: f"{self.package}.{place}" for name, (place, _) in self.table.items()}
        )

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """List the names of the commands."""
        return [*self.table]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands in the help from the table."""
        listed: dict[str, Any] = {
            name: TyperCommand(name, help=line, rich_markup_mode=None)
            for name, (_, line) in self.table.items()
        }
        TyperGroup(commands=listed).format_commands(ctx, formatter)
