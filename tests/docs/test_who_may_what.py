"""The page of the policy says what the table says."""

from rosette.server.policy.page import PAGE, page_text


def test_the_page_is_as_it_would_be_written_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_text()
