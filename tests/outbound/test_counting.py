"""Who is counted as a person, and what is kept of a search."""

import pytest

from crescendo.outbound.counting import is_ahead_of_a_click, is_robot, place_of, words_to_keep
from crescendo.outbound.repeats import Repeats

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; CUBOT X90) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130 Mobile Safari/537.36"
)
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.mark.parametrize("user_agent", [PHONE, DESK, "Mozilla/5.0 (iPhone) [Pinterest/iOS]", "Opera/9.80"])
def test_browsers_are_people(user_agent: str) -> None:
    assert not is_robot(user_agent)


@pytest.mark.parametrize(
    "user_agent",
    [
        "",
        " ",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; bingbot/2.0)",
        "Mozilla/5.0 (compatible; Yahoo! Slurp)",
        "Baiduspider",
        "curl/8.5.0",
        "Wget/1.21",
        "python-requests/2.32",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23",
        "Slackbot-LinkExpanding 1.0",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/130",
        "Mozilla/5.0 (Macintosh) AppleWebKit/605 BingPreview/1.0b",
        "Go-http-client/2.0",
    ],
)
def test_known_robots_and_programs_without_a_name_are_not(user_agent: str) -> None:
    assert is_robot(user_agent)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Sec-Purpose", "prefetch"),
        ("Sec-Purpose", "prefetch;prerender"),
        ("Purpose", "prefetch"),
        ("X-Purpose", "preview"),
        ("X-Moz", "prefetch"),
    ],
)
def test_what_a_browser_fetches_ahead_is_no_click(name: str, value: str) -> None:
    assert is_ahead_of_a_click({name: value})
    assert not is_ahead_of_a_click({"Accept": value})


@pytest.mark.parametrize(("text", "place"), [("7-3", (7, 3)), ("7-0", (7, 0)), ("123456789-9999", (123456789, 9999))])
def test_place_names_a_guide_and_a_position(text: str, place: tuple[int, int]) -> None:
    assert place_of(text) == place


@pytest.mark.parametrize(
    "text", ["", "7", "7-", "-3", "0-3", "07-3", "7-03", "7-3-1", "7-3\n", "٧-٣", "1234567890-1", "x"]
)
def test_anything_else_names_no_place(text: str) -> None:
    assert place_of(text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  Wool   SOCKS ", "wool socks"),
        ("anna@example.org", ""),
        ("call +44 20 7946 0958", ""),
        ("boots size 42", "boots size 42"),
        ("a" * 200, "a" * 80),
    ],
)
def test_search_is_kept_without_what_may_say_who_somebody_is(text: str, kept: str) -> None:
    assert words_to_keep(text) == kept


def test_repeat_is_the_same_visitor_doing_the_same() -> None:
    repeats = Repeats()
    asked = [
        {"address": "192.0.2.1", "user_agent": DESK, "deed": "1/7-3"},
        {"address": "192.0.2.1", "user_agent": DESK, "deed": "1/7-4"},
        {"address": "192.0.2.1", "user_agent": PHONE, "deed": "1/7-3"},
        {"address": "192.0.2.2", "user_agent": DESK, "deed": "1/7-3"},
    ]
    assert [repeats.is_repeat(**deed) for deed in asked] == [False] * 4
    assert [repeats.is_repeat(**deed) for deed in asked] == [True] * 4


def test_visitor_is_remembered_under_a_key_of_the_process_and_never_by_name() -> None:
    repeats = Repeats()
    repeats.is_repeat(address="192.0.2.1", user_agent=DESK, deed="1/7-3")
    assert "192.0.2.1" not in repr(vars(repeats))
    assert "Firefox" not in repr(vars(repeats))
