"""The drill in plain lines: for a pipe, a dumb terminal or a screen reader."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import count

import pytest

from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.events import Phase
from srm_quiz.domain.reviews import Effect, Mode
from srm_quiz.domain.scheduling import Rating
from srm_quiz.plain import drill
from srm_quiz.store.errors import StoreFullError
from srm_quiz.study.scope import EVERYTHING, Scope
from srm_quiz.study.study import Study
from tests.support.transcripts import World

SITTINGS = count()


def only(*names: str) -> Scope:
    keys = ("world/rds#line" if name == "line" else f"world/{name}#1" for name in names)
    return Scope(cards=tuple(map(CardKey, keys)))


def talk(world: World, *lines: str, about: Sequence[str] = (), mode: Mode = Mode.DRILL) -> str:
    """What is said in a sitting in which these lines are typed, after which they end."""
    said = io.StringIO()
    typed = io.StringIO("".join(f"{line}\n" for line in lines))
    with world.open(sitting=f"{next(SITTINGS)}") as study:
        scope = only(*about) if about else EVERYTHING
        assert drill.drill(study, typed, said, scope=scope, mode=mode) == 0
    return said.getvalue()


def after_prompts(said: str) -> list[str]:
    """What follows each prompt: the reply to each line."""
    return [part.strip() for part in said.split("help] ")[1:]]


def ratings(world: World) -> list[tuple[str, str]]:
    with world.open() as study:
        return [(review.card, review.rating.name) for review in study.store.reviews()]


@pytest.mark.parametrize(
    ("kind", "asked", "prompt"),
    [
        ("basic", "Who replaces failed disks?\n", "[Enter reveals; h hint; ? help]"),
        ("typed", "Where are the audit reports?\n", "[your answer; Enter reveals; :? help]"),
        ("choice", "Who patches the guest of an EC2 instance?\n  1. ", "[a number; Enter reveals; ? help]"),
        (
            "response",
            "Which two stay yours on RDS? Choose TWO.\nChoose 2.\n  1. ",
            "[numbers; Enter reveals; ? help]",
        ),
        ("cloze", "Security [of or in?] the cloud\n", "[your answer; Enter reveals; :? help]"),
        (
            "owner",
            "Whose duty is it? Patch the engine - Amazon RDS\n",
            "[a AWS, y you, s shared; Enter reveals; :? help]",
        ),
        (
            "line",
            "Who owns each layer of Amazon RDS?\n"
            "  1. Encryption\n  2. Engine\n  3. Guest\n  -  Data: You\n  -  Building: AWS\n",
            "[3 letters of a AWS, y you, s shared; Enter reveals; :? help]",
        ),
    ],
)
def test_each_kind_is_asked_with_what_may_be_typed(world: World, kind: str, asked: str, prompt: str) -> None:
    said = talk(world, about=[kind])
    assert said.startswith("\nCard 1 (1 new, 0 learning, 0 review)\n" + asked)
    assert f"\n{prompt} \n" in said


@pytest.mark.parametrize(
    ("kind", "line", "verdict", "shown"),
    [
        ("basic", "", "The answer", "  AWS\n"),
        ("typed", "aws artifact", "✓ Right", "  AWS Artifact\n"),
        ("typed", "AWS Artifct", "≈ Close", "  AWS Artifact\n"),
        ("typed", "nonsense", "✗ Not this time", "  AWS Artifact\n"),
        ("cloze", "of", "✓ Right", "  of\n"),
        ("owner", "a", "✓ Right", "  AWS\n"),
        ("owner", "shared", "✗ Not this time", "  AWS\n"),
        ("line", "saa", "✓ Right", "  Encryption: Shared\n  Engine: AWS\n  Guest: AWS\n"),
        ("line", "S, Y, A", "≈ Close", "  Engine: AWS (you said You)\n"),
        ("line", "you you you", "✗ Not this time", "  Encryption: Shared (you said You)\n"),
        ("line", "", "The answer", "  Guest: AWS\n"),
    ],
)
def test_each_kind_is_answered_in_a_line_and_the_verdict_says_what_is_right(
    world: World, kind: str, line: str, verdict: str, shown: str
) -> None:
    reply = after_prompts(talk(world, line, about=[kind]))[0]
    assert reply.startswith(f"{verdict} (0 seconds)\n")
    assert shown in reply


@pytest.mark.parametrize(
    ("options", "said", "lines"),
    [
        ((1, 0), "✓ Right", ["{1}. Database users (right, your choice)"]),
        ((0, 2), "✗ Not this time", ["{1}. The host (wrong, your choice)", "The window (right)"]),
    ],
)
def test_options_are_picked_by_the_numbers_they_are_shown_with(
    world: World, options: tuple[int, int], said: str, lines: list[str]
) -> None:
    with world.open() as study:
        session = study.start(only("response"))
        assert session.asked is not None
        numbers = [session.asked.order.index(option) + 1 for option in options]
    reply = after_prompts(talk(world, "{},{}".format(*numbers), about=["response"]))[0]
    assert reply.startswith(said)
    assert all(line.format(*numbers) in reply for line in lines)


def test_each_rating_is_offered_with_the_time_until_the_card_is_back(world: World) -> None:
    reply = after_prompts(talk(world, "", about=["basic"]))[0]
    assert "  1 again (back in 10m)\n  2 hard (back in 1d)\n  3 good (back in " in reply
    assert reply.endswith("[Enter good; ?")


@pytest.mark.parametrize("line", ["4", "easy", "EASY", " 4 "])
def test_a_card_is_rated_by_number_or_word(world: World, line: str) -> None:
    talk(world, "", line)
    assert ratings(world) == [("world/basic#1", "EASY")]


def test_enter_takes_the_rating_that_is_suggested(world: World) -> None:
    talk(world, "", "", "nonsense", "")
    assert ratings(world) == [("world/basic#1", "GOOD"), ("world/typed#1", "AGAIN")]


@pytest.mark.parametrize(
    ("kind", "lines", "said"),
    [
        ("basic", ["AWS"], "Press Enter to see the answer."),
        ("basic", ["", "5"], "Type 1 for again, 2 for hard, 3 for good, 4 for easy."),
        ("choice", ["4"], "Type numbers from 1 to 3, with a space or comma between them."),
        ("choice", ["0"], "Type numbers from 1 to 3, with a space or comma between them."),
        ("choice", ["-1"], "Type numbers from 1 to 3, with a space or comma between them."),
        ("choice", ["9" * 5000], "Type numbers from 1 to 3, with a space or comma between them."),
        ("choice", ["1 2"], "Choose exactly 1."),
        ("response", ["1"], "Choose exactly 2."),
        ("owner", ["x"], "Type one letter of a (AWS), y (you) or s (shared)."),
        ("owner", ["a1"], "Type one letter of a (AWS), y (you) or s (shared)."),
        ("line", ["aa"], "Type 3 letters, from the top, of a (AWS), y (you) or s (shared)."),
        ("typed", ["nonsense", "good"], "Good is not a rating for this answer."),
        ("typed", ["nonsense", "what"], "Type 1 for again."),
        ("typed", [":hint"], "There is no hint to show."),
        ("typed", [":x"], "There is no command ':x'. Type :? to see what there is."),
        ("choice", ["u"], "There is nothing to take back."),
        ("basic", ["", "s"], "'s' (skip) means nothing here."),
    ],
)
def test_a_line_that_does_not_fit_is_explained_and_the_card_is_still_there(
    world: World, kind: str, lines: list[str], said: str
) -> None:
    reply, prompt = after_prompts(talk(world, *lines, about=[kind]))[len(lines) - 1].splitlines()
    assert reply == said
    assert prompt.startswith("[")
    given = lines[0] == "nonsense"  # an answer that was given counts when the lines end
    assert ratings(world) == ([(f"world/{kind}#1", "AGAIN")] if given else [])


def test_a_command_that_is_not_possible_is_never_taken_for_an_answer(world: World) -> None:
    talk(world, ":hint", ":u", ":o", ":w", ":3", ":nothing", about=["typed"])
    with world.open() as study:
        assert study.start(only("typed")).phase is Phase.ASKING
        assert list(study.store.reviews()) == []


def test_help_says_everything_that_may_be_typed_now(world: World) -> None:
    asking, revealed = (
        after_prompts(talk(world, *lines, about=["basic"]))[len(lines) - 1] for lines in (["?"], ["", "help"])
    )
    for key, word in {
        "h": "hint",
        "s": "skip",
        "-": "bury",
        "@": "suspend",
        "*": "flag",
        "q": "quit",
    }.items():
        assert f"  {key} {word}: " in asking
    assert "undo" not in asking and "count it right" not in asking
    assert "  4 easy\n" in revealed and "skip" not in revealed


def test_where_letters_are_the_answer_commands_have_a_colon(world: World) -> None:
    reply = after_prompts(talk(world, ":?", about=["owner"]))[0]
    assert "  :s skip: " in reply and "  :q quit: " in reply
    talk(world, "s", "", about=["owner"])  # shared, not skip
    assert ratings(world) == [("world/owner#1", "AGAIN")]


def test_a_hint_is_said_and_makes_the_card_hard(world: World) -> None:
    said = talk(world, "h", "", "", about=["basic"])
    assert said.count("Hint: Not you.") == 1
    assert after_prompts(said)[0] == "Hint: Not you.\n[Enter reveals; ?"
    assert ratings(world) == [("world/basic#1", "HARD")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("s", "Skipped. It comes again later in this sitting."),
        ("-", "Put away until tomorrow."),
        ("@", "Put away until you take it up again: search your cards for is:suspended."),
        ("suspend", "Put away until you take it up again: search your cards for is:suspended."),
    ],
)
def test_what_happened_to_a_card_that_goes_is_told_before_the_next_one(
    world: World, line: str, told: str
) -> None:
    reply = after_prompts(talk(world, line))[0]
    assert reply.startswith(f"{told}\n\nCard 1 (")
    assert "Where are the audit reports?" in reply


def test_a_flag_is_set_and_taken_off_while_the_card_stays(world: World) -> None:
    first, second, *_ = after_prompts(talk(world, "*", "flag"))
    assert first.splitlines()[0] == "Flagged." and second.splitlines()[0] == "Flag taken off."
    assert "Card" not in first + second


def test_undo_takes_back_the_last_answer_and_asks_its_card_again(world: World) -> None:
    reply = after_prompts(talk(world, "", "good", ":u"))[2]
    assert reply.startswith("Taken back.\n\nCard 1 (7 new, 0 learning, 0 review)\nWho replaces failed disks?")
    assert ratings(world) == []


def test_undo_works_after_the_last_card_and_enter_leaves(world: World) -> None:
    said = talk(world, "", "easy", "u", "", "again", "q", about=["basic"])
    assert said.count("1 answer, 100 % right") == 1
    assert "[Enter leaves; u undo; ? help] Taken back.\n\nCard 1 (1 new" in said
    assert ratings(world) == [("world/basic#1", "AGAIN")]
    once = talk(world, "of", "easy", "", "u", about=["cloze"])
    assert once.endswith("[Enter leaves; u undo; ? help] ")


def test_a_typed_answer_can_be_counted_right_and_is_then_rated(world: World) -> None:
    said = talk(world, "the artifacts place", "o", "", about=["typed"])
    assert "[Enter again; o count it right; ? help] Counted right.\n  1 again (back in " in said
    assert "  4 easy (back in " in after_prompts(said)[1]
    assert ratings(world) == [("world/typed#1", "GOOD")]


def test_a_missed_card_comes_back_at_the_end_without_a_key(world: World) -> None:
    said = talk(world, "", "1", "", "3", about=["basic"])
    replies = after_prompts(said)
    assert replies[1].startswith("Card 2 (0 new, 1 learning, 0 review)\nWho replaces failed disks?")
    assert ratings(world) == [("world/basic#1", "AGAIN"), ("world/basic#1", "GOOD")]


def test_a_card_that_comes_back_later_today_is_named_with_its_time(world: World) -> None:
    with world.open(learn_ahead_minutes=5) as study:
        said = io.StringIO()
        drill.drill(study, io.StringIO("\n1\n\n"), said, scope=only("basic"))
    assert "1 card comes back today in 10 minutes." in said.getvalue()


def test_a_card_that_keeps_slipping_is_told_and_flagged(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = ""
    talk(world, "", "4", about=["basic"])
    for _ in range(8):
        world.clock.advance(days=400)
        said = talk(world, "", "1", "", "4", about=["basic"])
    assert "That card has slipped 8 times and is flagged. Another wording may help" in said


def test_the_summary_says_how_the_day_stands_what_was_missed_and_what_tomorrow_brings(world: World) -> None:
    said = talk(world, "", "3", "nonsense", "1", "q")
    assert said.endswith(
        "\n2 of 7 answers today. Left for today: 1 to review, 5 new, about 1 minute.\n"
        "5 more answers today, and your streak begins.\n"
        "2 answers, 50 % right, 0 seconds each.\n"
        "2 cards met for the first time.\n"
        "1 card comes back today in 10 minutes.\n"
        "Missed:\n"
        "  Where are the audit reports? -> AWS Artifact\n"
        "Tomorrow: 1 to review, 5 new, about 1 minute.\n"
    )


def test_missed_owners_are_named_as_everywhere_else(world: World) -> None:
    said = talk(world, "y", "", ":q", about=["owner", "line"])
    assert "  Patch the engine - Amazon RDS -> AWS\n" in said
    said = talk(world, "yyy", "", "q", about=["line"])
    assert "  The line of Amazon RDS -> Encryption: Shared, Engine: AWS, Guest: AWS\n" in said


def test_where_the_lines_end_the_sitting_ends_with_everything_stored(world: World) -> None:
    said = talk(world, "", "3", "Artifact")
    assert ratings(world) == [("world/basic#1", "GOOD"), ("world/typed#1", "GOOD")]
    assert "2 answers, 100 % right" in said
    assert talk(world, about=["choice"]).endswith("\nNo answers this time.\n")


def test_where_nothing_is_due_it_says_how_to_go_on_all_the_same(world: World) -> None:
    talk(world, "", "4", "", about=["basic"])
    assert talk(world, about=["basic"]) == (
        "Nothing is due. `srm-quiz drill --cram` asks cards all the same, without moving their dates.\n"
    )
    said = talk(world, "", "", "", about=["basic"], mode=Mode.CRAM)
    assert "  1 again\n  3 good\n" in said


def test_an_answer_that_cannot_be_stored_is_told_and_can_be_given_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[Sequence[Effect]] = []
    with world.open() as study:
        write = study.store.write

        def full_once(effects: Sequence[Effect]) -> None:
            if not refused:
                refused.append(effects)
                raise StoreFullError("The disk is full.")
            write(effects)

        monkeypatch.setattr(study.store, "write", full_once)
        said = io.StringIO()
        drill.drill(study, io.StringIO("\n4\n4\n"), said, scope=only("basic"))
    assert after_prompts(said.getvalue())[1].startswith("The disk is full.\n[Enter good")
    assert ratings(world) == [("world/basic#1", "EASY")]


def test_after_an_undo_in_another_window_the_next_undo_goes_one_further(world: World) -> None:
    class Elsewhere(io.StringIO):
        """Another window takes back the last answer before the fifth line is typed."""

        asked = 0

        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            self.asked += 1
            world.clock.advance(seconds=5)
            if self.asked == 5:
                with world.open(sitting="other") as other:
                    undo(other)
            return super().readline()

    def undo(other: Study) -> None:
        other.start()
        drill.drill(other, io.StringIO("u\n"), io.StringIO(), scope=EVERYTHING)

    said = io.StringIO()
    with world.open() as study:
        drill.drill(study, Elsewhere("\n4\nArtifact\n4\nu\nu\n"), said, scope=EVERYTHING)
    replies = after_prompts(said.getvalue())
    assert "Undo again for the one before it." in replies[4]
    assert replies[5].startswith("Taken back.\n\nCard 1 (")
    assert ratings(world) == []


def test_lines_hold_no_escape_sequences_whatever_is_typed(world: World) -> None:
    said = talk(world, "\x1b[A", "", "3", "\x1b[31mArtifact\x07", "1", ":\x1b[A", ":q")
    assert not {sign for sign in said if sign < " " and sign != "\n"}
    with world.open() as study:
        reviews = list(study.store.reviews())
    assert [review.answer for review in reviews] == [(), ("[31mArtifact",)]


def test_a_line_may_end_as_windows_ends_it(world: World) -> None:
    talk(world, "\r", "4\r", about=["basic"])
    assert ratings(world) == [("world/basic#1", Rating.EASY.name)]


class DeletedAfter(io.StringIO):
    """Lines during which, after some of them, the progress file is deleted by another program."""

    def __init__(self, world: World, lines: str, kept: int) -> None:
        super().__init__(lines)
        self._path, self._left = world.locations.progress_file, kept

    def readline(self, size: int | None = -1, /) -> str:
        if not self._left:
            self._path.unlink()
        self._left -= 1
        return super().readline(-1 if size is None else size)


@pytest.mark.parametrize(("lines", "kept"), [("\n1\n\n1\n\n1\n", 4), ("\n1\nartifact\n", 3)])
def test_a_progress_file_that_is_gone_keeps_the_card_and_ends_in_failure(
    world: World, lines: str, kept: int
) -> None:
    """The lines end with an answer that could not be stored, or in the middle of another."""
    said = io.StringIO()
    study = world.open()
    code = drill.drill(study, DeletedAfter(world, lines, kept), said, scope=only("basic", "typed", "cloze"))
    assert code == 3
    assert "deleted, moved or replaced" in said.getvalue()
    assert len(list(study.store.reviews())) == kept // 2
    assert (world.home / "progress-saved-1.db").exists()


def test_a_line_too_long_to_be_an_answer_is_refused_and_the_next_line_answers(world: World) -> None:
    said = talk(world, "x" * 250_000, "AWS Artifact", "", about=["typed"])
    assert after_prompts(said)[0].startswith("Type at most 1,000 characters.")
    assert ratings(world) == [("world/typed#1", "GOOD")]
