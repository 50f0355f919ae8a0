"""What is taken, gone to, put aside and announced, step by step."""

from itertools import takewhile

import pytest
from hypothesis import given

from audiocoach.coach.composer import compose
from audiocoach.coach.furniture import KINDS, furniture_faults
from audiocoach.coach.phrases import load_phrases
from audiocoach.coach.score import Score
from audiocoach.coach.timeline import Measure
from audiocoach.routine.plan import Plan
from tests.coach.making import ENGLISH, UP, composed, exercise, said
from tests.coach.strategies import measures, unhurried_plans

CHAIR = {"equipment": ("a sturdy chair",)}


def announced(score: Score, step: int) -> list[str]:
    """Return what is said on the way to step `step`, from 1, up to the instruction."""
    spans = [span for span in score.spans if span.title == "Get ready"]
    words = [
        cue.text
        for cue in score.cues
        if cue.text and spans[step - 1].start_ms <= cue.start_ms < spans[step - 1].end_ms
    ]
    ends = ("Stand tall.", "Get ready.", "After this one")
    return list(takewhile(lambda text: not text.startswith(ends), words))


def test_one_gets_up_from_the_floor_before_going_to_a_chair() -> None:
    floor, chair = exercise(UP, posture="lying_face_up"), exercise(UP, posture="sitting", **CHAIR)
    assert announced(composed(floor, chair), 2) == [
        "Next: Wall sit.",
        "Roll onto your side, and push yourself up slowly.",
        "Go to a sturdy chair.",
        "Sit upright.",
    ]


@pytest.mark.parametrize(
    ("posture", "way"),
    [
        ("sitting_on_chair", "Sit down on the chair."),
        ("at_table", "Stand at the table."),
    ],
)
def test_furniture_of_the_posture_is_gone_to_and_not_taken(posture: str, way: str) -> None:
    floor, next_one = exercise(UP, posture="lying_face_up"), exercise(UP, posture=posture)
    up = "Roll onto your side, and push yourself up slowly."
    assert announced(composed(floor, next_one), 2) == ["Next: Wall sit.", up, way]


def test_a_chair_written_as_equipment_is_the_one_the_posture_needs() -> None:
    score = composed(exercise(UP, posture="sitting_on_chair", **CHAIR))
    assert "You will need a sturdy chair." in said(score)
    assert announced(score, 1) == ["First: Wall sit.", "Sit down on the chair."]


def test_from_hands_and_knees_one_gets_up_before_one_takes_something() -> None:
    kneeling = exercise(UP, posture="hands_and_knees")
    row = exercise(UP, posture="standing", equipment=("a band",))
    assert announced(composed(kneeling, row), 2) == [
        "Next: Wall sit.",
        "Bring one foot forward, and stand up slowly.",
        "Take a band.",
    ]


def test_a_thing_is_taken_before_one_lies_down() -> None:
    row = exercise(UP, posture="lying_face_up", equipment=("a band",))
    assert announced(composed(row), 1) == [
        "First: Wall sit.",
        "Take a band.",
        "Lie down on your back.",
    ]


def test_what_is_in_use_is_not_named_again() -> None:
    sitting = exercise(UP, posture="sitting_on_chair", **CHAIR)
    score = composed(sitting, sitting, sitting)
    assert [announced(score, step) for step in (2, 3)] == [["Next: Wall sit."]] * 2


def test_furniture_is_never_put_aside() -> None:
    score = composed(exercise(UP, posture="sitting", **CHAIR), exercise(UP))
    assert "Put your equipment aside." not in said(score)


def test_nothing_is_put_aside_just_before_it_is_needed_again() -> None:
    band, bare = exercise(UP, equipment=("a band",)), exercise(UP)
    assert "Put your equipment aside." not in said(composed(band, bare, band))
    assert "You no longer need a band." not in said(composed(band, bare, band))
    assert "You no longer need a band." in said(composed(band, bare, bare))


def test_of_what_is_needed_again_later_it_is_not_said_that_it_no_longer_is() -> None:
    """In rounds it came back in each: "You no longer need a pair of dumbbells."."""
    band, bare = exercise(UP, equipment=("a band",)), exercise(UP)
    texts = said(composed(band, bare, bare, band, bare))
    assert [text for text in texts if "need" in text or "holding" in text] == [
        "You will need a band.",
        "Put down what you are holding.",
        "You no longer need a band.",
    ]
    both, one = exercise(UP, equipment=("a band", "a ball")), exercise(UP, equipment=("a ball",))
    texts = said(composed(both, one, one, both))
    assert "For now, you don't need a band." in texts
    odd = exercise(UP, equipment=("a bosu",))
    assert "For now, you don't need a bosu." in said(composed(odd, bare, bare, odd))


