"""History follows its card: through rewordings, changed answers, and decks that come and go."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.domain import orphans
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.days import StudyDay
from srm_quiz.domain.likeness import Prompt, likeness
from srm_quiz.domain.orphans import Wording, changed_answers, match_orphans
from srm_quiz.domain.reviews import Progress
from srm_quiz.domain.scheduling import Policy
from tests.support.commandline import Shell
from tests.support.logbook import POLICY, Logbook
from tests.support.worlds import MONDAY_EVENING, key

DAY = StudyDay(MONDAY_EVENING.date())
DECK = """\
title: Mine
cards:
  - question: Who patches the guest operating system of an EC2 instance?
    answer: The customer
  - question: Where are the audit reports of AWS?
    answer: AWS Artifact
"""


@pytest.fixture
def mine(shell: Shell) -> Path:
    """A deck of two notes without ids, each answered once."""
    (shell.home / "bundled" / "world.yaml").unlink()
    path = shell.own_deck(DECK)
    shell.learn("reveal", "good", "reveal", "good")
    return path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Logbook]:
    book = Logbook(tmp_path / "progress.db")
    yield book
    book.store.close()


class Said(io.StringIO):
    """A terminal at which somebody says what is wanted next."""

    def isatty(self) -> bool:
        return True

    def line(self, text: str) -> None:
        at = self.tell()
        self.write(f"{text}\n")
        self.seek(at)


def reword(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_is_left_behind_while_the_decks_stay(shell: Shell, mine: Path) -> None:
    assert shell("relink") == 0
    assert "Nothing was left behind" in shell.out


def test_a_reworded_card_keeps_its_history(shell: Shell, mine: Path) -> None:
    reword(mine, "Who patches the guest operating system", "Who has to patch the guest operating system")
    assert shell.json("status", "--json")["new"] == 1
    found = shell.json("relink", "--json")
    assert [one["sure"] for one in found["reworded"]] == [True]
    assert shell("relink", "--dry-run") == 0
    assert "1 rewording found, 0 answers changed, 0 removed" in shell.out
    assert shell("relink", "--yes") == 0
    assert "1 history carried over" in shell.out
    assert shell.json("status", "--json")["new"] == 0
    assert shell("rebuild") == 0
    assert "0 of them changed" in shell.out
    assert shell("relink") == 0 and "Nothing was left behind" in shell.out


def test_two_rewordings_one_after_the_other_keep_it_too(shell: Shell, mine: Path) -> None:
    reword(mine, "Who patches", "Who has to patch")
    shell("relink", "--yes")
    reword(mine, "of an EC2 instance", "of an instance on EC2")
    shell("relink", "--yes")
    assert shell.json("status", "--json")["new"] == 0
    assert shell("rebuild") == 0 and "0 of them changed" in shell.out


def test_a_reworded_card_keeps_its_history_though_it_was_drilled_meanwhile(shell: Shell, mine: Path) -> None:
    reword(mine, "Who patches", "Who has to patch")
    shell.world.clock.advance(days=1)
    shell.learn("reveal", "good")
    assert len(shell.json("relink", "--json")["reworded"]) == 1
    assert shell("relink", "--yes") == 0 and "1 history carried over" in shell.out
    assert shell("rebuild") == 0 and "0 of them changed" in shell.out


def test_somebody_who_can_be_asked_is_asked_once_about_a_changed_answer(
    shell: Shell, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reword(mine, "answer: The customer", "answer: You do")
    said = Said()
    monkeypatch.setattr("sys.stdin", said)
    said.line("n")
    assert shell("relink") == 0
    assert "Relearn it?" in shell.err
    assert shell.json("status", "--json")["new"] == 0
    assert shell("relink") == 0 and "Nothing was left behind" in shell.out
    reword(mine, "answer: You do", "answer: AWS")
    said.line("y")
    assert shell("relink") == 0
    shell.world.clock.advance(days=1)
    assert shell.json("status", "--json")["new"] == 1
    assert shell("relink") == 0 and "Nothing was left behind" in shell.out


def test_without_anybody_to_ask_nothing_is_carried_over_silently(shell: Shell, mine: Path) -> None:
    reword(mine, "Who patches", "Who has to patch")
    assert shell("relink") == 0
    assert "say --yes" in shell.err
    assert shell.json("status", "--json")["new"] == 1


def test_a_removed_card_keeps_its_history_for_the_day_it_returns(shell: Shell, mine: Path) -> None:
    mine.write_text(DECK[: DECK.index("  - question: Where")], encoding="utf-8")
    assert shell("relink") == 0
    assert "gone: Where are the audit reports of AWS?" in shell.out
    mine.write_text(DECK, encoding="utf-8")
    assert shell.json("status", "--json")["new"] == 0


def test_a_changed_answer_is_told_and_can_be_learnt_anew(shell: Shell, mine: Path) -> None:
    reword(mine, "answer: The customer", "answer: You do")
    assert shell("relink") == 0
    assert "the answer was 'The customer' and is 'You do'" in shell.out
    (changed,) = shell.json("relink", "--json")["answers"]
    assert shell("relink", "--relearn", changed["card"]) == 0
    shell.world.clock.advance(days=1)
    assert shell.json("status", "--json")["new"] == 1
    assert shell("rebuild") == 0 and "0 of them changed" in shell.out
    assert shell("relink", "--relearn", "mine/nothing#1") == 2


# -------------------------------------------------------------------------- the store


def test_marks_and_answers_follow_a_link_and_the_log_stays(book: Logbook) -> None:
    review = book.answer("a")
    book.store.link([(key("a"), key("b"))], book.clock.moment, POLICY)
    assert book.store.history(key("b")) == [review]
    assert book.standing(key("b")).schedule == review.after
    assert book.standing(key("a")) == Progress()
    later = book.answer("b")
    assert later.before == review.after
    assert book.store.rebuild(Policy()).changed == 0


def test_what_was_answered_under_the_new_wording_goes_on_from_the_old_history(book: Logbook) -> None:
    first = book.answer("a")
    book.clock.advance(days=2)
    second = book.answer("b")
    book.store.link([(key("a"), key("b"))], book.clock.moment, POLICY)
    assert book.store.history(key("b")) == [first, second]
    standing = book.standing(key("b")).schedule
    assert standing is not None and standing.reps == 2
    assert book.store.rebuild(POLICY).changed == 0


def test_a_card_that_was_answered_beside_another_takes_not_its_history(book: Logbook) -> None:
    book.answer("b")
    book.clock.advance(days=1)
    book.answer("a")
    with pytest.raises(ValueError, match="answers of its own"):
        book.store.link([(key("a"), key("b"))], book.clock.moment, POLICY)
    assert book.store.history(key("a")) and book.store.rebuild(Policy()).changed == 0


def test_a_card_answered_before_the_last_answer_of_an_orphan_does_not_inherit_its_history(
    book: Logbook,
) -> None:
    for name in "aba":
        book.answer(name)
        book.clock.advance(days=1)
    assert not book.store.may_follow(key("a"), key("b"))
    with pytest.raises(ValueError, match="answers of its own"):
        book.store.link([(key("a"), key("b"))], book.clock.moment, POLICY)
    assert [review.card for review in book.store.history(key("b"))] == [key("b")]


def test_what_was_answered_before_a_reset_counts_no_more(book: Logbook) -> None:
    book.answer("a")
    book.store.relearn(key("a"), book.clock.moment)
    assert book.standing(key("a")).schedule is None
    assert len(book.store.history(key("a"))) == 1
    assert book.store.rebuild(Policy()).changed == 0
    again = book.answer("a")
    assert again.before is None
    assert book.store.rebuild(Policy()).changed == 0


# -------------------------------------------------------------------------- likeness


def wording(prompt: str, answer: str = "x") -> Wording:
    return Wording(prompt, answer, DAY)


@pytest.mark.parametrize(
    ("was", "now", "is_other"),
    [
        ("Turn on versioning, and remove old ones later", "Turn on versioning, and remove them later", False),
        (
            "Keep the automated backups of the database for 30 days",
            "Keep the automated backups of the database for 35 days",
            True,
        ),
        (
            "Do not attach a policy to the user of the account",
            "Do attach a policy to the user of the account",
            True,
        ),
        ("AWS Artifact", "AWS Artifact Reports", True),
    ],
)
def test_a_long_answer_in_other_words_is_no_other_answer(was: str, now: str, is_other: bool) -> None:
    """Unless a figure, or a word that turns its meaning, is another."""
    found = changed_answers({key("a"): wording("a?", was)}, {key("a"): wording("a?", now)})
    assert bool(found) is is_other


VERBS = tuple(f"verb{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
WORDS = ("who", "what", "patches", "guards", "the", "disk", "host", "data", "centre")
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1)
CARDS = st.dictionaries(
    st.integers(0, 30).map(lambda n: CardKey(f"d/{n}#1")), TEXTS.map(lambda words: wording(" ".join(words)))
)


@given(CARDS, CARDS)
def test_every_card_is_in_one_pair_at_most(old: dict[CardKey, Wording], new: dict[CardKey, Wording]) -> None:
    found = match_orphans(old, new)
    assert len({one.old for one in found}) == len({one.new for one in found}) == len(found)
    assert all(0.4 <= one.likeness <= 1 for one in found)


def test_cards_of_other_decks_and_unlike_cards_are_not_matched() -> None:
    was = {CardKey("d/1#1"): wording("Who replaces failed disks?")}
    assert not match_orphans(was, {CardKey("e/1#1"): wording("Who replaces failed disks?")})
    assert not match_orphans(was, {CardKey("d/2#1"): wording("Which service records calls?")})


@pytest.mark.parametrize("count", [600, 3_000])
def test_cards_that_all_change_are_matched_with_a_bounded_number_of_comparisons_each(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    chance, compared = random.Random(1), 0
    prompts = [f"Which service {' '.join(chance.choices(VERBS, k=6))} {number}?" for number in range(count)]
    old = {CardKey(f"d/o{number}#1"): wording(prompt) for number, prompt in enumerate(prompts)}
    new = {
        CardKey(f"d/n{number}#1"): wording(prompt.replace("Which service", "Which AWS service"))
        for number, prompt in enumerate(prompts)
    }

    def counted(one: Prompt, other: Prompt) -> float:
        nonlocal compared
        compared += 1
        return likeness(one, other)

    monkeypatch.setattr(orphans, "likeness", counted)
    found = match_orphans(old, new)
    assert compared <= 10 * count
    assert [match.old.replace("o", "n") for match in found if match.is_sure] == [match.new for match in found]
    assert len(found) == count
