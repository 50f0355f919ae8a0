"""What a line of a text leaves open, and what it changes of the exercise that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from audiocoach.routine.faults import shown
from audiocoach.routine.lookup import plainly
from audiocoach.routine.ready_names import perhaps_meant
from audiocoach.routine.text_dose import Dose
from audiocoach.routine.text_languages import phase_name
from audiocoach.units import clock

TEMPO = "2-0-2-0"
"""Two seconds down and two up: what a rep is taken to be where nothing says it."""

QUICK = "1-0-1-0"
"""The same where a name says so, or where a set wouldn't end before the next one begins."""

_FAR = r"(?:m|mtr|metres?|meters?|km|k|yd|yards|miles?)"
DISTANCE = re.compile(rf"\d\s*{_FAR}$|^\d+\s*{_FAR}\s", re.IGNORECASE)
"""How a name ends, or begins, that says how far: from 31 on, as in `Run 400m`, `m` is metres."""

ALL_OF_IT = re.compile(
    r"(?:(?:try|aim)\s+to\s+)?(?:do|repeat|perform|complete)\s+(?:these|this|all|the)\b|(?:diese"
    r"|alle)\s+übungen"
    r"|(?:haga|haz)\s+estos|faites\s+ces",
    re.IGNORECASE,
)
"""How a line begins that says how often all exercises are done."""
TIMED_TITLE = re.compile(
    r"\b(?:amrap|emom|for time)\b|every minute|\(\s*\d+\s*x\s*\)|\b\d+\s*rounds?\b", re.IGNORECASE
)
"""Titles that say how often or how long all below is done, which no title does."""

_HELD = re.compile(
    r"stretch|(?<!thres)hold|plank|sit\b(?!\s+down|[- ]?ups?\b|[- ]to)|bridge|balance"
    r"|stand(?!\s+up)|pose\b|posture|postura"
    r"|haltung"
    r"|asana\b|squeeze"
    r"|isometric|lean|hang|fold\b|dog\b|warrior|legs up|happy baby|(?:supine|seated|spinal|lying"
    r"|reclined) twist|savasana|cobra"
    r"|sphinx|pigeon|butterfly"
    r"|\bhover|lying|perro|\bhund\b|chien|kobra|mantenid|guerrero|guerrier|krieger|lagerung|"
    r"dehn|halte|stütz|estira|sost|étire|gainage|tenir",
    re.IGNORECASE,
)
"""What is said of exercises that are held for the time behind them."""


def overrides(dose: Dose, exercise: Any) -> dict[str, Any]:
    """Return what a line changes of its exercise."""
    changed = dose.fields()
    phases = exercise.get("phases") if isinstance(exercise, dict) else None
    lasts = _lasting(dose, phases)
    if lasts is None or not isinstance(phases, list):
        return changed
    phases = deepcopy(phases)
    if _is_moved_only(phases) and dose.hold_seconds is not None and dose.reps is None:
        return {**changed, "for_seconds": lasts}
    if _is_moved_only(phases) and dose.hold_seconds is not None:
        return {**changed, **_with_hold(exercise, phases, lasts)}
    holds = [each for each in phases if isinstance(each, dict) and each.get("hold") is True]
    whole = [each for each in phases if isinstance(each, dict)] if len(phases) == 1 else []
    for phase in (holds or whole)[:1]:
        phase["seconds"] = lasts
    if dose.hold_seconds is None:
        changed.pop("for_seconds")
    if holds or whole:
        return {**changed, "phases": phases}
    is_whole_time = dose.hold_seconds is not None and dose.reps is None  # `Box breathing 5 min`
    return {**changed, "for_seconds": lasts} if is_whole_time else changed


def _is_moved_only(phases: list[Any]) -> bool:
    """Return whether an exercise goes up and down, with no position that could last longer."""
    are_known = all(isinstance(each, dict) and "seconds" in each for each in phases)
    return (
        are_known and len(phases) == _THERE_AND_BACK and not any("hold" in each for each in phases)
    )


