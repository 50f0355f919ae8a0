"""Typing a routine in a terminal: a line in, plain lines out, and a few questions at the end.

There is no cursor to follow and no screen to draw: a screen reader reads it as it comes, many
lines may be pasted at once, and nothing is written before the last answer.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from audiocoach.console.printing import say
from audiocoach.console.typed_lines import typed_line
from audiocoach.errors import CoachError, OutputError, RoutineFileError, UsageError
from audiocoach.library.converting import form_of
from audiocoach.library.drafting import (
    OpenQuestion,
    TypedDraft,
    draft_of,
    save_draft,
    suggested_target,
)
from audiocoach.library.library import Library

_END = "."
_ASKED = {
    "posture": "In which posture? Such as standing, sitting, lying face up, lying face down",
    "instructions": "What does one do? A sentence or two",
}


def piped_file(library: Library, data: bytes, file: Path | None, *, force: bool) -> None:
    """Write a routine file of lines that were piped in; nothing is asked."""
    if file is not None:
        form_of(file, force=force)
    draft = draft_of("standard input", data)
    target = file or suggested_target(draft)
    for line in [*save_draft(draft, target, force=force), str(target)]:
        library.inform(line)


def typed_file(library: Library, file: Path | None, *, force: bool) -> None:
    """Write a routine file of lines that are typed, and preview it if that is wanted."""
    if file is not None:
        form_of(file, force=force)
    draft = asked_draft()
    target = file or asked_target(suggested_target(draft))
    save_draft(draft, target, force=force)
    library.inform(str(target))
    if wants_preview():
        _preview(replace(library, routines=target))


def _preview(library: Library) -> None:
    from audiocoach.console.listening import DisplayChoice, hear
    from audiocoach.library.options import SessionOptions
    from audiocoach.library.playing import open_speaker, previewed
    from audiocoach.library.sessions import Sessions

    sessions = Sessions(library, SessionOptions())
    session = sessions.make(sessions.previewed(None))
    shown = DisplayChoice(plain=True, flash=False, bell=False)
    hear(*previewed(library, session, open_speaker(None, None)), shown)


def asked_draft() -> TypedDraft:
    """Read a routine from the terminal; UsageError where nothing was typed."""
    say("Type exercises, one a line, as in: Wall sit 3x15s rest 8. Pasting many is fine.")
    say("A line with a full stop only ends, and so does Ctrl-D; Ctrl-C drops all of it.")
    draft = TypedDraft()
    while (line := typed_line("> ")) is not None and line.strip() != _END:
        _take(draft, line)
    for each in draft.drop_faulty():
        say(f"  left out: {each}")
    if not draft.has_exercises:
        raise UsageError("new: no exercise was typed, and nothing is written")
    _entitle(draft)
    draft.answer([each for each in map(_answered(draft), draft.open_questions()) if each])
    return draft


def _take(draft: TypedDraft, line: str) -> None:
    try:
        for each in draft.add(line):
            say(f"  {each}")
    except RoutineFileError as fault:
        say(f"  not taken: {fault.lines[0]}")


def _entitle(draft: TypedDraft) -> None:
    while draft.is_untitled:
        said = typed_line("What is the routine called? Enter: My routine > ") or ""
        try:
            draft.entitle(said.strip() or "My routine")
        except RoutineFileError as fault:
            say(f"  not taken: {fault.lines[0]}")


class _answered:  # noqa: N801 - it is used as a function
    def __init__(self, draft: TypedDraft) -> None:
        self._draft = draft

    def __call__(self, question: OpenQuestion) -> tuple[OpenQuestion, str] | None:
        """Ask a question until the answer can be; None where the guess is right."""
        asked = f"{question.title}: {_ASKED[question.key]}. Enter: {question.guess} > "
        while said := (typed_line(asked) or "").strip():
            said = said.lower().replace(" ", "_") if question.key == "posture" else said
            try:
                self._draft.check_answer(question, said)
            except RoutineFileError as fault:
                say(f"  not taken: {fault.lines[0]}")
            else:
                return question, said
        return None


def asked_target(suggested: Path) -> Path:
    """Ask where to write, until a file can be made there."""
    while True:
        said = (typed_line(f"Write it to which file? Enter: {suggested} > ") or "").strip()
        target = Path(said) if said else suggested
        try:
            form_of(target, force=False)
        except CoachError as fault:
            say(f"  {fault.lines[0]}")
            if not said:
                raise OutputError(*fault.lines) from None
        else:
            return target


def wants_preview() -> bool:
    """Ask whether to hear it."""
    return (typed_line("Preview it now? y or Enter > ") or "").strip().lower() in {"y", "yes"}
