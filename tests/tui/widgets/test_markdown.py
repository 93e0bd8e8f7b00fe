"""Markdown from decks: emphasis is drawn, nothing is clicked, everything else shows as written."""

from __future__ import annotations

import pytest
from textual.content import Content

from srm_quiz.tui.widgets.markdown import MarkdownText, blocks, flow, inline
from tests.support.showing import HOSTILE, WidgetApp, hurry


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


def shown(text: str, width: int = 40) -> list[str]:
    return [line.plain for line in flow(blocks(text), width)]


def styled(content: Content) -> dict[str, str]:
    return {content.plain[span.start : span.end]: str(span.style) for span in content.spans}


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_hostile_text_is_shown_as_written(text: str) -> None:
    app = WidgetApp(MarkdownText(f"before {text} after"))
    async with app.run_test(size=(80, 24)):
        assert f"before {text} after" in app.text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_reads_the_same_inline_and_in_a_paragraph(text: str) -> None:
    assert inline(text).plain == text
    assert shown(text) == [text]


def test_emphasis_and_code_are_drawn() -> None:
    found = inline("**strong**, *soft*, and `s3:Get*`")
    assert found.plain == "strong, soft, and s3:Get*"
    assert styled(found) == {"strong": "bold", "soft": "italic", "s3:Get*": "on $panel"}


def test_a_link_is_its_text_and_cannot_be_clicked() -> None:
    found = inline("see [the model](https://example.org) and <https://aws.amazon.com>")
    assert found.plain == "see the model and https://aws.amazon.com"
    assert found.spans == []


def test_text_that_looks_like_a_link_definition_stays() -> None:
    assert shown("[region]: us-east-1") == ["[region]: us-east-1"]


def test_an_option_is_inline_text_whatever_it_begins_with() -> None:
    assert inline("- 3").plain == "- 3"
    assert inline("1. first").plain == "1. first"
    assert inline("# heading").plain == "# heading"


def test_an_empty_line_separates_paragraphs_and_their_lines_are_joined() -> None:
    assert shown("one\ntwo\n\nthree") == ["one two", "", "three"]


def test_list_items_have_a_hanging_indent_and_no_gaps() -> None:
    assert shown("Two:\n\n- a long item that wraps\n- b\n  1. c\n  2. d\n\nEnd", 14) == [
        "Two:",
        "",
        "• a long item",
        "  that wraps",
        "• b",
        "  1. c",
        "  2. d",
        "",
        "End",
    ]


def test_code_keeps_its_lines_and_spaces() -> None:
    assert shown("```\nif [a]:\n    b\n```") == ["if [a]:", "    b"]


def test_a_word_wider_than_the_screen_is_folded() -> None:
    assert "".join(shown("x" * 95, 40)) == "x" * 95
    assert max(map(len, shown("x" * 95, 40))) == 40


async def test_an_empty_text_takes_no_space() -> None:
    prose = MarkdownText("")
    app = WidgetApp(prose)
    async with app.run_test() as pilot:
        assert not prose.display
        prose.update("now")
        await pilot.pause()
        assert prose.display and app.lines[0] == "now"