_THERE_AND_BACK = 2
_HOLD = {"de": "Halten", "es": "Mantén", "fr": "Tenez"}
"""What a hold is called that a line adds to a ready exercise."""


def _with_hold(exercise: Mapping[str, Any], phases: list[Any], lasts: Any) -> dict[str, Any]:
    """Return phases with a hold between the way there and the way back, named in each language."""
    there, back = phases
    found: dict[str, Any] = {
        "phases": [there, {"name": "Hold", "seconds": lasts, "hold": True}, back]
    }
    translated = exercise.get("translations")
    named = {
        tag: {"phases": {**texts["phases"], "Hold": _HOLD[tag]}}
        for tag, texts in (translated.items() if isinstance(translated, dict) else ())
        if tag in _HOLD and isinstance(texts, dict) and isinstance(texts.get("phases"), dict)
    }
    return {**found, "translations": named} if named else found


def _lasting(dose: Dose, phases: Any) -> Any:
    """Return how long a line says that it is held, or done: a plank for 30 seconds is held."""
    is_once = isinstance(phases, list) and len(phases) == 1 and dose.reps is None
    return dose.for_seconds if is_once and dose.hold_seconds is None else dose.hold_seconds


def is_done_once(dose: Dose) -> bool:
    """Return whether a line says for how long, and nothing that is counted meanwhile."""
    counted = (dose.hold_seconds, dose.reps, dose.tempo, dose.every_seconds)
    return dose.for_seconds is not None and not any(counted)


_WALKED = re.compile(
    r"\b(?:walk|march|marche[rz]?|gehen|camin[ae]|roll)\b|back and forth|hin und her", re.IGNORECASE
)
"""What instructions say of exercises that are held by no means."""


_STAYS = re.compile(
    r"\b(?:stand on one|balance on|freeze|keep still|auf einem bein|sur une jambe|sur un pied"
    r"|sobre una pierna|a la pata coja)\b",
    re.IGNORECASE,
)
"""What instructions say of exercises that are held, whatever their name."""


def _says(pattern: re.Pattern[str], exercise: Mapping[str, Any]) -> bool:
    return pattern.search(str(exercise.get("instructions", ""))) is not None


def _is_held(dose: Dose, name: str, around: str) -> bool:
    """Return whether a time in a line is a hold: 30 seconds of hopping are none."""
    if _MOVED_MEANWHILE.search(name):
        return False
    is_moved = _MOVED.search(name) is not None
    if re.search(r"\bhold\b", around):
        return dose.reps is not None or not is_moved
    is_breathed = dose.note is not None and _BREATHS.search(dose.note) is not None
    is_named = _HELD.search(name) is not None
    if dose.reps is not None:
        return is_breathed or is_named or not is_moved
    is_said = _HELD_AROUND.search(around) is not None or is_named
    return is_breathed or (is_said and not is_moved)


_MOVED = re.compile(
    r"\broll|circle|swing|walk|jog\b|\brun|march|jump|kick|shrug|twists|kreis|gehen|laufen|círcul"
    r"|\b(?:hard|easy|tempo|steady|fast|sprints?|rowing|bike|cycling|swim|work|efforts?|intervals?"
    r"|pace|spin|threshold|rope|skip\w*|jacks?|climbers?|burpees?|high[ -]knees|punch\w*|slams?"
    r"|crawls?"
    r"|shuffles?|skaters?|flutters?|scissors|crunches|raises|curls|squats|lunges|push-?ups|sit-?ups"
    r"|step-?ups|thrusters|ski|erg)\b"
    r"|cercle|rotat|turns",
    re.IGNORECASE,
)
"""What is said of exercises that move all the time."""
_MOVED_MEANWHILE = re.compile(
    r"(?=.*\b(?:plank|bridge|bear)\b).*\b(?:taps?|jacks?|reach\w*|rotations?|rocks?|drags?|rows?"
    r"|jumps?|climbers?|twists?|dips|saws?"
    r"|pulses|swings?|switch\w*|shuffles?|kicks?)\b",
    re.IGNORECASE,
)
"""What is done in a plank, or a bridge, that is no hold then: shoulder taps."""
_HELD_AROUND = re.compile(
    r"\b(?:hold|halten|mantener|mantén|mantenga|aguantar?|tenir|tenez|maintenir)\b"
    r"|stretch|dehn|estira|étire|yoga|isometr|isometrí|isométr",
    re.IGNORECASE,
)
"""What a line, or the title above it, says of positions that are held."""