def test_more_than_two_things_are_put_aside_without_their_names() -> None:
    things = ("a band", "a ball", "a towel")
    many, few = exercise(UP, equipment=things), exercise(UP, equipment=things[:2])
    assert "Put your equipment aside." in said(composed(many, exercise(UP)))
    assert "You no longer need a band and a ball." in said(composed(few, exercise(UP)))


@pytest.mark.parametrize("mat", ["a mat", "your yoga mat", "a folded blanket"])
def test_what_one_lies_on_is_taken_and_never_put_aside(mat: str) -> None:
    on_mat = exercise(UP, posture="lying_face_up", equipment=(mat,))
    words = said(composed(on_mat, exercise(UP)))
    assert f"Take {mat}." in words
    assert not [text for text in words if "no longer" in text or "aside" in text]


def test_there_is_time_to_fetch_a_thing() -> None:
    def way_ms(*things: str) -> int:
        score = composed(exercise(UP), exercise(UP, equipment=things))
        (_, change) = [span for span in score.spans if span.kind == "change"]
        return change.end_ms - change.start_ms

    assert way_ms("a band") >= way_ms() + 4000


def test_what_stays_in_use_is_distinguished_from_what_is_put_aside() -> None:
    both, mat = exercise(UP, equipment=("a mat", "a band")), exercise(UP, equipment=("a mat",))
    assert "You no longer need a band." in said(composed(both, mat))


def test_what_has_been_used_is_not_announced_again() -> None:
    band, bare = exercise(UP, equipment=("a band",)), exercise(UP)
    score = composed(band, bare, bare, band)
    assert "After this one, you will need a band." not in said(score)


def test_the_opening_names_everything_once() -> None:
    score = composed(
        exercise(UP, equipment=("a mat",)),
        exercise(UP),
        exercise(UP, posture="sitting_on_chair"),
        exercise(UP, equipment=("a mat", "a band")),
        exercise(UP, posture="at_wall"),
    )
    assert "You will need a mat, a chair, a band and a free wall." in said(score)


@given(unhurried_plans, measures)
def test_equipment_is_reported_as_somebody_would_who_watches(plan: Plan, measure: Measure) -> None:
    score = compose(plan, ENGLISH, measure)
    held: tuple[str, ...] = ()
    (opening,) = [text for text in said(score) if text.startswith("You will need")] or [""]
    steps = [step.exercise for step in plan.steps]
    for number, here in enumerate(steps, 1):
        words = announced(score, number)
        named = [thing for thing in here.equipment if any(f" {thing}" in each for each in words)]
        assert set(named).isdisjoint(held)
        assert not any(text.startswith("Take") and "chair" in text for text in words)
        later = steps[number].equipment if number < len(steps) else ()
        if "Put your equipment aside." in words:
            assert any(thing not in here.equipment and thing not in later for thing in held)
        assert all(thing in opening for thing in here.equipment)
        held = here.equipment


@pytest.mark.parametrize(
    ("language", "furniture", "portable"),
    [
        ("en", ["a sturdy chair", "Two chairs", "a bench."], ["a band", "a stable band", "a mat"]),
        ("de", ["ein stabiler Küchenstuhl", "den Esstisch"], ["ein Band", "zwei Hanteln"]),
        ("es", ["una silla firme", "la pared"], ["una banda elástica", "dos mancuernas"]),
        ("fr", ["une chaise stable", "le bord d'une table"], ["un élastique", "deux haltères"]),
        ("hi", ["मज़बूत कुर्सी", "मेज़"], ["एक बैंड", "दो डम्बल"]),
        ("it", ["una sedia robusta", "un tavolo"], ["un elastico", "due manubri"]),
        ("ja", ["丈夫な椅子", "テーブル"], ["ゴムバンド", "ダンベル二つ"]),
        ("nl", ["een keukenstoel", "een stevige tafel"], ["een band", "twee halters"]),
        ("pl", ["stabilne krzesło", "stół"], ["taśma", "dwa hantle"]),
        ("pt", ["uma cadeira firme", "uma mesa"], ["um elástico", "dois halteres"]),
        ("tr", ["sağlam bir sandalye", "masa"], ["bir bant", "iki dambıl"]),
        ("zh", ["一把结实的椅子", "桌子"], ["一条弹力带", "两个哑铃"]),
    ],
)
def test_furniture_is_distinguished_from_what_is_taken(
    language: str, furniture: list[str], portable: list[str]
) -> None:
    phrases = load_phrases(language)
    assert [thing for thing in furniture if phrases.furniture_kind(thing) is None] == []
    assert [thing for thing in portable if phrases.furniture_kind(thing)] == []


