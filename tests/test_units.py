import pytest

from audiocoach.units import parse_length


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("90", 90_000),
        ("90s", 90_000),
        ("1.5s", 1500),
        ("12m", 720_000),
        ("1h5m", 3_900_000),
        ("2h", 7_200_000),
        ("12:30", 750_000),
        ("0:07.5", 7500),
        ("1:02:03", 3_723_000),
        (" 5m ", 300_000),
        ("14min", 840_000),
        ("14 min", 840_000),
        ("14 Minutes", 840_000),
        ("1 hour, 5 minutes", 3_900_000),
        ("1h 5m 3s", 3_903_000),
        ("1h30", 5_400_000),
        ("12m30", 750_000),
        ("1.5 h", 5_400_000),
        ("1,5 h", 5_400_000),
        ("90 sec", 90_000),
    ],
)
def test_a_length_is_read_as_people_write_it(text: str, ms: int) -> None:
    assert parse_length(text) == ms


@pytest.mark.parametrize(
    "text",
    [
        "",
        "m",
        "soon",
        "5x",
        "1:2",
        "-5m",
        "5 5",
        "5mm",
        "1h:30",
        "٣m",
        "1e3",
        "5m5m",
        "14:75",
        "12:60",
        "1:75:00",
    ],
)
def test_what_is_no_length_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="such as 12m"):
        parse_length(text)
