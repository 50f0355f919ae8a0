"""A stand-in for Amazon: a device with a stream, whose requests and answers are checked.

The models are those of Amazon's reference of custom skills (pages below
https://developer.amazon.com/docs/custom-skills/, read in November 2026):
request-and-response-json-reference.html, audioplayer-interface-reference.html,
playback-controller-interface-reference.html, and
https://developer.amazon.com/docs/smapi/interaction-model-schema.html. They hold the rules; that no
field, kind or type departs from Amazon's schema is checked besides, by `published_schema`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from tests.alexa.published_schema import REQUEST, RESPONSE, faults

SKILL_ID = "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"
MOST_BYTES = 120_000
"""An answer has at most 120 kB."""


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Speech(Strict):
    type: Literal["PlainText"]
    text: Annotated[str, Field(min_length=1, max_length=8000)]


class Stream(Strict):
    url: Annotated[str, Field(pattern=r"^https://[!-~]+$", max_length=8000)]
    token: Annotated[str, Field(min_length=1, max_length=1024)]
    expectedPreviousToken: str | None = None  # noqa: N815 - Amazon's name
    offsetInMilliseconds: Annotated[int, Field(ge=0)]  # noqa: N815


class Metadata(Strict):
    title: str | None = None
    subtitle: str | None = None


class AudioItem(Strict):
    stream: Stream
    metadata: Metadata | None = None


class Play(Strict):
    type: Literal["AudioPlayer.Play"]
    playBehavior: Literal["ENQUEUE", "REPLACE_ALL", "REPLACE_ENQUEUED"]  # noqa: N815
    audioItem: AudioItem  # noqa: N815

    @model_validator(mode="after")
    def names_the_one_before_only_in_a_queue(self) -> Play:
        expected = self.audioItem.stream.expectedPreviousToken
        assert (expected is not None) is (self.playBehavior == "ENQUEUE")
        return self


class Stop(Strict):
    type: Literal["AudioPlayer.Stop"]


class ClearQueue(Strict):
    type: Literal["AudioPlayer.ClearQueue"]
    clearBehavior: Literal["CLEAR_ENQUEUED", "CLEAR_ALL"]  # noqa: N815


Directive = Annotated[Play | Stop | ClearQueue, Field(discriminator="type")]


class Response(Strict):
    outputSpeech: Speech | None = None  # noqa: N815
    shouldEndSession: bool | None = None  # noqa: N815
    directives: list[Directive] = []

    @model_validator(mode="after")
    def plays_one_stream_with_the_session_ended(self) -> Response:
        played = [each for each in self.directives if isinstance(each, Play)]
        assert len(played) <= 1
        assert not played or self.shouldEndSession is not False
        return self


class Envelope(Strict):
    version: Literal["1.0"]
    response: Response


class Application(Strict):
    applicationId: str  # noqa: N815


class Device(Strict):
    deviceId: str  # noqa: N815
    supportedInterfaces: dict[str, dict[str, Any]]  # noqa: N815


class System(Strict):
    application: Application
    user: dict[str, str]
    device: Device


class Audio(Strict):
    token: str | None = None
    offsetInMilliseconds: Annotated[int, Field(ge=0)] | None = None  # noqa: N815
    playerActivity: Literal[  # noqa: N815
        "IDLE", "PAUSED", "PLAYING", "BUFFER_UNDERRUN", "FINISHED", "STOPPED"
    ]


class Context(Strict):
    System: System
    AudioPlayer: Audio | None = None


class SlotValue(Strict):
    name: str
    value: str
    confirmationStatus: Literal["NONE"] = "NONE"  # noqa: N815
    resolutions: dict[str, Any] | None = None


class IntentValue(Strict):
    name: str
    confirmationStatus: Literal["NONE"]  # noqa: N815
    slots: dict[str, SlotValue] = {}


class Request(Strict):
    type: str
    requestId: str  # noqa: N815
    timestamp: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]
    locale: str
    intent: IntentValue | None = None
    token: str | None = None
    offsetInMilliseconds: int | None = None  # noqa: N815
    error: dict[str, str] | None = None
    currentPlaybackState: Audio | None = None  # noqa: N815


class Session(Strict):
    new: bool
    sessionId: str  # noqa: N815
    application: Application
    user: dict[str, str]


class Event(Strict):
    version: Literal["1.0"]
    session: Session | None = None
    context: Context
    request: Request

    @model_validator(mode="after")
    def has_a_session_only_where_someone_speaks(self) -> Event:
        spoken = self.request.type in {"LaunchRequest", "IntentRequest", "SessionEndedRequest"}
        assert (self.session is not None) is spoken
        return self


@dataclass
class Echo:
    """A device with the skill on it."""

    handler: Any
    """The skill's function."""
    token: str | None = None
    """The stream that is on, or was last."""
    at_ms: int = 0
    """How much of it was heard."""
    activity: str = "IDLE"
    """What the player does."""
    url: str = ""
    """Where the stream is."""
    said: list[str] = field(default_factory=list)
    """All that was spoken."""

    def hears(self, intent: str, **slots: tuple[str, str]) -> Response:
        """Ask for `intent`; a slot is what was said, and the id that Alexa found for it."""
        filled = {name: _slot(name, *each) for name, each in slots.items()}
        value = {"name": intent, "confirmationStatus": "NONE", "slots": filled}
        return self._sent({"type": "IntentRequest", "intent": value})

    def launched(self) -> Response:
        return self._sent({"type": "LaunchRequest"})

    def pressed(self, command: str) -> Response:
        """Press a button; its answer has nothing but directives for the player."""
        response = self._sent({"type": f"PlaybackController.{command}CommandIssued"})
        assert (response.outputSpeech, response.shouldEndSession) == (None, None)
        return response

    def reports(self, what: str) -> Response:
        """Report what the player does; the answer has nothing but directives for it."""
        place: dict[str, Any] = {"token": self.token, "offsetInMilliseconds": self.at_ms}
        if what == "PlaybackFailed":
            error = {"type": "MEDIA_ERROR_SERVICE_UNAVAILABLE", "message": "It is not there."}
            state = {**place, "playerActivity": self.activity}
            place = {"token": self.token, "error": error, "currentPlaybackState": state}
        response = self._sent({"type": f"AudioPlayer.{what}", **place})
        assert (response.outputSpeech, response.shouldEndSession) == (None, None)
        return response

    def plays_for(self, ms: int) -> None:
        assert self.activity == "PLAYING"
        self.at_ms += ms

    def event(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """Return an event as Alexa sends it."""
        application, user = {"applicationId": SKILL_ID}, {"userId": "amzn1.ask.account.X"}
        device = {"deviceId": "amzn1.ask.device.X", "supportedInterfaces": {"AudioPlayer": {}}}
        audio: dict[str, Any] = {"playerActivity": self.activity}
        if self.token is not None:
            audio |= {"token": self.token, "offsetInMilliseconds": self.at_ms}
        event: dict[str, Any] = {
            "version": "1.0",
            "context": {
                "System": {"application": application, "user": user, "device": device},
                "AudioPlayer": audio,
            },
            "request": {
                "requestId": "amzn1.echo-api.request.1",
                "timestamp": "2026-11-28T12:00:00Z",
                "locale": "en-US",
                **request,
            },
        }
        if not request["type"].startswith(("AudioPlayer.", "PlaybackController.", "System.")):
            session = {"new": True, "sessionId": "amzn1.echo-api.session.1"}
            event["session"] = {**session, "application": application, "user": user}
        return event

    def _sent(self, request: Mapping[str, Any]) -> Response:
        event = self.event(request)
        TypeAdapter(Event).validate_python(event)
        assert faults(event, REQUEST) == []
        answer = self.handler(event, None)
        assert faults(answer, RESPONSE) == []
        response = TypeAdapter(Envelope).validate_python(answer).response
        if response.outputSpeech:
            self.said.append(response.outputSpeech.text)
        for directive in response.directives:
            self._obeyed(directive)
        return response

    def _obeyed(self, directive: Play | Stop | ClearQueue) -> None:
        if isinstance(directive, Stop) and self.activity == "PLAYING":
            self.activity = "STOPPED"
        if isinstance(directive, Play):
            stream = directive.audioItem.stream
            self.token, self.url = stream.token, stream.url
            self.at_ms, self.activity = stream.offsetInMilliseconds, "PLAYING"


def _slot(name: str, said: str, id_: str) -> dict[str, Any]:
    found = {
        "status": {"code": "ER_SUCCESS_MATCH"},
        "values": [{"value": {"name": said, "id": id_}}],
    }
    return {
        "name": name,
        "value": said,
        "confirmationStatus": "NONE",
        "resolutions": {"resolutionsPerAuthority": [{"authority": "amzn1.er-authority", **found}]},
    }


class TypeName(Strict):
    value: str
    synonyms: list[str]


class TypeValue(Strict):
    id: str
    name: TypeName


class SlotType(Strict):
    name: str
    values: Annotated[list[TypeValue], Field(min_length=1)]


class Slot(Strict):
    name: Annotated[str, Field(pattern=r"^[A-Za-z_]+$")]
    type: str


class Intent(Strict):
    name: Annotated[str, Field(pattern=r"^(AMAZON\.)?[A-Za-z_]+$")]
    slots: list[Slot] = []
    samples: list[Annotated[str, Field(pattern=r"^[\w'’\-. {}]+$")]]


class LanguageModel(Strict):
    invocationName: Annotated[str, Field(pattern=r"^[\w'. ]+ [\w'. ]+$")]  # noqa: N815
    intents: list[Intent]
    types: list[SlotType]


class InteractionModel(Strict):
    languageModel: LanguageModel  # noqa: N815


class Model(Strict):
    interactionModel: InteractionModel  # noqa: N815
