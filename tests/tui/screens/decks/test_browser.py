"""The deck browser, driven by keys as a learner does."""

from __future__ import annotations

from datetime import date

import pytest

from srm_quiz.domain.cards import CardKey, Kind
from srm_quiz.domain.events import Bury
from srm_quiz.domain.reviews import Mode
from srm_quiz.phrases import asked_text
from srm_quiz.study.scope import Scope
from srm_quiz.tui.screens.decks.browser import DELETED, BrowserScreen
from srm_quiz.tui.screens.decks.card_info import CardInfoScreen
from srm_quiz.tui.screens.decks.new_card import CardKindScreen, DeckTitleScreen
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.home import HomeScreen
from srm_quiz.tui.widgets.card_list import CardList
from srm_quiz.tui.widgets.footer import key_hints
from srm_quiz.tui.widgets.layer_stack import LayerStack
from tests.support.showing import burst, hurry, running, settled
from tests.support.transcripts import Step, World, learn, play


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


async def test_cards_can_be_searched_flagged_suspended_and_drilled(world: World) -> None:
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


async def test_keys_typed_right_after_enter_go_to_the_cards_found(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    text = "title: Mine\ncards:\n  - {question: Who?, answer: Me}\n  - {question: What?, answer: It}\n"
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "slash")
            await burst(pilot, *"What", "enter", "asterisk", "slash", "ctrl+u", *"Wh", "enter", "i")
            assert isinstance(pilot.app.screen, CardInfoScreen)
            flagged = [card for card, known in study.store.progress().items() if known.flagged]
            assert [asked_text(study.library.by_key[card]) for card in flagged] == ["What?"]


