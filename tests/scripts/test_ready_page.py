"""The page of the ready routines is what the script makes of their files."""

from ready_page import PAGE, page


def test_the_page_is_as_the_files_are() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()
