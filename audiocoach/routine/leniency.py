"""What people write for a value, made into the value: `"10"`, `"1:30"`, `"all fours"`.

Each function returns what it can't make anything of as it is: the model then refuses
it, and the fault shows what was written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from audiocoach.routine.choices import LEVEL_WORDS, LEVELS, TALKS, one_of
from audiocoach.tone_spec import HOUSE_SETS
from audiocoach.units import parse_length

Json = Mapping[str, object]

_LONGEST = 30
"""Characters of the longest text that is taken for a number or a word of a list."""
_NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")
_THOUSANDS = re.compile(r"[0-9],[0-9]{3}(?![0-9])")
_WHOLE = re.compile(r"-?[0-9]+")
_RANGE = re.compile(r"([0-9]+) *(?:-|–|to|\.\.) *([0-9]+)")
_LEAST = re.compile(r"([0-9]+) *\+")
_TRUTHS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

POSTURES: Mapping[str, str] = {
    "supine": "lying_face_up",
    "face up": "lying_face_up",
    "on back": "lying_face_up",
    "on your back": "lying_face_up",
    "lying on back": "lying_face_up",
    "lying on your back": "lying_face_up",
    "lying on the back": "lying_face_up",
    "lying supine": "lying_face_up",
    "prone": "lying_face_down",
    "face down": "lying_face_down",
    "on your front": "lying_face_down",
    "on your stomach": "lying_face_down",
    "lying on stomach": "lying_face_down",
    "lying on your front": "lying_face_down",
    "lying on your stomach": "lying_face_down",
    "lying on your belly": "lying_face_down",
    "lying prone": "lying_face_down",
    "side lying": "lying_on_side",
    "on your side": "lying_on_side",
    "lying on your side": "lying_on_side",
    "lying on the side": "lying_on_side",
    "sit": "sitting",
    "seated": "sitting",
    "sitting upright": "sitting",
    "on a chair": "sitting_on_chair",
    "in a chair": "sitting_on_chair",
    "sitting on a chair": "sitting_on_chair",
    "sitting in a chair": "sitting_on_chair",
    "seated on a chair": "sitting_on_chair",
    "sitting on the floor": "sitting",
    "stand": "standing",
    "upright": "standing",
    "standing upright": "standing",
    "bent over": "standing_bent_over",
    "wall": "at_wall",
    "table": "at_table",
    "at a table": "at_table",
    "at the table": "at_table",
    "at a wall": "at_wall",
    "at the wall": "at_wall",
    "against a wall": "at_wall",
    "against the wall": "at_wall",
    "kneel": "kneeling",
    "on your knees": "kneeling",
    "tall kneeling": "kneeling",
    "all fours": "hands_and_knees",
    "on all fours": "hands_and_knees",
    "on hands and knees": "hands_and_knees",
    "quadruped": "hands_and_knees",
}
"""Other words for the postures, in small letters with single spaces."""

SIDES: Mapping[str, str] = {
    "alternating": "alternate",
    "alternately": "alternate",
    "in turn": "alternate",
    "each side": "each",
    "per side": "each",
    "both sides": "each",
    "both": "each",
    "one after the other": "each",
    "no": "none",
    "left side": "left",
    "left only": "left",
    "right side": "right",
    "right only": "right",
}
"""Other words for the ways that sides work, written as those of POSTURES."""
_ONE_SIDE = {word: side for word, side in SIDES.items() if side in ("left", "right")}

RESTS: Mapping[str, str] = {
    "minimum": "at_least",
    "at least": "at_least",
    "exactly": "exact",
    "fixed": "exact",
}
"""Other words for the ways that rests are kept, written as those of POSTURES."""

COUNTS: Mapping[str, str] = {
    "upwards": "up",
    "upward": "up",
    "downwards": "down",
    "downward": "down",
    "countdown": "down",
    "no": "none",
    "off": "none",
    "not": "none",
    "never": "none",
}
"""Other words for the ways that seconds are counted, written as those of POSTURES."""

BREATHS: Mapping[str, str] = {
    "inhale": "in",
    "breathe in": "in",
    "exhale": "out",
    "breathe out": "out",
    "holding": "hold",
    "keep": "hold",
}
"""Other words for the ways one breathes, written as those of POSTURES."""

LANGUAGES: Mapping[str, str] = {
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "spanish": "es",
    "español": "es",
    "castellano": "es",
    "french": "fr",
    "français": "fr",
    "italian": "it",
    "italiano": "it",
    "portuguese": "pt",
    "português": "pt",
    "brazilian portuguese": "pt-BR",
    "dutch": "nl",
    "nederlands": "nl",
    "polish": "pl",
    "polski": "pl",
    "turkish": "tr",
    "türkçe": "tr",
    "hindi": "hi",
    "हिन्दी": "hi",
    "japanese": "ja",
    "日本語": "ja",
    "chinese": "zh",
    "mandarin": "zh",
    "中文": "zh",
    "british english": "en-GB",
    "american english": "en-US",
}
"""Tags of languages by their names, in English and in themselves, in small letters."""


def a_list(value: object) -> object:
    """Take one entry for a list of one, and an empty text for an empty list."""
    if isinstance(value, str) and not value.strip():
        return []
    return [value] if isinstance(value, (str, dict)) else value


def a_step(value: object) -> object:
    """Take the id of an exercise for a step that changes nothing of it."""
    return {"exercise": value} if isinstance(value, str) else value


def phase_texts(value: object) -> object:
    """Take a phase's word alone for what it is called."""
    return {"name": value} if isinstance(value, str) else value


