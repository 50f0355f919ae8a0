"""Which protocol a terminal has, and what it answers between keys."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocoach.play.display.terminal_pictures import (
    QUESTION,
    Answer,
    Place,
    Reply,
    iterm,
    kitty,
    protocol,
    replied,
)

PLACE = Place(left=2, top=3, width=20, height=10)


@pytest.mark.parametrize(
    ("environment", "found"),
    [
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1", "TERM_PROGRAM": "vscode"}, "unknown"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, "iterm"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "WezTerm"}, "iterm"),
        ({"TERM": "xterm-256color", "LC_TERMINAL": "iTerm2"}, "iterm"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux-0/default,1,0"}, "none"),
        ({"TERM": "screen-256color"}, "none"),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"}, "none"),
        ({"TERM": "linux"}, "none"),
        ({"TERM": "dumb"}, "none"),
        ({}, "none"),
        ({"TERM": "foot"}, "unknown"),
    ],
)
def test_a_terminal_is_known_by_its_environment(environment: dict[str, str], found: str) -> None:
    assert protocol("auto", environment) == found


@pytest.mark.parametrize("named", ["kitty", "iterm", "sixel", "none"])
def test_what_is_named_is_used_in_any_terminal(named: str) -> None:
    assert protocol(named, {"TMUX": "1", "TERM": "dumb"}) == named


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        ("\x1b[?62;4;22c", Answer(has_sixels=True)),
        ("\x1b[?6c", Answer()),
        ("\x1b[?1;2;44c", Answer()),
        ("\x1b[6;18;9t\x1b[?63;1;4c", Answer(has_sixels=True, cell=(9, 18))),
    ],
)
def test_an_answer_is_understood_and_taken_out(sent: str, answer: Answer) -> None:
    assert replied(f"n{sent}\x1b[D") == Reply("n\x1b[D", "", answer, answer.cell)


@given(st.data())
def test_no_key_is_lost_and_no_answer_typed_however_they_arrive(data: st.DataObject) -> None:
    """Answers and keys in any order, cut anywhere: what is typed comes out, and nothing else."""
    keys = st.lists(
        st.sampled_from(["n", " ", "?", "c", "4", "\x1b[D", "\x1b[6~", "é"]), max_size=4
    )
    before, between, after = (data.draw(keys) for _ in range(3))
    sent = "".join([*before, "\x1b[6;18;9t", *between, "\x1b[?62;4c", *after])
    cuts = sorted(data.draw(st.lists(st.integers(0, len(sent)), max_size=4)))
    typed, held, cell, answer = "", "", None, None
    for start, end in zip([0, *cuts], [*cuts, len(sent)], strict=True):
        if answer is not None:
            typed += sent[start:end]
            continue
        reply = replied(held + sent[start:end], cell)
        typed, held, answer, cell = typed + reply.typed, reply.held, reply.answer, reply.cell
    assert (typed, held) == ("".join([*before, *between, *after]), "")
    assert answer == Answer(has_sixels=True, cell=(9, 18))


def test_the_answer_that_every_terminal_has_is_asked_for_last() -> None:
    assert QUESTION.endswith("\x1b[c")


def test_kitty_takes_a_picture_in_chunks_and_drops_the_old_one_afterwards() -> None:
    data = bytes(range(256)) * 40
    sent = kitty(data, PLACE, 2, 1)
    chunks = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", sent)
    assert b64decode("".join(chunk for _, chunk in chunks)) == data
    assert max(len(chunk) for _, chunk in chunks) <= 4096
    assert chunks[0][0] == "a=T,f=100,i=2,p=1,c=20,r=10,C=1,q=2,m=1"
    assert [how for how, _ in chunks[1:]] == [*["m=1"] * (len(chunks) - 2), "m=0"]
    assert sent.startswith("\x1b7\x1b[4;3H\x1b_G")
    assert sent.endswith("\x1b8\x1b_Ga=d,d=I,i=1,q=2\x1b\\")


def test_iterm_takes_a_picture_at_its_place() -> None:
    how = "inline=1;size=3;width=20;height=10;preserveAspectRatio=1"
    assert iterm(b"abc", PLACE) == f"\x1b7\x1b[4;3H\x1b]1337;File={how}:YWJj\x07\x1b8"