@pytest.mark.parametrize("words", [None, [], {"chair": ["chair"]}])
def test_furniture_that_lacks_a_kind_is_named(words: object) -> None:
    assert list(furniture_faults(words)) == ["must be an object with chair, table, wall, other"]


def test_a_list_of_furniture_must_hold_words() -> None:
    words = {kind: ["chair"] for kind in KINDS} | {"wall": ["*"]}
    assert list(furniture_faults(words)) == ["wall: must be a list of words"]


@pytest.mark.parametrize(
    ("language", "things", "listed"),
    [
        ("en", ["a mat"], "a mat"),
        ("en", ["a mat", "a towel"], "a mat and a towel"),
        ("en", ["a mat", "a towel", "a stick", "a chair"], "a mat, a towel, a stick and a chair"),
        ("en", ["a mat", "a long, thin band"], "a mat, and a long, thin band"),
        ("en", ["a rope and a ball", "a mat"], "a rope and a ball, and a mat"),
        ("de", ["Matte", "Band", "Stuhl"], "Matte, Band und Stuhl"),
        ("es", ["una silla", "una banda"], "una silla y una banda"),
        ("es", ["una silla", "hilo"], "una silla, y también hilo"),
        ("ja", ["マット", "いす", "ぼう"], "マットと いすと ぼう"),
        ("zh", ["垫子", "毛巾", "椅子"], "垫子、毛巾和椅子"),
    ],
)
def test_things_are_listed_as_the_language_has_it(
    language: str, things: list[str], listed: str
) -> None:
    assert load_phrases(language).listing(things) == listed


def test_what_is_at_hand_is_taken_once_until_something_else_takes_its_place() -> None:
    """In each round of a circuit with other exercises it was once taken again."""
    bell, free = exercise(UP, equipment=("a dumbbell",)), exercise(UP)
    band = exercise(UP, equipment=("a band",))
    assert said(composed(bell, free, bell, free, bell)).count("Take a dumbbell.") == 1
    assert said(composed(bell, free, free, bell)).count("Take a dumbbell.") == 2
    assert said(composed(bell, band, bell)).count("Take a dumbbell.") == 2


def test_a_mat_is_taken_once_in_a_session() -> None:
    on_mat, free = exercise(UP, equipment=("a mat",)), exercise(UP)
    assert said(composed(on_mat, free, free, on_mat)).count("Take a mat.") == 1


def test_a_mat_is_taken_before_one_comes_to_the_floor_and_not_by_who_lies_there() -> None:
    bridge = exercise(UP, title="Bridge", posture="lying_face_up")
    cobra = exercise(UP, title="Cobra", posture="lying_face_down", equipment=("a mat",))
    texts = said(composed(exercise(UP, title="Squat"), bridge, cobra))
    assert texts.count("Take a mat.") == 1
    assert texts.index("Next: Bridge.") < texts.index("Take a mat.")
    assert texts.index("Take a mat.") < texts.index("Lie down on your back.")


def test_who_goes_to_a_chair_stands_already() -> None:
    wall = exercise(UP, title="Wall sit", posture="at_wall")
    step_up = exercise(UP, title="Step-up", posture="standing", **CHAIR)
    for before in (wall, exercise(UP, posture="lying_face_up")):
        way = announced(composed(before, step_up), 2)
        assert way[-1] == "Go to a sturdy chair."
        assert "Stand up straight." not in way


