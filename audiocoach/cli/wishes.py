"""What every command that makes a session takes: options named once, for all of them."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

if TYPE_CHECKING:
    from audiocoach.coach.style import Style, Talk
    from audiocoach.routine.model import Level


def _one_of(*words: str) -> Callable[[str | None], str | None]:
    def check(value: str | None) -> str | None:
        if value is not None and value not in words:
            raise typer.BadParameter(f"must be one of {', '.join(words)}, not {value!r}")
        return value

    return check


def choice(name: str, words: Sequence[str], help_: str) -> Any:
    """Make an option that takes one of `words`."""
    return typer.Option(name, metavar="|".join(words), help=help_, callback=_one_of(*words))


@dataclass(frozen=True)
class Wishes:
    """What the listener wants, as options of the command. Each field is one."""

    level: Annotated[
        str,
        choice(
            "--level",
            ["easy", "normal", "hard"],
            "How many reps: the low end of each range, its middle, or its high end.",
        ),
    ] = "normal"
    talk: Annotated[
        str,
        choice("--talk", ["full", "brief", "tones"], "How much is said; no hold changes with it."),
    ] = "full"
    voice: Annotated[
        str,
        typer.Option(
            "--voice",
            metavar="NAME[:VARIANT]",
            help="Who speaks: builtin[:VARIANT], google[:TLD] (online), or recorded:FOLDER (your"
            " own voice). See: audiocoach voices.",
        ),
    ] = "builtin"
    fill_with: Annotated[
        str | None,
        typer.Option(
            "--fill-with",
            metavar="NAME[:VARIANT]",
            help="Who speaks the lines that a recorded voice lacks.",
        ),
    ] = None

    def style(self, *, alone: bool = False) -> Style:
        """Give how to coach; `alone` for an exercise outside any routine."""
        from audiocoach.coach.style import Style

        return Style(cast("Level", self.level), cast("Talk", self.talk), alone)


def takes_wishes(command: Callable[..., None], only: Collection[str] = ()) -> Callable[..., None]:
    """Give `command`, whose parameter `wishes` is a Wishes, each of its fields as an option.

    Where `only` names fields, it gets no others.
    """
    every = inspect.signature(Wishes, eval_str=True).parameters
    fields = {name: field for name, field in every.items() if not only or name in only}
    own = inspect.signature(command, eval_str=True).parameters.values()
    shown = [*(each for each in own if each.name != "wishes"), *fields.values()]

    @functools.wraps(command)
    def called(**given: Any) -> None:
        command(wishes=Wishes(**{name: given.pop(name) for name in fields}), **given)

    del called.__wrapped__
    parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in shown]
    called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    called.__annotations__ = {each.name: each.annotation for each in shown}
    return called
