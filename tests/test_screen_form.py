"""The form in which a card is written, driven by keys as a learner does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot

from srm_quiz.domain.cards import Kind
from srm_quiz.domain.events import Rate, Reveal
from srm_quiz.domain.scheduling import Rating
from srm_quiz.store.errors import StoreLocked
from srm_quiz.study import Scope, Study
from srm_quiz.tui.app import QuizApp
from srm_quiz.tui.screens.browser import BrowserScreen
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.screens.form import FormScreen
from srm_quiz.tui.screens.kinds import KINDS, KindScreen
from srm_quiz.tui.widgets.keyline import KeyLine, entries
from srm_quiz.tui.widgets.typed import AnswerText
from tests.showing import SIZES, hurry, running, settled
from tests.transcripts import World, learn

KIND_LINES = [(place, name) for place, (name, _) in enumerate(KINDS.values(), 1)]

MINE = """\
title: Mine
cards:
  - {question: Who guards the buildings?, answer: AWS}

  # a word about it
  - {question: Who names the users?, answer: You}
"""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.fixture
def deck(world: World) -> Path:
    """A deck of the learner's, with two cards."""
    path = world.home / "decks" / "mine.yaml"
    path.parent.mkdir()
    path.write_text(MINE, encoding="utf-8")
    return path


async def open_form(pilot: Pilot[None]) -> FormScreen:
    """The form with the first card of the deck `mine`."""
    await pilot.press("d", "slash", *"deck:mine", "enter", "f")
    screen = pilot.app.screen
    assert isinstance(screen, FormScreen)
    return screen


def said(screen: FormScreen) -> str:
    """What the form says below the card."""
    return str(screen.query_one("#said").render())


def prompts(study: Study) -> list[str]:
    """What the cards of the deck `mine` ask."""
    deck = study.library.deck("mine")
    return [card.content.question for card in deck.cards] if deck else []  # type: ignore[union-attr]


def saved_elsewhere(pilot: Pilot[None]) -> None:
    """Another program has saved a deck: the program looks at the files once a second."""
    assert isinstance(pilot.app, QuizApp)
    pilot.app._watch()


async def looked(pilot: Pilot[None]) -> None:
    """Until the form has looked at what is written, as it does when the keys rest for a moment."""
    assert isinstance(pilot.app.screen, FormScreen)
    await pilot.app.screen._look()


async def write(pilot: Pilot[None], *lines: str) -> None:
    """Type lines into the form, each ended with Enter."""
    for line in lines:
        await pilot.press(*line, "enter")


async def test_a_card_is_taken_out_of_its_file_from_any_line_and_only_when_asked_twice(
    world: World, deck: Path
) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press("ctrl+g")
            assert screen is pilot.app.screen and "Ctrl+G again" in said(screen)
            assert screen.draft()["question"] == "Who guards the buildings?"
            await pilot.press("ctrl+g")
            assert isinstance(pilot.app.screen, BrowserScreen)
            assert prompts(study) == ["Who names the users?"]
    kept = [line for line in MINE.splitlines(keepends=True) if "guards" not in line and line != "\n"]
    assert deck.read_text(encoding="utf-8") == "".join(kept)


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
async def test_what_is_pasted_is_written_once_with_its_lines_whatever_the_terminal_parts_them_with(
    world: World, deck: Path, line_break: str
) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press("tab", "tab")
            pilot.app.post_message(Paste(line_break.join(["First", "", "a\tb\x1b[31m"])))
            await pilot.pause()
            assert screen.draft()["why"] == "First\n\na b[31m"
            await pilot.press("tab", "tab")
            pilot.app.post_message(Paste(line_break.join(["", "https://aws.amazon.com", "more"])))
            await pilot.pause()
            assert screen.draft()["source"] == "https://aws.amazon.com"


@pytest.mark.parametrize("kind", "135")
async def test_the_footer_of_a_small_terminal_tells_how_to_leave_the_form(world: World, kind: str) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", kind)
            assert str(pilot.app.screen.query_one(KeyLine).lines(76)[0]).endswith("esc close")


async def test_on_a_terminal_of_twelve_lines_the_kinds_and_the_lines_of_a_card_are_all_in_sight(
    world: World,
) -> None:
    with world.open() as study:
        async with running(study, (40, 12)) as pilot:
            await pilot.press("d", "c", *"My own", "enter")
            await settled(pilot)
            shown = [strip.text for strip in pilot.app.screen._compositor.render_strips()]
            assert all(any(f" {place}  {name[:20]}" in line for line in shown) for place, name in KIND_LINES)
            await pilot.press("1")
            await looked(pilot)
            form = pilot.app.screen.query_one("#form")
            assert all(form.region.contains_region(line.region) for line in form.query(".line"))


async def test_an_option_that_is_added_is_in_sight(world: World) -> None:
    with world.open() as study:
        async with running(study, (80, 24)) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3", *["tab"] * 7, "ctrl+n")
            await pilot.pause()
            row = pilot.app.screen.focused
            assert row is not None and pilot.app.screen.query_one("#form").region.contains_region(row.region)


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


async def test_what_is_done_to_an_option_is_offered_where_one_has_the_cursor(world: World) -> None:
    def offered() -> set[str]:
        return {entry.word for entry in entries(pilot.app.screen) if entry.enabled}

    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3")
            await pilot.pause()
            assert not {"right/wrong", "remove"} & offered()
            await pilot.press("tab")
            assert {"right/wrong", "remove"} <= offered()


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
        saved_elsewhere(pilot)

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