def a_whole_number(value: object) -> object:
    """Take `"10"` and 10.0 for 10."""
    text = _word(value)
    if text and _WHOLE.fullmatch(text):
        return int(text)
    return int(value) if type(value) is float and value.is_integer() else value


def a_number(value: object) -> object:
    """Take `"0.9"`, `"0,9"` and `"90%"` for 0.9."""
    text = _word(value).replace(",", ".")
    if text and _NUMBER.fullmatch(text.removesuffix("%").rstrip()):
        number = float(text.removesuffix("%"))
        return number / 100 if text.endswith("%") else number
    return value


def seconds(value: object) -> object:
    """Take `"40"`, `"0:40"` and `"40s"` for 40, `"1,5"` for 1.5."""
    text = _word(value)
    if not text or _THOUSANDS.search(text):  # 1,500 is 1500 to some, and 1.5 to others
        return value
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    try:
        return parse_length(text) / 1000
    except ValueError:
        return value


def a_truth(value: object) -> object:
    """Take `"yes"` and `"true"` for true, `"no"` and `"false"` for false."""
    return _TRUTHS.get(_word(value), value)


def some_reps(value: object) -> object:
    """Take `"10"` for 10, `"8-12"` for a range, `"3+"` for a minimum."""
    text = _word(value)
    if found := _RANGE.fullmatch(text):
        return {"min": int(found[1]), "max": int(found[2])}
    if found := _LEAST.fullmatch(text):
        return {"min": int(found[1])}
    return a_whole_number(value)


def a_posture(value: object) -> object:
    """Take another word for a posture for that posture, with any signs between words."""
    return _choice(value, POSTURES)


def some_sides(value: object) -> object:
    """Take another word for how sides work, with any signs between words."""
    return _choice(value, SIDES)


def a_side(value: object) -> object:
    """Take another word for one of the sides, with any signs between words."""
    return _choice(value, _ONE_SIDE)


def some_rests(value: object) -> object:
    """Take another word for how rests are kept, with any signs between words."""
    return _choice(value, RESTS)


def some_count(value: object) -> object:
    """Take another word for how seconds are counted, and false for not at all."""
    return "none" if value is False else _choice(value, COUNTS)


def a_breath(value: object) -> object:
    """Take another word for how one breathes."""
    return _choice(value, BREATHS)


def some_tones(value: object) -> object:
    """Take the name of a set of tones in any case."""
    word = _word(value)
    return word if word in HOUSE_SETS else value


def a_level(value: object) -> object:
    """Take a level in any case, by its beginning or by another word for it."""
    return one_of(_word(value), LEVELS, LEVEL_WORDS) or value


def some_talk(value: object) -> object:
    """Take an amount of talk in any case, or by its beginning."""
    return one_of(_word(value), TALKS, {}) or value


def decibels(value: object) -> object:
    """Take `"-6 dB"`, `"-6"` and `"-1,5"` for -6 and -1.5."""
    text = _word(value).replace("\N{MINUS SIGN}", "-").replace(",", ".")
    number = text.removesuffix("db").rstrip().removeprefix("+")
    return float(number) if number and _NUMBER.fullmatch(number) else value


def a_language(value: object) -> object:
    """Take a language's name for its tag."""
    return LANGUAGES.get(_word(value), value)


def _word(value: object) -> str:
    """Return a short text in small letters, without space around it; else an empty one."""
    if not isinstance(value, str) or len(value) > _LONGEST:
        return ""
    return " ".join(value.lower().split())


def _choice(value: object, others: Mapping[str, str]) -> object:
    word = " ".join(re.split(r"[\s_-]+", _word(value)))
    own = word.replace(" ", "_")
    return own if own in others.values() else others.get(word, value)


REPS: Json = {
    "type": "string",
    "pattern": r"^\s*[0-9]+\s*(\+|(-|–|to|\.\.)\s*[0-9]+)?\s*$",
    "description": "As people write it, such as `8-12`, or `3+` where more is welcome.",
}
"""What `some_reps` takes besides the values, as JSON Schema."""

ALSO: Mapping[Callable[[object], object], Json] = {
    a_step: {"type": "string", "description": "Id of the exercise."},
    phase_texts: {"type": "string", "description": "The phase's word."},
    a_whole_number: {"type": "string", "pattern": r"^\s*[0-9]+\s*$"},
    a_number: {"type": "string", "pattern": r"^\s*[0-9]+([.,][0-9]+)?\s*%?\s*$"},
    seconds: {
        "type": "string",
        "pattern": r"^\s*[0-9]+([.,][0-9]+)?([hms:]|\s|$)",
        "description": "A length as people write it, such as `1:30`, `90s` or `2m`.",
    },
    a_truth: {"enum": list(_TRUTHS)},
    a_posture: {"enum": list(POSTURES)},
    some_sides: {"enum": list(SIDES)},
    a_side: {"enum": list(_ONE_SIDE)},
    some_rests: {"enum": list(RESTS)},
    a_breath: {"enum": list(BREATHS)},
    some_count: {"enum": [*COUNTS, False]},
    a_level: {"enum": [*LEVEL_WORDS, *(word.capitalize() for word in LEVELS)]},
    some_talk: {"enum": [word.capitalize() for word in TALKS]},
    decibels: {
        "type": "string",
        "pattern": r"^\s*[-+\u2212]?[0-9]+([.,][0-9]+)?\s*([dD][bB])?\s*$",
    },
}
"""What each function takes besides the value itself, as JSON Schema. Case and spaces are
freer than it says: an editor may complete what it lists."""
