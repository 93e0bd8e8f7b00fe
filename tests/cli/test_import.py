"""`srm-quiz import`: decks out of other programs' files, and a report of what was lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.source import UNSAFE
from srm_quiz.domain.cards import Basic, CardKey
from srm_quiz.domain.scheduling import Rating
from srm_quiz.exchange.model import Imported, ImportedCard, ImportedDeck, ImportedReview
from srm_quiz.exchange.validate import merge_decks, validate, validate_deck
from tests.support.commandline import Shell
from tests.support.worlds import MONDAY_EVENING

CSV = "question,answer,deck\nWho?,AWS,Owners\nWhere?,,Owners\nWho replaces failed disks?,AWS,Disks\n"


@pytest.fixture
def quiz(shell: Shell) -> Path:
    """A table with two decks, and a row that cannot be kept."""
    return file(shell, CSV, "quiz.csv")


def file(shell: Shell, text: str, name: str) -> Path:
    path = shell.home / name
    path.write_text(text, encoding="utf-8")
    return path


def decks(shell: Shell) -> set[str]:
    folder = shell.home / "decks"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


# ---------------------------------------------------------------------- import


def test_import_writes_decks_and_says_what_was_found_lost_and_known(shell: Shell, quiz: Path) -> None:
    assert shell("import", quiz) == 0
    assert shell.out == (
        f"{quiz}: 2 decks, 2 notes, 2 cards\n"
        "  owners: Owners (1 basic)\n"
        "  disks: Disks (1 basic)\n"
        "\n"
        "Not kept as it was (1 place):\n"
        "  1 × a row was left out: it has no answer\n"
        "      line 3: Where? Owners\n"
        "\n"
        "Known already: 1 note asks what a card of your decks asks.\n"
        "      in world: Who replaces failed disks?\n"
        "\n"
        f"Written: {shell.home / 'decks' / 'owners.yaml'}\n"
        f"Written: {shell.home / 'decks' / 'disks.yaml'}\n"
    )
    assert shell.err == ""
    assert (shell.home / "decks" / "owners.yaml").read_text() == (
        "title: Owners\nid: owners\ncards:\n  - id: who\n    question: Who?\n    answer: AWS\n"
    )
    assert shell("check") == 0
    assert shell.out == "3 decks, 9 cards, no problems\n"


def test_a_dry_run_writes_nothing(shell: Shell, quiz: Path) -> None:
    assert shell("import", "--dry-run", quiz) == 0
    assert "Written" not in shell.out
    assert (decks(shell), shell.files()) == (set(), {"quiz.csv"})


def test_import_has_json_with_names_to_rely_on(shell: Shell, quiz: Path) -> None:
    report = shell.json("import", "--json", "--into", "all", quiz)
    assert report == {
        "file": str(quiz),
        "written": True,
        "form": "",
        "decks": [
            {
                "id": "all",
                "title": "all",
                "path": str(shell.home / "decks" / "all.yaml"),
                "notes": 2,
                "cards": 2,
                "kinds": {"basic": 2},
            }
        ],
        "reviews": 0,
        "losses": [
            {
                "what": "a row was left out: it has no answer",
                "count": 1,
                "examples": ["line 3: Where? Owners"],
            }
        ],
        "known": [{"note": "all/who-replaces-failed-disks", "like": "world/basic"}],
    }


def test_a_text_that_says_how_it_is_to_be_read_is_a_table_however_short(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("#separator:tab\n#html:true\n#tags column:3\nWho?\tAWS\tone two\n", encoding="utf-8")
    assert shell("import", path) == 0
    assert "tags: [one, two]" in (shell.home / "decks" / "anki-notes.yaml").read_text(encoding="utf-8")


def test_a_taken_id_is_refused_with_a_way_out_and_nothing_is_written(shell: Shell, quiz: Path) -> None:
    path = shell.own_deck("title: Mine\nid: disks\ncards: [{question: A, answer: B}]\n", "other-name.yaml")
    assert shell("import", quiz) == 1
    assert shell.err == (
        f"srm-quiz: there is a deck 'disks' already: {path}; nothing was written. "
        "Import it under another id: --into NEW-ID\n"
    )
    assert decks(shell) == {"other-name.yaml"}
    assert shell("import", quiz, "--into", "new-id") == 0
    assert decks(shell) == {"other-name.yaml", "new-id.yaml"}


def test_a_file_that_is_no_deck_is_not_written_over_either(shell: Shell, quiz: Path) -> None:
    path = shell.own_deck("[", "owners.yaml")
    assert shell("import", quiz) == 1
    assert f"there is a file {path} already" in shell.err
    assert (decks(shell), path.read_text()) == ({"owners.yaml"}, "[")


@pytest.mark.parametrize("deck_id", ["No Id", "", "a/b", "..", "x" * 101])
def test_into_takes_only_an_id(shell: Shell, quiz: Path, deck_id: str) -> None:
    assert shell("import", quiz, "--into", deck_id) == 2
    assert decks(shell) == set()


@pytest.mark.parametrize(
    ("name", "text", "kinds"),
    [
        ("a.md", "## Who?\n- [x] AWS\n- [ ] You\n", {"choice": 1}),
        ("a.md", "Q: Who?\nA: AWS\n\nC: [of] the cloud\n", {"basic": 1, "cloze": 1}),
        ("a.txt", "Who?\tAWS\nWhere?\tThere\n", {"basic": 2}),
        ("a.txt", "1. Who?\n- [x] AWS\n- [ ] You\n", {"choice": 1}),
        ("a", "Who?\nA. AWS\nB. You\n\nAnswer: A\n", {"choice": 1}),
        ("a.tsv", "Front\tBack\nWho?\tAWS\n", {"basic": 1}),
    ],
)
def test_a_file_is_read_by_its_ending_or_by_what_it_holds(
    shell: Shell, name: str, text: str, kinds: dict[str, int]
) -> None:
    (deck,) = shell.json("import", "--dry-run", "--json", file(shell, text, name))["decks"]
    assert (deck["id"], deck["kinds"]) == ("a", kinds)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.yaml", b"title: x", "is a deck already; put it into the folder of your decks"),
        ("a.txt", b"nothing to see here", "nothing that can be imported was found in the file; what can be:"),
        ("a.csv", b"a,b\0", "the file is no text: it has NUL bytes"),
        ("a.csv", b"question,answer\n", "no note was found in"),
        ("a.apkg", b"no package", ""),
        ("missing.csv", None, "there is no file"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_a_sentence(
    shell: Shell, name: str, data: bytes | None, said: str
) -> None:
    path = shell.home / name
    if data is not None:
        path.write_bytes(data)
    assert shell("import", path) == 1
    assert shell.err.startswith("srm-quiz: ") and said in shell.err
    assert shell.err.count("\n") == 1
    assert decks(shell) == set()


def test_of_a_file_that_was_mostly_not_understood_nothing_is_written_unless_told(shell: Shell) -> None:
    good = "## Who?\n- [x] AWS\n- [ ] You\n\n"
    bad = "## Where is it to be found?\n- [ ] Here, where we are\n- [ ] There\n- [ ] Nowhere\n\n"
    path = file(shell, good + bad * 2, "a.md")
    assert shell("import", path) == 1
    assert "most of the file was not understood, so nothing was written" in shell.err
    assert decks(shell) == set()
    assert shell("import", "--partly", path) == 0
    assert decks(shell) == {"a.yaml"}


def test_the_report_names_the_form_in_which_a_bank_was_read(shell: Shell) -> None:
    path = file(shell, "1. Who?\n- A. AWS\n- B. You\n\nAnswer: A\n", "a.md")
    assert shell("import", "--dry-run", path) == 0
    assert "  read as numbered questions, as in '1.', options as letters\n" in shell.out


def test_what_is_in_a_file_plays_no_tricks_on_the_terminal(shell: Shell) -> None:
    path = file(shell, "question,answer,\x1b[2J\nA\u202eB?,\x07xx,y\n", "a.csv")
    assert shell("import", path) == 0
    assert shell.out.replace("\n", "").isprintable()


def test_a_folder_that_cannot_be_written_is_told(shell: Shell, quiz: Path) -> None:
    (shell.home / "decks").write_text("in the way")
    assert shell("import", quiz) == 1
    assert "cannot be written" in shell.err


# ---------------------------------------------------------------------- what is written


TEXTS = st.text(min_size=1, max_size=30).filter(
    lambda text: text.strip() == text and not UNSAFE.search(text) and "\r" not in text
)


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=4), TEXTS)
@example([("{{", "no"), ("a: b", "- x\n\n  y")], "1.10")
def test_a_deck_that_is_written_is_read_back_whole(texts: list[tuple[str, str]], why: str) -> None:
    notes = [
        {"id": f"n{at}", "question": one, "answer": two, "why": why} for at, (one, two) in enumerate(texts)
    ]
    found = validate_deck(ImportedDeck("mine", {"title": "Mine"}, notes))
    assert found and not found.losses
    deck, problems = read_deck("x.yaml", found.text.encode())
    assert deck == found.deck or (deck and deck.cards == found.deck.cards)
    assert not problems
    assert [(card.content, card.why) for card in found.deck.cards] == [(Basic(*pair), why) for pair in texts]


def test_a_note_with_a_problem_is_a_loss_and_never_a_broken_deck() -> None:
    notes = [
        {"id": "a", "question": "A?", "answer": "x\ny"},
        {"id": "b", "cloze": "no blank"},
        {"id": "c", "question": "\x1b", "answer": "x"},
        {"id": "d", "cloze": "{{of}} it"},
        {"id": "d", "question": "D?", "answer": "x"},
    ]
    found = validate_deck(ImportedDeck("mine", {"title": "Mine"}, notes))
    assert found and [card.key for card in found.deck.cards] == ["mine/a#1", "mine/d#1"]
    assert sorted(loss.where for loss in found.losses) == ["\x1b", "D?", "no blank"]


def test_a_deck_with_thousands_of_problems_keeps_its_good_notes() -> None:
    notes = [{"id": f"n{at}", "cloze": "no blank" if at % 3 else "{{of}} it"} for at in range(1_800)]
    found = validate_deck(ImportedDeck("mine", {"title": "Mine"}, notes))
    assert found and (found.deck.notes, len(found.losses)) == (600, 1_200)


def test_decks_united_take_their_history_with_them() -> None:
    two = [
        ImportedDeck(name, {"title": name}, [{"id": "n", "question": "Q", "answer": "A"}]) for name in "ab"
    ]
    review = ImportedReview(CardKey("b/n#1"), MONDAY_EVENING, Rating.GOOD, 2.0)
    found = merge_decks(Imported(two, reviews=[review]), "all")
    assert [note["id"] for note in found.decks[0].notes] == ["n", "n-2"]
    assert [one.card for one in found.reviews] == ["all/n-2#1"]


def test_the_history_of_a_note_that_is_left_out_goes_with_it_and_is_reported() -> None:
    notes = [{"id": "good", "question": "Q", "answer": "A"}, {"id": "bad", "cloze": "no blank"}]
    keys = [CardKey("a/good#1"), CardKey("a/bad#1")]
    valid = validate(
        Imported(
            [ImportedDeck("a", {"title": "A"}, notes)],
            reviews=[ImportedReview(key, MONDAY_EVENING, Rating.GOOD, 2.0) for key in keys],
            cards=[ImportedCard(key, None, flagged=True) for key in keys],
        )
    )
    assert [review.card for review in valid.reviews] == [card.card for card in valid.cards] == keys[:1]
    assert valid.losses[-1].what == "a review of a card that is left out goes with it"