async def test_the_cursor_moves_to_the_next_card_when_its_own_leaves_the_list(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d")
            cards = pilot.app.screen.query_one(CardList)
            keys = [one.card.key for one in cards.found[:3]]
            await pilot.press("slash", *"-is:suspended", "enter")
            await pilot.press("j", "at")
            assert cards.cursor == 1 and cards.current and cards.current.card.key == keys[2]
            cards.move(len(cards.found))
            last = len(cards.found) - 1
            world.clock.advance(seconds=1)
            await pilot.press("at")
            assert cards.cursor == last - 1
            await pilot.press("slash", "ctrl+u", *"is:suspended", "enter")
            assert cards.cursor == 0 and len(cards.found) == 2


async def test_a_card_is_deleted_at_the_second_press_and_can_be_restored_as_it_was(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    text = "title: Mine\ncards:\n  - {question: Who?, answer: Me}  # I\n\n  - {question: What?, answer: It}\n"
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "delete", "j", "delete")
            assert (own / "mine.yaml").read_text(encoding="utf-8") == text
            await pilot.press("k", "delete", "delete")
            assert [card.content.question for card in study.library.deck("mine").cards] == ["What?"]  # type: ignore[union-attr]
            assert [note.message for note in pilot.app._notifications] == [DELETED]
            assert "undo" in {entry.label for entry in key_hints(pilot.app.screen)}
            await pilot.press("u")
            assert (own / "mine.yaml").read_text(encoding="utf-8") == text
            assert len(study.library.deck("mine").cards) == 2  # type: ignore[union-attr]
            await pilot.press("f", "ctrl+g", "ctrl+g")
            assert [note.message for note in pilot.app._notifications][-1] == DELETED
            (own / "mine.yaml").write_text("title: Mine\ncards: []\n", encoding="utf-8")
            await pilot.press("u")
            assert "cannot be put back" in [note.message for note in pilot.app._notifications][-1]
            assert (own / "mine.yaml").read_text(encoding="utf-8") == "title: Mine\ncards: []\n"


async def test_a_buried_card_is_marked_and_can_be_found(world: World) -> None:
    with world.open() as study:
        study.start(Scope(cards=(CardKey("world/basic#1"),)))
        study.send(Bury())
        async with running(study) as pilot:
            await pilot.press("d", "slash", *"is:buried", "enter")
            cards = pilot.app.screen.query_one(CardList)
            assert [one.card.key for one in cards.found] == ["world/basic#1"]
            assert str(cards.lines(80)[0]).startswith("▌ buried ")


async def test_a_search_without_results_says_so(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "slash", *"zebra", "enter")
            assert str(pilot.app.screen.query_one("#found").render()) == "No cards match."


async def test_an_unknown_search_value_lists_the_known_ones(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("slash", *"is:old")
            assert "is: is one of due, new" in str(pilot.app.screen.query_one("#found").render())


async def test_cancelling_a_new_deck_started_from_home_returns_home(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("c")
            assert isinstance(pilot.app.screen, DeckTitleScreen)
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, HomeScreen)
            await pilot.press("c", *"Mine", "enter")
            assert isinstance(pilot.app.screen, CardKindScreen)


async def test_the_browser_lists_each_new_card_as_soon_as_it_is_saved(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter")
            kinds, browser = pilot.app.screen, pilot.app.screen_stack[-2]
            assert str(browser.query_one("#found").render()) == "This deck has no cards yet."
            await pilot.press("1", *"Who?", "tab", *"AWS", "ctrl+s")
            assert pilot.app.screen is kinds
            assert str(browser.query_one("#found").render()).startswith("1 card, ")


async def test_a_deck_whose_name_is_part_of_another_is_listed_alone(world: World) -> None:
    (world.home / "decks").mkdir()
    for name, title in (("s3", "S3"), ("storage", "S3 and more")):
        text = f"title: {title}\ncards: [{{question: What is {name}?, answer: A store}}]\n"
        (world.home / "decks" / f"{name}.yaml").write_text(text, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "slash", *"deck:s3", "enter")
            assert [one.deck.id for one in pilot.app.screen.query_one(CardList).found] == ["s3"]
            await pilot.press("slash", "ctrl+u", *"-deck:s3", "enter")
            assert "storage" in {one.deck.id for one in pilot.app.screen.query_one(CardList).found}
            await pilot.press("slash", "ctrl+u", *"deck:stor", "enter")
            assert {one.deck.id for one in pilot.app.screen.query_one(CardList).found} == {"storage"}


async def test_any_card_found_can_be_shown_whole_with_its_answer_and_why(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("slash", *"kind:line", "enter", "enter")
            assert isinstance(pilot.app.screen, CardInfoScreen)
            assert pilot.app.screen.query(LayerStack)
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
            found = pilot.app.screen.query_one(CardList).current
            assert found is not None
            assert asked_text(found.card) in str(pilot.app.screen.query_one("#current").render())


async def test_a_new_deck_without_a_card_is_discarded(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
            assert study.library.deck("my-own") is None
            assert not (world.home / "decks" / "my-own.yaml").exists()
            assert any("no deck was made" in note.message for note in pilot.app._notifications)


async def test_new_cards_found_are_learnt_and_p_practises_them(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "d")
            assert study.session is not None and study.session.mode is Mode.DRILL
            await pilot.press("escape", "escape", "d", "p")
            assert study.session.mode is Mode.CRAM


async def test_a_drill_says_how_many_cards_wait_because_a_sibling_is_asked(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    text = "title: Mine\ncards:\n  - cloze: Security {{of}} the cloud is AWS's, {{in}} it is yours.\n"
    (own / "mine.yaml").write_text(text, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "slash", *"deck:mine", "enter", "d")
            assert isinstance(pilot.app.screen, DrillScreen)
            await pilot.pause()
            told = [note.message for note in pilot.app._notifications]
            assert told == ["Of a note one card is asked a day: 1 other comes another day."]


@pytest.mark.parametrize(
    ("exam", "why"),
    [(None, "a goal of 1 answer a day"), (date(2026, 12, 24), "today's 1 minute for your exam")],
)
async def test_practice_says_why_new_cards_are_not_learnt(world: World, exam: date | None, why: str) -> None:
    with world.open(daily_goal=1, exam_minutes=1, exam_date=exam) as study:
        for _ in range(9):
            if not len(study.agenda()):
                break
            play(study, world.clock, [Step("right", 59), Step("suggested")] * 3)
        async with running(study) as pilot:
            pilot.app.drill(Scope(decks=frozenset({"world"})))  # type: ignore[attr-defined]
            await pilot.pause()
            told = [note.message for note in pilot.app._notifications]
            assert any(why in one and "practice" in one for one in told), told


async def test_practice_says_that_nothing_is_due(world: World) -> None:
    with world.open() as study:
        play(study, world.clock, [Step("right"), Step("suggested")] * 9)
        async with running(study) as pilot:
            pilot.app.drill(Scope(decks=frozenset({"world"})))  # type: ignore[attr-defined]
            await pilot.pause()
            told = [note.message for note in pilot.app._notifications]
            assert told == ["Nothing here is due: this is practice, and moves no dates."]


async def test_the_home_screen_reports_a_history_left_behind(world: World) -> None:
    learn(world, 1)
    deck = world.home / "bundled" / "world.yaml"
    text = deck.read_text(encoding="utf-8")
    reworded = text.replace("id: basic, question: Who replaces", "question: Who has replaced")
    deck.write_text(reworded, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            assert len(study.deck_history.changes().reworded) == 1
            await settled(pilot)
            assert "1 reworded card left a history behind" in str(
                pilot.app.screen.query_one("#problems").render()
            )


async def test_the_learners_own_decks_come_first_on_the_home_screen_and_in_the_browser(world: World) -> None:
    world.locations.user_decks.mkdir(parents=True, exist_ok=True)
    own = "title: Mine\ncards:\n  - {question: Who?, answer: Me}\n"
    (world.locations.user_decks / "zz.yaml").write_text(own, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            await settled(pilot)
            lines = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
            places = [
                next(n for n, line in enumerate(lines) if title in line) for title in ("Mine", "A deck of")
            ]
            assert places == sorted(places)
            await pilot.press("d")
            found = pilot.app.screen.query_one(CardList).found
            assert [one.deck.title for one in (found[0], found[-1])] == ["Mine", "A deck of every kind"]
