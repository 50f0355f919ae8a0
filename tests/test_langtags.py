"""Tags of languages: the same ones by whichever name."""

import pytest

from audiocoach.langtags import also, is_among, is_tag, match, primary
from audiocoach.voice.engines import espeak, google, piper_tags

SAME = [("zh", "cmn"), ("he", "iw"), ("id", "in"), ("fil", "tl"), ("jv", "jw"), ("nb", "no")]


@pytest.mark.parametrize(("usual", "other"), SAME)
def test_a_language_is_one_by_whichever_tag(usual: str, other: str) -> None:
    assert primary(other) == primary(f"{usual.upper()}-XX") == usual
    assert {*also(usual)} == {*also(other)} == {usual, other}
    assert also(other)[0] == other
    assert is_among(f"{other}-XX", ["en", usual])


@pytest.mark.parametrize(("usual", "other"), SAME)
def test_each_engine_speaks_a_language_by_whichever_tag(usual: str, other: str) -> None:
    assert google._google_tag(usual) == google._google_tag(other)
    assert piper_tags.language(usual) == piper_tags.language(other)
    if espeak.languages() and is_among(usual, espeak.languages()):
        assert espeak._identifier(usual) == espeak._identifier(other)


def test_google_lists_languages_by_their_usual_tags() -> None:
    assert {"he", "fil", "jv", "nb", "zh-CN"} <= {*google.languages()}
    assert not {"iw", "tl", "jw", "no"} & {*google.languages()}


def test_a_plain_tag_stands_for_one_with_a_country_and_the_reverse() -> None:
    assert match("de-AT", ["en", "de"]) == match("de", ["en", "de"]) == "de"
    assert match("de", ["de-AT", "de-CH"]) is None
    assert (is_tag("pt-BR"), is_tag("pt_BR")) == (True, False)