_BREATHS = re.compile(r"\b(?:breath|atemz|respirac|respirat)", re.IGNORECASE)
"""Of a position that is kept for some breaths."""


def guessed(
    exercise: Mapping[str, Any], dose: Dose, name: str, around: str = "", language: str = ""
) -> dict[str, Any]:
    """Return the fields that a new `exercise` called `name` lacks, as they are guessed.

    `around` is its line, with the title above it.
    """
    found: dict[str, Any] = {}
    if "posture" not in exercise:
        found["posture"] = _posture(name, str(exercise.get("instructions", "")))
    if "instructions" not in exercise:
        found["instructions"] = f"{name}."
    if "phases" not in exercise and "tempo" not in exercise:
        lasts = dose.for_seconds if is_done_once(dose) else dose.hold_seconds
        lasts = dose.assumed.seconds if dose.assumed else lasts
        if lasts is not None:
            is_held = dose.assumed is None and _is_held(dose, name, around)
            is_held = is_held or _says(_STAYS, exercise) or _STAYS.search(name) is not None
            is_held = is_held and not (dose.reps is None and _says(_WALKED, exercise))
            phase = {"name": phase_name(language, is_held=is_held), "seconds": lasts}
            found["phases"] = [{**phase, "hold": True} if is_held else phase]
            return {**found, **_released(exercise, lasts)} if is_held else found
        is_quick = _is_hurried(dose) or _QUICK.search(name) is not None
        found["tempo"] = QUICK if is_quick else TEMPO
    return found


def _is_hurried(dose: Dose) -> bool:
    """Return whether the reps of a set, at the usual pace, take longer than until the next one."""
    many = dose.reps if isinstance(dose.reps, int) else 0
    many *= 2 if dose.sides in ("each", "alternate") else 1
    every = dose.every_seconds
    return every is not None and every < many * _REP_SECONDS + _LEAST_REST_SECONDS


_REP_SECONDS, _LEAST_REST_SECONDS = 4, 5
_QUICK = re.compile(r"\b(?:quick|fast|rapid|schnell|rápid|rapide)", re.IGNORECASE)


def _posture(name: str, instructions: str) -> str:
    """Return the posture that instructions begin with, or else a name: "Lie on your back"."""
    for said in (instructions, name):
        found = {each: match for each, match in _found(said) if match is not None}
        if found:
            return min(found, key=lambda posture: found[posture].start())
    return "standing"


