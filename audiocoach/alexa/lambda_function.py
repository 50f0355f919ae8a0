"""An Alexa skill that plays sessions, as a function of AWS Lambda.

It is copied as it stands beside a `skill_data.json`, so it imports nothing but Python's own. It
remembers nothing: with each request Alexa says which stream is on, and at which millisecond.
Requests and answers are those of Amazon's reference of custom skills, at
https://developer.amazon.com/docs/custom-skills/: request-and-response-json-reference.html,
audioplayer-interface-reference.html and playback-controller-interface-reference.html.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

Answer = dict[str, Any]

_NOTHING: Answer = {"version": "1.0", "response": {}}
_LAST_MS = 3000
"""A stream that is so near its end has nothing to go on with."""


class ForeignRequestError(Exception):
    """A request of another skill, which has no business here."""


def lambda_handler(event: Mapping[str, Any], _context: object = None) -> Answer:
    """Answer a request of Alexa's; ForeignRequestError for one that isn't for this skill."""
    return Skill(_data(), event, os.environ.get("SKILL_ID", "")).answer()


@cache
def _data() -> dict[str, Any]:
    place = Path(__file__).with_name("skill_data.json")
    found: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return found


class Skill:
    """One request, with what is on."""

    def __init__(self, data: Mapping[str, Any], event: Mapping[str, Any], skill_id: str) -> None:
        """Take a request for the skill called `skill_id`, whose sessions are in `data`."""
        context = event["context"]
        if not skill_id or context["System"]["application"]["applicationId"] != skill_id:
            raise ForeignRequestError("SKILL_ID: must be the id of the skill that asks")
        self._request = event["request"]
        self._sessions: dict[str, dict[str, Any]] = {each["id"]: each for each in data["sessions"]}
        self._answers = data["answers"]
        audio = context.get("AudioPlayer", {})
        self._on = self._sessions.get(audio.get("token", ""))
        self._at: int = audio.get("offsetInMilliseconds", 0)

    def answer(self) -> Answer:
        """Return the answer; to a report of the player's there is none."""
        kind, name = self._request["type"], ""
        if kind == "IntentRequest":
            name = self._request["intent"]["name"]
        elif kind == "LaunchRequest":
            name = "AMAZON.ResumeIntent" if self._goes_on else "StartIntent"
        elif kind.startswith("PlaybackController."):
            return _for_a_button(self._done(_BUTTONS.get(kind.partition(".")[2], "")))
        return self._done(name)

    def _done(self, name: str) -> Answer:
        act = _ACTS.get(name)
        if act is None:
            return _NOTHING
        if self._on is None and name not in _ALWAYS:
            return _answer(self._answers["not_playing"])
        return act(self)

    @property
    def _goes_on(self) -> bool:
        return self._on is not None and 0 < self._at < self._on["length_ms"] - _LAST_MS

    @property
    def _session(self) -> dict[str, Any]:
        assert self._on is not None
        return self._on

    def _play(self, session: Mapping[str, Any], at_ms: int, said: str | None = None) -> Answer:
        stream = {"url": session["url"], "token": session["id"], "offsetInMilliseconds": at_ms}
        item = {"stream": stream, "metadata": {"title": session["title"]}}
        play = {"type": "AudioPlayer.Play", "playBehavior": "REPLACE_ALL", "audioItem": item}
        return _answer(said, [play])

    def start(self) -> Answer:
        """Start the session that is named, at the level that is named."""
        routine, level = self._slot("routine"), self._slot("level")
        fit = [
            each
            for each in self._sessions.values()
            if routine in (None, each["routine"]) and level in (None, each["level"])
        ]
        if not fit:
            return self.routines()
        return self._play(fit[0], 0, fit[0]["start"])

    def _slot(self, name: str) -> str | None:
        """Return the id of what was said for a slot, as Alexa resolved it; None where nothing was.

        What it couldn't resolve is no id of ours.
        """
        slot = self._request.get("intent", {}).get("slots", {}).get(name, {})
        found = slot.get("resolutions", {}).get("resolutionsPerAuthority", [])
        ids = [each["value"]["id"] for one in found for each in one.get("values", [])]
        typed: str | None = slot.get("value") or None
        return ids[0] if ids else typed

    def pause(self) -> Answer:
        """Stop the stream: Alexa keeps its place."""
        return _answer(directives=[{"type": "AudioPlayer.Stop"}])

    def go_on(self) -> Answer:
        """Go on at the place; at the end there is nothing to go on with."""
        if not self._goes_on:
            return _answer(self._answers["not_playing"])
        return self._play(self._session, self._at)

    def stop(self) -> Answer:
        """Stop the stream for good."""
        clear = {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"}
        return _answer(self._answers["stopped"], [{"type": "AudioPlayer.Stop"}, clear])

    def _starts(self) -> list[int]:
        return [each["start_ms"] for each in self._session["chapters"]]

    def next(self) -> Answer:
        """Go to the next exercise; after the last one, to its end."""
        later = [at for at in [*self._starts(), self._session["ends_ms"]] if at > self._at]
        return self._play(self._session, later[0]) if later else self.whats_next()

    def previous(self) -> Answer:
        """Go to the exercise before; before the first, to the beginning."""
        earlier = [at for at in self._starts() if at < self._this()]
        return self._play(self._session, earlier[-1] if earlier else 0)

    def again(self) -> Answer:
        """Go to the beginning of this exercise."""
        return self._play(self._session, self._this())

    def _this(self) -> int:
        if self._at >= self._session["ends_ms"]:
            return int(self._session["ends_ms"])
        return max([at for at in self._starts() if at <= self._at], default=0)

    def skip_rest(self) -> Answer:
        """Go to the count-in that ends this rest; outside one, nothing changes."""
        ends = [to for begin, to in self._session["rests"] if begin <= self._at < to]
        return self._play(self._session, ends[0]) if ends else _answer()

    def how_long(self) -> Answer:
        """Say about how many minutes are left."""
        left_ms = max(0, self._session["length_ms"] - self._at)
        said = self._session["left"]
        return _answer(said[min(max(1, (left_ms + 30_000) // 60_000), len(said)) - 1])

    def whats_next(self) -> Answer:
        """Say which exercise comes."""
        later = [each["next"] for each in self._session["chapters"] if each["start_ms"] > self._at]
        return _answer(later[0] if later else self._answers["nothing_next"])

    def routines(self) -> Answer:
        """Say which routines there are."""
        return _answer(self._answers["routines"])


def _answer(said: str | None = None, directives: list[dict[str, Any]] | None = None) -> Answer:
    """Return an answer that is said, and then done; without either, nothing."""
    response: dict[str, Any] = {}
    if said is not None:
        response["outputSpeech"] = {"type": "PlainText", "text": said}
        # Otherwise the device would wait for an answer, and hold the stream for as long.
        response["shouldEndSession"] = True
    if directives:
        response["directives"] = directives
        response.setdefault("shouldEndSession", True)
    return {"version": "1.0", "response": response}


def _for_a_button(answer: Answer) -> Answer:
    """Return of `answer` what a button may have: no speech, and no end of a session."""
    directives = answer["response"].get("directives", [])
    return {"version": "1.0", "response": {"directives": directives} if directives else {}}


_ACTS: Mapping[str, Callable[[Skill], Answer]] = {
    "StartIntent": Skill.start,
    "AMAZON.PauseIntent": Skill.pause,
    "AMAZON.ResumeIntent": Skill.go_on,
    "AMAZON.NextIntent": Skill.next,
    "AMAZON.PreviousIntent": Skill.previous,
    "AMAZON.RepeatIntent": Skill.again,
    "AMAZON.StartOverIntent": Skill.again,
    "HowLongIntent": Skill.how_long,
    "WhatsNextIntent": Skill.whats_next,
    "SkipRestIntent": Skill.skip_rest,
    "RoutinesIntent": Skill.routines,
    "AMAZON.HelpIntent": Skill.routines,
    "AMAZON.FallbackIntent": Skill.routines,
    "AMAZON.StopIntent": Skill.stop,
    "AMAZON.CancelIntent": Skill.stop,
    "AMAZON.NavigateHomeIntent": Skill.stop,
}
"""What is done for each intent; those of music, such as shuffling, have no meaning here."""

_ALWAYS = frozenset(
    {
        *("StartIntent", "RoutinesIntent", "AMAZON.HelpIntent", "AMAZON.FallbackIntent"),
        *("AMAZON.StopIntent", "AMAZON.CancelIntent", "AMAZON.NavigateHomeIntent"),
    }
)
"""Intents that need nothing to be on."""

_BUTTONS = {
    "NextCommandIssued": "AMAZON.NextIntent",
    "PreviousCommandIssued": "AMAZON.PreviousIntent",
    "PauseCommandIssued": "AMAZON.PauseIntent",
    "PlayCommandIssued": "AMAZON.ResumeIntent",
}
"""Requests of buttons, and what they ask for."""
