"""What every command that makes a session takes: options named once, for all of them."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

if TYPE_CHECKING:
    from audiocoach.coach.style import Style, Talk
    from audiocoach.routine.model import Level
    from audiocoach.track import Levels


def _one_of(*words: str) -> Callable[[str], str]:
    def check(value: str) -> str:
        if value not in words:
            raise typer.BadParameter(f"must be one of {', '.join(words)}, not {value!r}")
        return value

    return check


def _choice(name: str, words: Sequence[str], help_: str) -> Any:
    return typer.Option(name, metavar="|".join(words), help=help_, callback=_one_of(*words))


def _finite(value: float) -> float:
    if not math.isfinite(value):  # click lets nan through any range
        raise typer.BadParameter(f"must be a number, not {value}")
    return value


@dataclass(frozen=True)
class Wishes:
    """What the listener wants, as options of the command. Each field is one."""

    level: Annotated[
        str,
        _choice(
            "--level",
            ["easy", "normal", "hard"],
            "How many reps: the low end of each range, its middle, or its high end.",
        ),
    ] = "normal"
    talk: Annotated[
        str,
        _choice("--talk", ["full", "brief", "tones"], "How much is said; no hold changes with it."),
    ] = "full"
    voice: Annotated[
        str,
        typer.Option(
            "--voice",
            metavar="NAME[:VARIANT]",
            help="Who speaks: builtin[:VARIANT], or google[:TLD] (online). See: audiocoach voices.",
        ),
    ] = "builtin"

    voice_volume: Annotated[
        float,
        typer.Option(
            "--voice-volume",
            metavar="DB",
            min=-30,
            max=0,
            callback=_finite,
            help="How loud what is said is: -30 to 0 dB; 0 is as usual.",
        ),
    ] = 0.0
    tone_volume: Annotated[
        float,
        typer.Option(
            "--tone-volume",
            metavar="DB",
            min=-30,
            max=9,
            callback=_finite,
            help="How loud the tones are: -30 to 9 dB; 0 is as usual.",
        ),
    ] = 0.0

    def levels(self) -> Levels:
        """Give how loud the voice and the tones are."""
        from audiocoach.track import Levels

        return Levels(self.voice_volume, self.tone_volume)

    def style(self, *, alone: bool = False) -> Style:
        """Give how to coach; `alone` for an exercise outside any routine."""
        from audiocoach.coach.style import Style

        return Style(cast("Level", self.level), cast("Talk", self.talk), alone)


def takes_wishes(command: Callable[..., None]) -> Callable[..., None]:
    """Give `command`, whose parameter `wishes` is a Wishes, each of its fields as an option."""
    fields = inspect.signature(Wishes, eval_str=True).parameters
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
