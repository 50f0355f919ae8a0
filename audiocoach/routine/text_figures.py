"""What a line writes in words and signs, as the figures that doses are read from.

`Repeat ten times`, `1½ min`, `8‑12` with a hyphen of another kind: how it is written varies, what
is meant doesn't.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
    "forty-five": 45, "sixty": 60, "ninety": 90,
    "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "zehn": 10,
    "zwölf": 12, "fünfzehn": 15, "zwanzig": 20, "dreißig": 30, "dreissig": 30, "sechzig": 60,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "diez": 10,
    "doce": 12, "quince": 15, "veinte": 20, "treinta": 30, "sesenta": 60,
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "huit": 8, "dix": 10, "douze": 12,
    "quinze": 15, "vingt": 20, "trente": 30, "soixante": 60,
}  # fmt: skip
"""Numbers as words, in English, German, Spanish and French."""
_COUNTED = (
    r"(?:s(?:ec(?:ond)?s?|ekunden?|egundos?|econdes?)\b|min(?:ute[ns]?|utos?)?\b|times?\b|reps?\b"
    r"|repetitions?\b|sets?\b|rounds?\b|breaths?\b|mal\b|wiederholungen\b|sätze\b|runden\b"
    r"|atemzüge\b|veces\b|repeticiones\b|series?\b|rondas\b|respiraciones\b|fois\b"
    r"|répétitions\b|séries?\b|tours\b|respirations\b)"
)
_SPELT = re.compile(
    rf"\b({'|'.join(sorted(_WORDS, key=len, reverse=True))})(?=[\s-]+"
    rf"(?:(?:slow|deep|full|long|tiefe|to|or)\s+)?(?:\w+\s+)?{_COUNTED})",
    re.IGNORECASE,
)
_COUNT_WORD = re.compile(
    rf"(?<=\bcount of )({'|'.join(_WORDS)})\b|(?<=\bcount to )({'|'.join(_WORDS)})\b", re.IGNORECASE
)
"""A number as a word behind a count: `a count of five`."""
_RANGE = re.compile(
    r"(?<=\d)\s+(?:(?:or|bis|oder|a|o|ou)\s+(?=\d+\s*[^\W\d_])|à\s+(?=\d+\s*(?:rép|fois|sec|s\b"
    r"|min)))",
    re.IGNORECASE,
)
"""Between two numbers: `8 bis 12 Wdh.`, `2 or 3 sets`."""
_TIMES_RANGE = re.compile(r"([x×]\s*\d+)\s+(?:to|bis|a|à)\s+(?=\d+\b)", re.IGNORECASE)
"""Between two numbers behind a sign: `4 x 8 à 10`."""
_EACH = re.compile(
    r"(?<=\d)(?P<unit>\s*s(?:ec)?\b)?\s*(?:[ep]/s\b|ea\b(?!\.?\s*(?:side|leg|arm|foot|hand))\.?)",
    re.IGNORECASE,
)
"""Each side, as it is shortened: `3x8e/s`, `2x20s e/s`."""
_DASHES = re.compile(r"(?<=\d)[‐‑‒–—−](?=\d)")
_APART = re.compile(
    r"(?P<before>(?:[x×]\s*)?\d+)\s+[-‐‑‒–—−]\s*(?=(?P<after>\d{1,3})(?![\d.,])"
    r"(?P<unit>°|\s*(?:s(?:e[ck]\w*)?\b|min\w*\b|[\"″'′x×]|k?m\b|cm\b|kg\b)|[-/]\d)?)"
)
"""Between two numbers, with spaces."""
_HOURS = re.compile(
    r"(?<!every )(?<!alle )(?<!cada )(?<!each )(?<![-\d.])\b(\d{1,2}(?:\.\d{1,2})?)\s*(?:h|hrs?"
    r"|hours?|stunden?|horas?|heures?)\b(?:\s*(\d{1,2})\s*(?:min\w*)?\b)?"
    r"|\b(\d{1,2})h(\d{2})\b",
    re.IGNORECASE,
)
_PRESCRIBED = re.compile(
    r"\((\d{2,3}\s*/\s*\d{2,3})\s*(?:[\"”″]|in(?:ch(?:es)?)?|cm)?\)"
    r"|\((?:@\s*)?(\d{2})\s*(?:[\"”″]|in(?:ch(?:es)?)?)(?:\s*box)?\)(?=.*|$)",
    re.IGNORECASE,
)
"""Weights of men and women, as whiteboards have them: `12 deadlifts (100/70)`."""
_TWICE = re.compile(
    r"\btwice\b(?!\s+(?:a|an|per|each|every|daily|weekly)\s+(?:day|week)|\s+(?:daily|weekly))",
    re.IGNORECASE,
)
_QUOTES = re.compile(r"(?<=\d)''")
"""Seconds, as two minutes' signs."""
_COUNT_OF = re.compile(
    r"\b(hold|halten|stay|squeeze|mantener|tenir)\s+(?:(?:it|this)\s+)?(?:(?:for"
    r"|to)\s+)?(?:an?\s+)?(?:slow\s+)?"
    r"count\s+(?:of|to)\s+(\d+)\b(?!\s*s)",
    re.IGNORECASE,
)
"""Seconds that are counted: `hold for a slow count to 10`."""
_COUNTED_TO = re.compile(
    r"(?<=[,.;] )(?:and\s+)?count\s+(?:slowly\s+)?to\s+(\d+)\b(?!\s*s)", re.IGNORECASE
)
"""Seconds that are counted at the end: `push up, count to 10`."""
_TEMPO = re.compile(
    r"\b(?:(?P<up>up|lift|raise|rise)|(?P<down>down|lower))\s+(?:for\s+|in\s+"
    r"|over\s+)?(?P<one>\d)\s*"
    r"(?:s(?:ec\w*)?|counts?)?\s*[,;/]?\s*(?:and\s+)?(?:up|down|lift|raise|lower)\s+(?:for\s+"
    r"|in\s+|over\s+)?"
    r"(?P<two>\d)\s*(?:s(?:ec\w*)?|counts?)?(?=\W*$)",
    re.IGNORECASE,
)
"""A tempo in words at the end of a line: `up 3 seconds, down 2 seconds`."""
_AT_LEAST = re.compile(
    r"(?:(?:^|(?<=for )|(?<=[,:;] ))(?:about|around)|\b(?:at least|mindestens|al menos|au moins"
    r"|approx(?:\.|imately)?|ca\.|circa"
    r"|env(?:\.|iron)|unos|unas|etwa))\s+(?=\d)",
    re.IGNORECASE,
)
"""What makes a number vague."""
_JE_TIME = re.compile(r"(?<=[:,;] )je\s+(\d+\s*\w+\.?\s*(?:links|rechts|pro|je)\b)", re.IGNORECASE)
_JE = re.compile(
    r"(?:(?<=^)|(?<=[.;:] ))je\s+(\d+)\s*(mal|x|wdh\.?|sek\w*\.?)(?!\s*(?:links|rechts))",
    re.IGNORECASE,
)
"""On each side, where a sentence begins with it: `Je 5 Mal.`"""
_FRACTION = re.compile(
    r"(\d*)\s*([¼½¾⅓⅔])(?=[\s-]*(?:m(?:in(?:ut\w*)?)?|s(?:e[ck]\w*)?)\b)", re.IGNORECASE
)
_COMMA = re.compile(r"(?<=\d),(?=\d\s*(?:s|m(?:in)?|kg)\b)", re.IGNORECASE)
_MOST = 1000
"""Longest line that is looked at."""