def _found(said: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    for posture, pattern in _SAID_POSTURES.items():
        yield posture, pattern.search(said)


def _released(exercise: Mapping[str, Any], lasts: Any) -> dict[str, float]:
    """Return the rest in which a position is left that is held several times."""
    is_once = exercise.get("reps") in (None, 1)
    if is_once or "every_seconds" in exercise or "rest_between_reps_seconds" in exercise:
        return {}
    longest = max(lasts) if isinstance(lasts, list) else lasts
    return {"rest_between_reps_seconds": 3 if longest < _LONG_HOLD_SECONDS else 5}


_LONG_HOLD_SECONDS = 20
"""From here on a hold is left more slowly."""


_LIE = r"\b(?:lie|lying|lay)\b[^.]{0,30}?\b"
_SAID_POSTURES = {
    posture: re.compile(said, re.IGNORECASE)
    for posture, said in {
        "lying_face_down": rf"{_LIE}(?:front|stomach|tummy|belly|face[- ]down|prone)\b"
        r"|\bface[- ]down\b"
        r"|\bprone\b|\bbauchlage\b|\b(?:sich|dich)\s+(?:flach\s+)?auf\s+den\s+bauch\b"
        r"|\bauf\s+dem\s+bauch\b|\bbäuchlings\b"
        r"|\bboca\s+abajo\b|\bprono\b|(?<!main\s)(?<!mains\s)\b(?:sur"
        r"|à\s+plat)\s+(?:le\s+)?ventre\b|\bprocubitus\b"
        r"|\bon\s+your\s+(?:front|stomach|tummy|belly)\b",
        "lying_on_side": rf"{_LIE}side\b|\bside[- ]lying\b|\bon\s+your\s+side\b"
        r"|\bseit(?:en)?lage\b|\blegen\s+sie\s+sich\s+auf\s+(?:die|eine)\s+\w*\s*seite\b"
        r"|\b(?:tumbad[oa]|túmbese|acostad[oa]|acuéstese)\s+(?:de\s+(?:lado|costado)"
        r"|sobre\s+un\s+(?:lado|costado))"
        r"|\b(?:allongée?|couchée?|allongez[- ]vous|couchez[- ]vous)\s+sur\s+le\s+côté\b"
        r"|\bdecúbito\s+lateral\b",
        "lying_face_up": rf"{_LIE}(?:back|flat|down|bed|face[- ]up|supine)\b|\bsupine\b"
        r"|\bsit-?\s?ups?\b|\bface[- ]up\b|\bon\s+your\s+back\b|\b(?:in|while)\s+lying\b"
        r"|\brückenlage\b"
        r"|\b(?:sich|dich)\s+(?:flach\s+)?auf\s+den\s+rücken\b|\bauf\s+dem\s+rücken\b"
        r"|\bim\s+liegen\b|\bboca\s+arriba\b|\bsupino\b"
        r"|\b(?:tumbad[oa]|túmbese|acostad[oa]|acuéstese|túmbate|acuéstate)\b(?!\s+(?:de"
        r"|boca\s+abajo|sobre\s+un))"
        r"|\b(?:allongée?|couchée?|allongez[- ]vous"
        r"|couchez[- ]vous)(?:\s+à\s+plat)?\s+(?:sur\s+)?(?:le\s+)?dos\b"
        r"|(?<!main\s)(?<!mains\s)\bsur\s+le\s+dos\b|\b(?:lie|lying)\b",
        "hands_and_knees": r"\ball\s+fours\b|\bhands\s+and\s+knees\b|\bquadruped\b"
        r"|\bvierfüßler\w*|\bvierfüssler\w*|\bcuatro\s+patas\b"
        r"|\bcuadrupedia\b|\bquatre\s+pattes\b",
        "kneeling": r"\bkneel(?:ing)?\b(?![^.]{0,40}(?:fours|hands))|\bon\s+your\s+knees\b"
        r"|\bkniestand\b|\bkniend\b"
        r"|\bknien\s+sie\b|(?<!estiramiento\s)\bde\s+rodillas\b(?!\s+(?:al?|hacia)\b)|\barrodíll\w+|\bà\s+genoux\b|\bagenouill\w+",
        "sitting_on_chair": r"\b(?:sit|sitting|seated|sat)\b[^.]{0,40}?\b(?:chair|stool|bench"
        r"|bed)\b|\b(?:on|in)\s+a\s+chair\b"
        r"|\b(?:stuhl|hocker|bettkante|stuhlkante)\b(?<!lehne)|\b(?:sitz|im\s+sitzen|sitzend)\b"
        r"|\bseated\b(?!\s+(?:\w+\s+)?(?:forward|fold|straddle|twist|spinal))"
        r"|\bsit(?:ting)?[- ]to[- ]stand\b|\bin\s+sitting\b|\bsitting\b(?!\s+on\s+the\s+floor)"
        r"|\bsentad[oa]\s+en\s+(?:una\s+silla|el\s+borde)|\bsiéntese\s+en\s+(?:una|la)\s+silla"
        r"|\bassise?\s+sur\s+(?:une|la)\s+chaise"
        r"|\basseyez[- ]vous\s+sur\s+(?:une|la)\s+chaise",
        "sitting": r"\bsit\b(?!-?\s?ups?\b)|\bseated\b|\bsitting\s+on\s+the\s+floor\b|\blangsitz\b"
        r"|\b(?:aufrecht\s+sitzen|setzen\s+sie\s+sich)\b|\bsentad[oa]\b|\bsiéntese\b"
        r"|\bsiéntate\b|\bassise?\b|\basseyez[- ]vous\b|\btailleur\b|\bschneidersitz\b",
        "at_wall": r"\b(?:against|facing|at|to)\s+(?:a|the)\s+wall\b|\ban\s+(?:der|die"
        r"|eine[r]?)\s+wand\b|\b(?:contra|frente\s+a)\s+(?:la|una)\s+pared\b"
        r"|\b(?:contre|face\s+à)\s+(?:le|un)\s+mur\b|\bface\s+au\s+mur\b",
        "standing_bent_over": r"\bbent\s+over\b",
        "standing": r"\bstand(?:ing)?\b|\bim\s+stand\b|\bim\s+stehen\b|\bstehen\s+sie\b"
        r"|\bstellen\s+sie\s+sich\b|\bstehend\b|\bde\s+pie\b|\bdebout\b",
    }.items()
}
"""What is said of a posture, where instructions begin or in a name, in four languages."""


_NUMBER = re.compile(r"(?:^|\s)([\dx×][^\s°]*)$")
"""A number at the end of a name, which is rather how much."""


def shown_guess(value: Any) -> str:
    """Return a field that is guessed as a remark has it."""
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, str):
        return shown(value)
    return "a hold" if value[0].get("hold") else f"{value[0]['name']}, no hold"


