"""The form in which a card is written, driven by keys as a learner does."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key, Paste

from srm_quiz.domain.cards import Kind, Owner
from srm_quiz.tui.screens.decks.card_form import CardFormScreen
from srm_quiz.tui.screens.decks.new_card import CardKindScreen
from srm_quiz.tui.screens.drill import DrillScreen
from srm_quiz.tui.widgets.footer import Footer, key_hints
from srm_quiz.tui.widgets.note_form import KINDS
from srm_quiz.tui.widgets.typed_answer import AnswerText
from tests.support.forms import MINE, looked, open_form, said, write
from tests.support.showing import SIZES, hurry, running, settled
from tests.support.transcripts import World


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


KIND_LINES = [(place, name) for place, (name, _) in enumerate(KINDS.values(), 1)]


@pytest.mark.parametrize("line_break", ["\n", "\r", "\r\n"])
async def test_pasted_lines_are_inserted_once_whatever_separates_them(
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
async def test_the_footer_of_a_small_terminal_shows_how_to_leave_the_form(world: World, kind: str) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", kind)
            assert str(pilot.app.screen.query_one(Footer).lines(76)[0]).endswith("f1 help   esc close")


async def test_twelve_lines_are_enough_to_see_the_kinds_and_the_fields_of_a_card(
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
            assert all(form.region.contains_region(line.region) for line in form.query(".field"))


async def test_an_added_option_is_visible(world: World) -> None:
    with world.open() as study:
        async with running(study, (80, 24)) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3", *["tab"] * 7, "ctrl+n")
            await pilot.pause()
            row = pilot.app.screen.focused
            assert row is not None and pilot.app.screen.query_one("#form").region.contains_region(row.region)


async def test_the_focused_field_stays_visible_when_the_preview_grows(world: World) -> None:
    with world.open() as study:
        async with running(study, (80, 24)) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3")
            await write(pilot, "Which one? " * 12, "One", "", "Two", "", "Three", "")
            await looked(pilot)
            await pilot.press(*"Four")
            await looked(pilot)
            await settled(pilot)
            row = pilot.app.screen.focused
            assert row is not None and pilot.app.screen.query_one("#form").region.contains_region(row.region)


async def test_a_sort_item_does_not_give_its_owner_away(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "5")
            await write(pilot, "Patch the cluster", "Amazon RDS")
            await pilot.press("ctrl+s")
            said = str(pilot.app.screen.query_one("#message").render())
            assert said == "Not saved. Still to fill in: Owner."
            await pilot.press("ctrl+t", "ctrl+s")
            assert study.library.deck("my-own").cards[0].content.owner is Owner.AWS  # type: ignore[union-attr]


FIVE = {
    "1": ("Who guards the buildings?", "AWS"),
    "2": ("Where are the reports of AWS?", "AWS Artifact", "Artifact"),
    "4": ("Security {{of}} the cloud is theirs.",),
    "5": ("Patch the cluster", "Amazon RDS", "YOU"),
}


@pytest.mark.parametrize("size", SIZES)
async def test_a_deck_of_five_kinds_is_written_saved_and_drilled(world: World, size: tuple[int, int]) -> None:
    with world.open() as study:
        async with running(study, size) as pilot:
            await pilot.press("d", "c", *"My own", "enter")
            assert isinstance(pilot.app.screen, CardKindScreen)
            for kind, lines in FIVE.items():
                await pilot.press(kind)
                assert isinstance(pilot.app.screen, CardFormScreen)
                await write(pilot, *lines)
                await pilot.press("ctrl+s")
                assert isinstance(pilot.app.screen, CardKindScreen)
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


async def test_options_can_be_added_flipped_moved_and_removed(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3")
            await write(pilot, "Which two? Choose TWO.", "One", "", "Two")
            await pilot.press("up", "ctrl+t", "ctrl+n", *"Three", "ctrl+up")
            await pilot.pause()  # the next line is found by where lines stand on the screen
            await pilot.press("tab", "tab", "tab", "tab", "ctrl+r", "ctrl+s")
            deck = study.library.deck("my-own")
            assert deck is not None
            choice = deck.cards[0].content
            assert [(one.text, one.right) for one in choice.options] == [  # type: ignore[union-attr]
                *(("One", True), ("Three", False), ("Two", True))
            ]


async def test_option_commands_are_offered_only_while_an_option_is_focused(world: World) -> None:
    def offered() -> set[str]:
        return {entry.label for entry in key_hints(pilot.app.screen) if entry.enabled}

    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3")
            await pilot.pause()
            assert not {"✓/✗", "remove"} & offered()
            await pilot.press("tab")
            assert {"✓/✗", "remove"} <= offered()


@pytest.mark.parametrize(
    ("written", "missing"),
    [
        ([], "two options"),
        (["You"], "another option"),
        (["", "", "You"], "the right option"),
        (["", "", "You", "", "AWS"], "the right option"),
    ],
)
async def test_enter_says_how_many_options_are_still_missing(
    world: World, written: list[str], missing: str
) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3")
            await write(pilot, "Who patches EC2?", *written)
            await pilot.press("ctrl+s")
            said = str(pilot.app.screen.query_one("#message").render())
            assert said == f"Not saved. Still to fill in: {missing}."


async def test_a_why_without_an_option_is_asked_about_and_not_lost(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "3")
            await write(pilot, "Who patches EC2?", "You", "", "AWS", "", "", "A why of nothing")
            await pilot.press("ctrl+s")
            said = str(pilot.app.screen.query_one("#message").render())
            assert said == "Not saved. Still to fill in: the text of the option that has a why."


async def test_a_duplicate_card_is_reported_and_has_a_history_of_its_own(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter")
            for answer in ("Storage", "A service"):
                await pilot.press("1")
                await write(pilot, "What is S3?", answer)
                await looked(pilot)
                said = str(pilot.app.screen.query_one("#message").render())
                await pilot.press("ctrl+s")
                assert isinstance(pilot.app.screen, CardKindScreen) == (answer == "Storage")
            assert said == "Another card in this deck asks the same: What is S3?"
            assert str(pilot.app.screen.query_one("#message").render()) == (
                f"{said}. Ctrl+S again saves it anyway."
            )
            assert len(study.library.deck("my-own").cards) == 1  # type: ignore[union-attr]
            await pilot.press("ctrl+s")
            assert isinstance(pilot.app.screen, CardKindScreen)
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


async def test_keys_typed_right_after_tab_or_enter_go_to_the_next_field(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "1")
            for name in (*"What?", "enter", *"That.", "tab", *"So."):
                pilot.app.post_message(Key(name, name if len(name) == 1 else None))
            await settled(pilot)
            screen = pilot.app.screen
            assert isinstance(screen, CardFormScreen)
            assert screen.draft() == {"question": "What?", "answer": "That.", "why": "So."}


@pytest.mark.parametrize("typed", ["iam, s3", "iam; s3", " iam;, s3 ,"])
async def test_tags_may_be_separated_by_commas(world: World, deck: Path, typed: str) -> None:
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
async def test_problems_are_reported_in_the_words_of_the_form(
    world: World, kind: str, lines: tuple[str, ...], told: str
) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", kind)
            await write(pilot, *lines)
            await looked(pilot)
            assert said(pilot.app.screen) == told  # type: ignore[arg-type]


async def test_leaving_asks_about_unsaved_changes_and_saving_reports_problems(world: World) -> None:
    with world.open() as study:
        async with running(study) as pilot:
            await pilot.press("d", "c", *"My own", "enter", "4", *"Security {{of the cloud", "ctrl+s")
            screen = pilot.app.screen
            assert "not closed" in str(screen.query_one("#message").render())
            await pilot.press("escape")
            assert screen is pilot.app.screen and "Not saved yet" in str(
                screen.query_one("#message").render()
            )
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, CardKindScreen)
