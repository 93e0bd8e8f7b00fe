"""The deck browser and the form, driven by keys as a learner does."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest
from textual.events import Key
from textual.pilot import Pilot

from srm_quiz.domain.cards import Kind
from srm_quiz.domain.reviews import Mode
from srm_quiz.phrases import asked_text
from srm_quiz.study import Scope
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.browser import BrowserScreen
from srm_quiz.tui.screens.card_info import CardInfoScreen
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.form import FormScreen
from srm_quiz.tui.screens.kinds import KindScreen
from srm_quiz.tui.widgets.card_list import CardList
from srm_quiz.tui.widgets.keyline import entries
from srm_quiz.tui.widgets.stack import Stack
from srm_quiz.tui.widgets.typed import AnswerText
from tests.showing import SIZES, hurry, running, settled
from tests.transcripts import Step, World, play


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


async def looked(pilot: Pilot[None]) -> None:
    """Until the form has looked at what is written, as it does when the keys rest for a moment."""
    assert isinstance(pilot.app.screen, FormScreen)
    await pilot.app.screen._look()


async def write(pilot: Pilot[None], *lines: str) -> None:
    """Type lines into the form, each ended with Enter."""
    for line in lines:
        await pilot.press(*line, "enter")


def learn(world: World, days: int = 3) -> None:
    """Some days of study, with mistakes."""
    for _ in range(days):
        with world.open() as study:
            acts = ("reveal", "good", "right", "good", "wrong", "again", "right", "good", "wrong", "again")
            play(study, world.clock, [Step(act) for act in acts])
        world.clock.advance(days=1)


async def test_cards_are_searched_flagged_put_away_and_drilled(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("slash", *"kind:choice", "enter")
            cards = pilot.app.screen.query_one(CardList)
            assert {one.card.kind for one in cards.found} == {Kind.CHOICE}
            await pilot.press("asterisk")
            world.clock.advance(seconds=1)
            await pilot.press("at")
            world.clock.advance(seconds=1)
            progress = study.store.progress()[cards.found[0].card.key]
            assert progress.flagged and progress.suspended
            await pilot.press("at", "s", "d")
            assert isinstance(pilot.app.screen, DrillScreen)


async def test_an_unknown_word_behind_a_colon_tells_what_is_known(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("slash", *"is:old")
            assert "is: is one of due, new" in str(pilot.app.screen.query_one("#found").render())


FIVE = {
    "1": ("Who guards the buildings?", "AWS"),
    "2": ("Where are the reports of AWS?", "AWS Artifact", "Artifact"),
    "4": ("Security {{of}} the cloud is theirs.",),
    "5": ("Patch the engine", "Amazon RDS", "YOU"),
}


@pytest.mark.parametrize("size", SIZES)
async def test_a_deck_of_five_kinds_is_written_saved_and_drilled(world: World, size: tuple[int, int]) -> None:
    with world.open() as study:
        async with running(study, size) as pilot:
            await pilot.press("d", "c", *"My own", "enter")
            assert isinstance(pilot.app.screen, KindScreen)
            for kind, lines in FIVE.items():
                await pilot.press(kind)
                assert isinstance(pilot.app.screen, FormScreen)
                await write(pilot, *lines)
                await pilot.press("ctrl+s")
                assert isinstance(pilot.app.screen, KindScreen)
            await pilot.press("3")
            await write(pilot, "Who patches EC2?", "You", "You log in.", "AWS", "", "", "")
            await pilot.press("ctrl+s", "escape")
            deck = study.library.deck("my-own")
            assert deck is not None and not study.library.problems
            assert [card.kind for card in deck.cards] == [
                *(Kind.BASIC, Kind.TYPED, Kind.CLOZE, Kind.OWNER, Kind.CHOICE)
            ]
            await pilot.press("d")
            assert isinstance(pilot.app.screen, DrillScreen)


async def test_any_card_found_is_shown_whole_with_its_answer_and_why(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("slash", *"kind:line", "enter", "enter")
            assert isinstance(pilot.app.screen, CardInfoScreen)
            assert pilot.app.screen.query(Stack)
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
            found = pilot.app.screen.query_one(CardList).current
            assert found is not None
            assert asked_text(found.card) in str(pilot.app.screen.query_one("#whole").render())


async def test_a_deck_without_a_card_is_not_made(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
            assert study.library.deck("my-own") is None
            assert not (world.home / "decks" / "my-own.yaml").exists()
            assert any("no deck was made" in note.message for note in pilot.app._notifications)


async def test_new_cards_that_were_found_are_learnt_and_p_practises(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "d")
            assert study.session is not None and study.session.mode is Mode.DRILL
            await pilot.press("escape", "escape", "d", "p")
            assert study.session.mode is Mode.CRAM


async def test_a_drill_says_which_cards_rest_because_a_sibling_is_asked(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    text = "title: Mine\ncards:\n  - cloze: Security {{of}} the cloud is AWS's, {{in}} it is yours.\n"
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    with world.open() as study:
        study.settings = replace(study.settings, bury_siblings=True)
        async with running(study) as pilot:
            await pilot.press("d", "slash", *"deck:mine", "enter", "d")
            assert isinstance(pilot.app.screen, DrillScreen)
            await pilot.pause()
            told = [note.message for note in pilot.app._notifications]
            assert told == ["Of a note one card is asked a day: 1 other comes another day."]


@pytest.mark.parametrize(("limit", "why"), [(0, "the settings let none in"), (20, "is due")])
async def test_practice_says_why_nothing_is_learnt(world: World, limit: int, why: str) -> None:
    learn(world, 1)
    world.clock.advance(days=-1)
    with world.open() as study:
        study.settings = replace(study.settings, new_per_day=limit)
        seen = study.store.progress()
        async with running(study) as pilot:
            card = next(one for one in study.library.cards() if (one.key in seen) == bool(limit))
            pilot.app.drill(Scope(cards=(card.key,)))  # type: ignore[attr-defined]
            await pilot.pause()
            told = [note.message for note in pilot.app._notifications]
            assert any(why in one and "practice" in one for one in told), told


async def test_options_are_added_flipped_moved_and_taken_out(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3")
            await write(pilot, "Which two? Choose TWO.", "One", "", "Two")
            await pilot.press("up", "ctrl+t", "ctrl+n", *"Three", "ctrl+up")
            await pilot.press("tab", "tab", "tab", "tab", "ctrl+r", "ctrl+s")
            deck = study.library.deck("my-own")
            assert deck is not None
            choice = deck.cards[0].content
            assert [(one.text, one.right) for one in choice.options] == [  # type: ignore[union-attr]
                *(("One", True), ("Three", False), ("Two", True))
            ]


async def test_why_without_an_option_is_asked_about_and_not_lost(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3")
            await write(pilot, "Who patches EC2?", "You", "", "AWS", "", "", "A why of nothing")
            await pilot.press("ctrl+s")
            said = str(pilot.app.screen.query_one("#said").render())
            assert said == "Not saved. Still to fill in: the option that has a why."


async def test_a_card_that_asks_the_same_is_told_of_and_keeps_a_history_of_its_own(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter")
            for answer in ("Storage", "A service"):
                await pilot.press("1")
                await write(pilot, "What is S3?", answer)
                await looked(pilot)
                said = str(pilot.app.screen.query_one("#said").render())
                await pilot.press("ctrl+s")
                assert isinstance(pilot.app.screen, KindScreen)
            assert said == "Another card asks the same: What is S3?"
            deck = study.library.deck("my-own")
            assert deck is not None and not study.library.problems
            assert len({card.key for card in deck.cards}) == 2


async def test_the_preview_of_a_blank_shows_the_question_with_its_cue_and_the_answer(world: World) -> None:
    with world.open() as study:
        async with running(study, (120, 40)) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "4", *"Security {{in::of or in?}} the cloud")
            await looked(pilot)
            texts = pilot.app.screen.query(AnswerText)
            shown = ["".join(str(line) for line in text.lines(60)) for text in texts]
            assert shown == ["Security [of or in?] the cloud", "Security in the cloud"]


async def test_what_is_typed_in_one_breath_with_tab_or_enter_goes_to_the_next_line(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "1")
            for name in (*"What?", "enter", *"That.", "tab", *"So."):
                pilot.app.post_message(Key(name, name if len(name) == 1 else None))
            await settled(pilot)
            screen = pilot.app.screen
            assert isinstance(screen, FormScreen)
            assert screen.draft() == {"question": "What?", "answer": "That.", "why": "So."}


async def test_a_note_that_another_program_changes_is_shown_anew_and_never_written_over(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    deck = own / "mine.yaml"

    def write_elsewhere(answer: str) -> None:
        text = f"title: Mine\ncards:\n  - {{question: Who guards the buildings?, answer: {answer}}}\n"
        deck.write_text(text, encoding="utf-8")
        assert isinstance(pilot.app, QuizApp)
        pilot.app._watch()

    write = "title: Mine\ncards:\n  - {question: Who guards the buildings?, answer: AWS}\n"
    deck.write_text(write, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "slash", *"deck:mine", "enter", "f")
            write_elsewhere("Amazon")
            await pilot.pause()
            await pilot.pause()
            screen = pilot.app.screen
            assert isinstance(screen, FormScreen) and screen.draft()["answer"] == "Amazon"
            await pilot.press("tab", "tab", *"Why")
            write_elsewhere("Somebody")
            await pilot.pause()
            await looked(pilot)
            assert "changed in its file meanwhile" in str(screen.query_one("#said").render())
            await pilot.press("ctrl+s")
            assert screen is pilot.app.screen and screen.draft()["why"] == "Why"
            assert "answer: Somebody}" in deck.read_text(encoding="utf-8")


async def test_a_card_that_was_only_looked_at_is_left_without_a_question(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    text = "title: Mine\ncards:\n  - question: >\n      Who guards\n      the buildings?\n    answer: AWS\n"
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "slash", *"deck:mine", "enter", "f")
            assert isinstance(pilot.app.screen, FormScreen)
            assert "next" in {entry.word for entry in entries(pilot.app.screen)}
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
            await pilot.press("f", "tab", *"No. ", "ctrl+s", *"Yes. ", "ctrl+s")
            assert str(pilot.app.screen.query_one("#said").render()) == "Saved."
            assert (own / "mine.yaml").read_text(encoding="utf-8") == text.replace("AWS", "No. Yes. AWS")


async def test_what_is_not_saved_is_asked_about_and_what_is_wrong_is_told(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "4", *"Security {{of the cloud", "ctrl+s")
            screen = pilot.app.screen
            assert "not closed" in str(screen.query_one("#said").render())
            await pilot.press("escape")
            assert screen is pilot.app.screen and "Not saved yet" in str(screen.query_one("#said").render())
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, KindScreen)


async def test_an_edit_changes_one_note_and_keeps_its_history(world: World) -> None:
    learn(world, 1)
    own = world.home / "decks"
    own.mkdir()
    shutil.move(world.home / "bundled" / "world.yaml", own / "world.yaml")
    before = (own / "world.yaml").read_text(encoding="utf-8")
    with world.open() as study:
        study.reload()
        async with running(study) as pilot:
            await pilot.press("d", "f")
            assert isinstance(pilot.app.screen, FormScreen)
            card = study.library.deck("world").cards[0]  # type: ignore[union-attr]
            await pilot.press(*"Say: ", "ctrl+s", "escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
            assert study.library.card(card.key) is not None
            assert len(study.history(card.key)) == 1
    after = (own / "world.yaml").read_text(encoding="utf-8")
    changed = [line for line in after.splitlines() if line not in before.splitlines()]
    assert 1 <= len(changed) <= 2 and "Say: " in changed[-1]


async def test_a_changed_answer_asks_whether_to_learn_the_card_anew(world: World) -> None:
    learn(world, 1)
    own = world.home / "decks"
    own.mkdir()
    shutil.move(world.home / "bundled" / "world.yaml", own / "world.yaml")
    with world.open() as study:
        study.reload()
        async with running(study) as pilot:
            await pilot.press("d", "f", "tab", *"Not ", "ctrl+s")
            assert "Ctrl+L learns the card anew" in str(pilot.app.screen.query_one("#said").render())
            card = study.library.deck("world").cards[0].key  # type: ignore[union-attr]
            assert study.store.progress()[card].schedule is not None
            assert not study.deck_changes().answers  # it was asked about, and is not told again
            await pilot.press("ctrl+l")
            assert card not in study.store.progress()
            assert len(study.history(card)) == 1


async def test_the_home_screen_tells_of_a_history_left_behind(world: World) -> None:
    learn(world, 1)
    deck = world.home / "bundled" / "world.yaml"
    text = deck.read_text(encoding="utf-8")
    reworded = text.replace("id: basic, question: Who replaces", "question: Who has replaced")
    deck.write_text(reworded, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            assert len(study.deck_changes().reworded) == 1
            assert "1 reworded card left a history behind" in str(
                pilot.app.screen.query_one("#trouble").render()
            )


async def test_a_deck_that_came_with_the_program_is_shown_in_the_form_and_never_changed(world: World) -> None:
    deck = world.home / "bundled" / "world.yaml"
    before = deck.read_bytes()
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "f", *"Say: ", "ctrl+s", "ctrl+g", "ctrl+g")
            assert "came with srm-quiz" in str(pilot.app.screen.query_one("#said").render())
    assert deck.read_bytes() == before


async def test_the_learners_own_decks_come_first_on_the_home_screen(world: World) -> None:
    world.locations.user_decks.mkdir(parents=True, exist_ok=True)
    own = "title: Mine\ncards:\n  - {question: Who?, answer: Me}\n"
    (world.locations.user_decks / "zz.yaml").write_text(own, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            lines = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
            places = [
                next(n for n, line in enumerate(lines) if title in line) for title in ("Mine", "A deck of")
            ]
            assert places == sorted(places)