def asked_of(name: str, dose: Dose) -> str:
    """Return what is asked about the end of a new exercise's name, behind what is guessed."""
    if dose.assumed:
        lasts = clock(dose.assumed.seconds * 1000)
        what = f"{shown(dose.assumed.far)} says no time: {lasts} is assumed"
        return f"; {what}; say how long it takes, as in `{name} in {lasts}`"
    if perhaps := perhaps_meant(name):
        return f"; it may be {' or '.join(perhaps)}: say which"
    if DISTANCE.search(name) and dose.hold_seconds is None:
        return "; a distance says no time: say how long it takes, as in `90s`"
    number = _NUMBER.search(name)
    return f"; {shown(number[1])} is read as part of the name" if number else ""


def counts_what_is_timed(changed: Mapping[str, Any], exercise: Any) -> bool:
    """Return whether a step counts reps of an exercise that is one long stretch of work.

    "Squat 10" is ten squats, not ten times the half minute that the exercise lasts.
    """
    phases = exercise.get("phases") if isinstance(exercise, dict) else None
    if "reps" not in changed or {"phases", "tempo"} & {*changed} or not isinstance(phases, list):
        return False
    only = phases[0] if len(phases) == 1 else None
    return isinstance(only, dict) and "reps" not in exercise and not only.get("hold")


def slug(title: str) -> str:
    """Return the id that a title makes."""
    slug = re.sub(r"[^\w-]+|_", "-", plainly(title))
    return re.sub(r"-+", "-", slug).strip("-")[:90] or "routine"


def free_id(id_: str, taken: Mapping[str, Any]) -> str:
    """Return `id_`, with a number where it is taken."""
    there = {each.lower() for each in taken}
    if id_.lower() not in there:
        return id_
    return next(f"{id_}-{number}" for number in range(2, 10**6) if f"{id_}-{number}" not in there)