FIXED = {
    "en": "a hangboard|a pull-up bar|an exercise bike|a treadmill|a rowing machine|a door",
    "de": "ein Hangboard|eine Klimmzugstange|ein Laufband|ein Rudergerät|ein Türrahmen|eine Treppe",
    "fr": "une poutre|une barre de traction|un tapis roulant|un rameur|un escalier|un cadre",
    "es": "una barra de dominadas|una bicicleta estática|una cinta de correr|la escalera|un marco",
    "it": "una sbarra|una cyclette|un tapis roulant|un vogatore|le scale|il telaio della porta",
    "pt": "uma barra fixa|uma bicicleta ergométrica|uma máquina de remo|a escada|o batente",
    "nl": "een optrekstang|een hometrainer|een loopband|een roeimachine|de trap|een deurpost",
    "pl": "drążek|rower stacjonarny|bieżnia|wioślarz|schody|futryna",
    "tr": "barfiks çubuğu|sabit bisiklet|kürek makinesi|merdiven|kapı çerçevesi",
    "hi": "हैंगबोर्ड|साइकिल|ट्रेडमिल|सीढ़ी|चौखट",
    "ja": "ハングボード|鉄棒|トレッドミル|階段|ドア",
    "zh": "指力板|单杠|跑步机|划船机|楼梯|门框",
}


@pytest.mark.parametrize("language", FIXED)
def test_what_is_fixed_is_gone_to_and_not_taken(language: str) -> None:
    phrases = load_phrases(language)
    assert [
        thing for thing in FIXED[language].split("|") if not phrases.furniture_kind(thing)
    ] == []
    assert not any(map(phrases.is_taken, FIXED[language].split("|")))


@pytest.mark.parametrize(
    "thing", ["a band with a door anchor", "a broom or a bar", "two dumbbells", "a foam roller"]
)
def test_the_first_known_word_says_what_a_thing_is(thing: str) -> None:
    assert ENGLISH.is_taken(thing)


def test_of_a_thing_of_unknown_kind_it_is_said_that_it_is_needed() -> None:
    score = composed(exercise(UP), exercise(UP, equipment=("a bosu", "a band", "stairs")))
    assert announced(score, 2)[1:4] == [
        "Take a band.",
        "Go to stairs.",
        "You need a bosu for this.",
    ]


@pytest.mark.parametrize("posture", ["lying_face_up", "hands_and_knees", "kneeling"])
def test_what_is_in_hand_is_laid_down_for_the_floor_and_taken_again(posture: str) -> None:
    """In rounds one lay down with the dumbbells in hand."""
    row, floor = exercise(UP, equipment=("two dumbbells",)), exercise(UP, posture=posture)
    texts = said(composed(row, floor, row, floor))
    assert texts.count("Put down what you are holding.") == 1
    assert texts.count("Take two dumbbells.") == 2
    assert "You no longer need two dumbbells." in texts


def test_nothing_is_laid_down_for_an_exercise_that_uses_it() -> None:
    row = exercise(UP, equipment=("two dumbbells",))
    press = exercise(UP, posture="lying_face_up", equipment=("two dumbbells",))
    assert "Put down what you are holding." not in said(composed(row, press, row))


@pytest.mark.parametrize(
    ("posture", "thing"), [("sitting_on_chair", "a sturdy chair"), ("at_table", "a table")]
)
def test_what_one_sits_or_stands_at_is_not_gone_to(posture: str, thing: str) -> None:
    """Who stood at a table was asked to go to a table."""
    at_it, with_it = exercise(UP, posture=posture), exercise(UP, equipment=(thing,))
    score = composed(at_it, with_it, exercise(UP), with_it)
    assert said(score).count(f"Go to {thing}.") == 1


@pytest.mark.parametrize("thing", ["boxing gloves", "a handrail"])
def test_gloves_and_handrails_are_known(thing: str) -> None:
    assert ENGLISH.is_taken(thing) == (thing == "boxing gloves")
    assert (ENGLISH.furniture_kind(thing) == "other") == (thing == "a handrail")


@pytest.mark.parametrize(
    ("language", "gloves"),
    [
        ("de", "Boxhandschuhe"), ("es", "guantes de boxeo"), ("fr", "des gants de boxe"),
        ("it", "guanti da boxe"), ("pt", "luvas de boxe"), ("nl", "bokshandschoenen"),
        ("pl", "rękawice bokserskie"), ("tr", "boks eldivenleri"), ("hi", "बॉक्सिंग दस्ताने"),
        ("ja", "ボクシンググローブ"), ("zh", "拳击手套"),
    ],
)  # fmt: skip
def test_gloves_are_taken_in_every_language(language: str, gloves: str) -> None:
    assert load_phrases(language).is_taken(gloves)
