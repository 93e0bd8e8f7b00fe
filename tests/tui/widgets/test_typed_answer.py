"""Typed and cloze cards: letters type, Enter answers, Escape gives the keys back to the commands."""

from __future__ import annotations

import pytest
from textual import events
from textual.content import Content

from srm_quiz.domain.cards import Cloze, Typed
from srm_quiz.domain.grading import Verdict
from srm_quiz.tui.widgets.typed_answer import TypedAnswer, closest, mark_differences
from tests.support.showing import HOSTILE, WidgetApp, hurry


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


REPORT = Typed("Where do you download the SOC 2 report?", "AWS Artifact", ("Artifact",))
SECURITY = Cloze("AWS is responsible for security ", "of", " the cloud.", "of or in?")


def answers(app: WidgetApp) -> list[str]:
    return [said.text for said in app.messages if isinstance(said, TypedAnswer.Answered)]


async def test_letters_are_typed_and_enter_answers() -> None:
    app = WidgetApp(TypedAnswer(REPORT))
    async with app.run_test() as pilot:
        await pilot.press(*"hub", "minus", "question_mark", "1", "space", "enter")
        assert answers(app) == ["hub-?1"] and app.actions == []
        assert "enter answer" in app.footer and "hint" not in app.footer and "bury" not in app.footer


async def test_an_empty_input_submits_an_empty_answer() -> None:
    app = WidgetApp(TypedAnswer(REPORT))
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("enter")
        assert answers(app) == [""]


async def test_escape_turns_letters_into_commands_and_enter_continues_typing() -> None:
    app = WidgetApp(TypedAnswer(REPORT))
    async with app.run_test() as pilot:
        await pilot.press("a", "escape", "h", "u")
        assert app.actions == ["hint", "undo"]
        assert "enter keep typing" in app.footer and "h hint" in app.footer
        await pilot.press("enter", "b", "enter")
        assert answers(app) == ["ab"]
        await pilot.press("escape", "escape")
        assert app.actions == ["hint", "undo", "back"]


async def test_undo_works_from_an_empty_input_and_never_discards_typed_text() -> None:
    app = WidgetApp(TypedAnswer(REPORT))
    async with app.run_test() as pilot:
        await pilot.press("ctrl+z")
        assert app.actions == ["undo"]
        await pilot.press("a", "ctrl+z")
        assert app.actions == ["undo"] and "undo" not in app.footer
        await pilot.press("enter")
        assert answers(app) == ["a"]


async def test_a_blank_shows_its_cue_then_the_text_typed_then_the_right_answer() -> None:
    app = WidgetApp(TypedAnswer(SECURITY))
    async with app.run_test() as pilot:
        assert app.lines[0] == "AWS is responsible for security [of or in?] the cloud."
        await pilot.press(*"in")
        assert app.lines[0] == "AWS is responsible for security in the cloud."
        app.query_one(TypedAnswer).show_verdict("in", Verdict.WRONG)
        await pilot.pause()
        assert app.lines[0] == "AWS is responsible for security of the cloud."
        assert "✗ you wrote  in" in app.text and "✓ it is      of" in app.text


async def test_a_blank_without_a_cue_is_a_line_even_inside_emphasis() -> None:
    app = WidgetApp(TypedAnswer(Cloze("It is **", "yours", "**.\n\n- always")))
    async with app.run_test():
        assert app.lines[:3] == ["It is ______.", "", "• always"]


async def test_an_accepted_answer_is_shown_with_the_cards_own() -> None:
    app = WidgetApp(TypedAnswer(REPORT))
    async with app.run_test() as pilot:
        app.query_one(TypedAnswer).show_verdict("artifact", Verdict.CORRECT)
        await pilot.pause()
        assert app.lines[:2] == ["✓ artifact", "  also AWS Artifact"]


async def test_a_slip_is_shown_beside_the_right_answer() -> None:
    app = WidgetApp(TypedAnswer(REPORT))
    async with app.run_test() as pilot:
        app.query_one(TypedAnswer).show_verdict("AWS Artefact", Verdict.CLOSE)
        await pilot.pause()
        assert app.lines[:2] == ["≈ you wrote  AWS Artefact", "✓ it is      AWS Artifact"]


async def test_without_a_typed_answer_only_the_right_one_is_shown() -> None:
    app = WidgetApp(TypedAnswer(REPORT))
    async with app.run_test() as pilot:
        app.query_one(TypedAnswer).show_verdict(None)
        await pilot.pause()
        assert app.lines[0] == "✓ AWS Artifact" and "you wrote" not in app.text


async def test_after_the_verdict_letters_are_commands_until_undo() -> None:
    app = WidgetApp(TypedAnswer(REPORT))
    async with app.run_test() as pilot:
        await pilot.press(*"xy")
        typed = app.query_one(TypedAnswer)
        typed.show_verdict("xy", Verdict.WRONG)
        await pilot.pause()
        await pilot.press("u", "enter")
        assert app.actions == ["undo"] and answers(app) == []
        typed.show_question("xy")
        await pilot.pause()
        await pilot.press("z", "enter")
        assert answers(app) == ["xyz"]


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_texts_are_shown_as_written(text: str) -> None:
    app = WidgetApp(TypedAnswer(Cloze(f"before {text} ", text, f" after {text}", text)))
    async with app.run_test(size=(120, 24)) as pilot:
        assert f"before {text} [{text}] after {text}" in app.text
        app.query_one(TypedAnswer).show_verdict(f"my {text}", Verdict.WRONG)
        await pilot.pause()
        assert f"before {text} {text} after {text}" in app.text
        assert f"my {text}" in app.text


async def test_it_survives_a_small_terminal() -> None:
    app = WidgetApp(TypedAnswer(Cloze("word " * 20, "blank", " word" * 20)))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(*"blank", "enter")
        assert answers(app) == ["blank"]


def marks(content: Content) -> list[str]:
    return [content.plain[span.start : span.end] for span in content.spans]


def test_differences_are_marked_letter_by_letter() -> None:
    mine, wanted = mark_differences("Identiy and acess", "Identity and access")
    assert (marks(mine), marks(wanted)) == ([], ["t", "c"])
    mine, wanted = mark_differences("artiffact", "Artifact")
    assert (marks(mine), marks(wanted)) == (["f"], [])


def test_two_dissimilar_answers_are_not_marked() -> None:
    assert [marks(one) for one in mark_differences("in", "of")] == [[], []]
    assert [marks(one) for one in mark_differences("x" * 5000, "y" * 5000)] == [[], []]


def test_a_typed_answer_is_compared_with_the_closest_right_one() -> None:
    assert closest("artefact", ("AWS Artifact", "Artifact")) == "Artifact"


async def test_typing_and_pasting_end_at_the_longest_answer_there_may_be() -> None:
    app = WidgetApp(TypedAnswer(REPORT))
    async with app.run_test() as pilot:
        await pilot.press("a")
        app.post_message(events.Paste("b" * 5_000))
        await pilot.press("c", "enter")
        assert answers(app) == ["a" + "b" * 999]