def in_figures(line: str) -> str:
    """Return `line` with its numbers in figures, ranges with a hyphen, and times as decimals."""
    if len(line) > _MOST:
        return line
    line = _SPELT.sub(lambda found: str(_WORDS[found[1].lower()]), line)
    line = _COUNT_WORD.sub(lambda found: str(_WORDS[found[0].lower()]), line)
    line = _FRACTION.sub(_decimal, line)
    line = _PRESCRIBED.sub(_prescribed, line)
    line = _HOURS.sub(_minutes, _TWICE.sub("2 times", line))
    line = _COMMA.sub(".", _QUOTES.sub('"', line))
    line = _COUNT_OF.sub(r"\1 \2 seconds", _AT_LEAST.sub("", line))
    line = _TEMPO.sub(_tempo, _COUNTED_TO.sub(r"hold \1 seconds", line))
    line = _JE_TIME.sub(r"\1", line)
    line = _JE.sub(r"\1 \2 je Seite", line)
    line = _EACH.sub(lambda found: f"{found['unit'] or ''} each side", line)
    line = _TIMES_RANGE.sub(r"\1-", line)
    line = _DASHES.sub("-", line)
    return _RANGE.sub("-", _APART.sub(_range_or_two, line))


def _prescribed(found: re.Match[str]) -> str:
    """Return weights, or heights of boxes, as such: `(24")` are no seconds beside a box."""
    if found[1]:
        return f"(Rx {found[1]})"
    is_height = re.search(r"\b(?:box|step|jump)", found.string, re.IGNORECASE) is not None
    return f"(Rx {found[2]}/{found[2]})" if is_height else found[0]


def _tempo(found: re.Match[str]) -> str:
    up, down = (found["one"], found["two"]) if found["up"] else (found["two"], found["one"])
    return f"@ {down}-0-{up}-0"


def _minutes(found: re.Match[str]) -> str:
    """Return hours as minutes: `1h45` is `105 min`."""
    hours, more = found[1] or found[3], found[2] or found[4] or "0"
    return f"{float(hours) * 60 + int(more):g} min"


def _range_or_two(found: re.Match[str]) -> str:
    """Return a number with a hyphen, or a comma: `3 x 15 – 30s rest` is no range."""
    unit = (found["unit"] or "").strip()
    is_time = bool(unit) and unit[:1] in "smSM\"″'′"
    is_behind_times = found["before"][:1] in "xX×"
    is_range = not unit or (is_time and not is_behind_times)
    return f"{found['before']}{'-' if is_range else ', '}"


def _decimal(found: re.Match[str]) -> str:
    whole = int(found[1][-3:] or 0)
    space = " " if found[0][:1].isspace() else ""
    return f"{space}{whole + unicodedata.numeric(found[2]):.4g}"