async def test_a_card_that_another_program_took_out_meanwhile_can_be_put_back(
    world: World, deck: Path
) -> None:
    without = MINE.replace("  - {question: Who guards the buildings?, answer: AWS}\n\n", "")
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            was = study.library.deck("mine").cards[0].key  # type: ignore[union-attr]
            await pilot.press(*"Tell: ")
            deck.write_text(without, encoding="utf-8")
            saved_elsewhere(pilot)
            await pilot.pause()
            assert "no longer in its file" in said(screen)
            await pilot.press("ctrl+s")
            assert "Ctrl+S again puts it back" in said(screen)
            assert deck.read_text(encoding="utf-8") == without
            await pilot.press("ctrl+s")
            assert said(screen) == "Saved."
            assert prompts(study) == ["Who names the users?", "Tell: Who guards the buildings?"]
            assert study.library.card(was) is not None  # it is known by the name it had: its history is back


async def test_a_deck_that_is_away_for_a_while_is_told_of_only_meanwhile(world: World, deck: Path) -> None:
    away = deck.with_suffix(".away")
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press(*"Tell: ")
            deck.rename(away)
            saved_elsewhere(pilot)
            await pilot.pause()
            await pilot.press("ctrl+s")
            assert "cannot be read" in said(screen)
            away.rename(deck)
            saved_elsewhere(pilot)
            await pilot.pause()
            await looked(pilot)
            assert said(screen) == "Ready to save."
            await pilot.press("ctrl+s")
            assert prompts(study) == ["Tell: Who guards the buildings?", "Who names the users?"]


async def test_a_card_that_was_changed_meanwhile_is_not_taken_out(world: World, deck: Path) -> None:
    changed = MINE.replace("AWS}", "Amazon}")
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press("x", "ctrl+g")
            deck.write_text(changed, encoding="utf-8")
            await pilot.press("ctrl+g")
            assert "changed in its file meanwhile" in said(screen)
    assert deck.read_text(encoding="utf-8") == changed


async def test_what_was_not_changed_in_the_form_stays_as_its_author_wrote_it(
    world: World, deck: Path
) -> None:
    text = """\
title: Mine
cards:
  - question: |
      Who?
    answer: a; b
    accept: ["c; d", e]
    tags: ["x; y"]
"""
    deck.write_text(text, encoding="utf-8")
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press("tab", *"It is ", "ctrl+s")
            assert said(screen) == "Saved."
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, BrowserScreen)
    assert deck.read_text(encoding="utf-8") == text.replace("a; b", "It is a; b")


async def test_a_reworded_card_that_was_saved_is_left_without_a_question(world: World, deck: Path) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await open_form(pilot)
            await pilot.press(*"Tell: ", "ctrl+s", "escape")
            assert isinstance(pilot.app.screen, BrowserScreen)


@pytest.mark.parametrize("typed", ["iam, s3", "iam; s3", " iam;, s3 ,"])
async def test_tags_are_parted_by_commas_too(world: World, deck: Path, typed: str) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            screen = await open_form(pilot)
            await pilot.press(*["tab"] * 5, *typed)
            assert screen.draft()["tags"] == ["iam", "s3"]


@pytest.mark.parametrize(
    ("kind", "lines", "told"),
    [
        ("5", ("Patch it", "RDS", "Bob"), "An owner is AWS, You or Shared."),
        ("3", ("Who?", "AWS", "", "AWS"), "Two options say the same: reword one of them."),
    ],
)
async def test_what_is_wrong_is_told_in_the_words_of_the_form(
    world: World, kind: str, lines: tuple[str, ...], told: str
) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", kind)
            await write(pilot, *lines)
            await looked(pilot)
            assert said(pilot.app.screen) == told  # type: ignore[arg-type]


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


async def test_a_card_is_saved_though_the_progress_file_cannot_be_written(
    world: World, deck: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise StoreLocked("Another program holds the progress file.")

    with world.open() as study:
        key = study.library.deck("mine").cards[0].key  # type: ignore[union-attr]
        study.start(Scope(cards=(key,)))
        study.send(Reveal())
        study.send(Rate(Rating.GOOD))
        async with running(study) as pilot:
            screen = await open_form(pilot)
            for method in ("keep_wordings", "relearn"):
                monkeypatch.setattr(study.store, method, fail)
            await pilot.press("tab", *"Not ", "ctrl+s")
            assert "Ctrl+L learns the card anew" in said(screen)
            await pilot.press("ctrl+l")
            assert any("holds the progress file" in note.message for note in pilot.app._notifications)
            assert "Ctrl+L learns the card anew" in said(screen)
    assert "answer: Not AWS" in deck.read_text(encoding="utf-8")


async def test_a_deck_that_came_with_the_program_is_shown_in_the_form_and_never_changed(world: World) -> None:
    deck = world.home / "bundled" / "world.yaml"
    before = deck.read_bytes()
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "f", *"Say: ", "ctrl+s", "ctrl+g", "ctrl+g")
            assert "delete" not in {entry.word for entry in entries(pilot.app.screen)}
            assert "came with srm-quiz" in str(pilot.app.screen.query_one("#said").render())
    assert deck.read_bytes() == before
