"""`srm-quiz import --update`: a new version of a file reaches the deck, and no history or edit is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from srm_quiz.domain.scheduling import Policy, Rating
from srm_quiz.exchange.history import history_events
from srm_quiz.exchange.model import Imported, ImportedReview
from tests.support.commandline import Shell
from tests.support.worlds import MONDAY_EVENING

BANK = (
    "id,question,answer\n"
    "racks,Who locks the racks of a data centre?,AWS\n"
    "keys,Who rotates the access keys of a user?,The customer\n"
    "disks,Who wipes the disks that are retired?,AWS\n"
)


def bank(shell: Shell, text: str, name: str = "bank.csv") -> Path:
    path = shell.home / name
    path.write_text(text, encoding="utf-8")
    return path


def deck(shell: Shell, name: str = "bank") -> Path:
    return shell.home / "decks" / f"{name}.yaml"


def answered(shell: Shell, deck_name: str = "bank") -> set[str]:
    """The notes of the deck that have a history."""
    with shell.world.open() as opened:
        return {
            key.partition("/")[2].partition("#")[0]
            for key, known in opened.store.progress().items()
            if known.schedule and key.startswith(f"{deck_name}/")
        }


def give_history(shell: Shell) -> None:
    """Each card of the learner's own decks has been answered once."""
    with shell.world.open() as opened:
        keys = [card.key for card in opened.library.cards() if not card.key.startswith("world/")]
        reviews = [ImportedReview(key, MONDAY_EVENING, Rating.GOOD, 3.0) for key in keys]
        opened.store.write(list(history_events(Imported((), (), reviews), set(), Policy(), 4, opened.now())))
        opened.deck_history.record_wordings()


@pytest.fixture
def imported(shell: Shell) -> Path:
    path = bank(shell, BANK)
    assert shell("import", path) == 0
    return path


def test_a_second_run_changes_nothing(shell: Shell, imported: Path) -> None:
    before = deck(shell).read_bytes()
    assert shell("import", "--update", imported) == 0
    assert shell.out == "Nothing has changed.\n"
    assert deck(shell).read_bytes() == before


def test_what_is_added_changed_and_gone_is_shown_before_anything_is_written(
    shell: Shell, imported: Path
) -> None:
    before = deck(shell).read_bytes()
    bank(
        shell,
        "id,question,answer\n"
        "racks,Who locks the racks of a data centre?,The landlord\n"
        "disks,Who wipes the disks that are retired?,AWS\n"
        "patch,Who patches the hypervisor?,AWS\n",
    )
    expected = (
        "bank: 1 added, 1 changed, 1 gone\n"
        "  added: Who patches the hypervisor?\n"
        "  changed: Who locks the racks of a data centre?: answer\n"
        "  gone: Who rotates the access keys of a user?\n"
        "  bank/racks#1: the answer was 'AWS' and is 'The landlord'\n"
    )
    for words, code in ((["--dry-run"], 0), ([], 1)):
        assert shell("import", "--update", imported, *words) == code
        assert shell.out == expected
        assert deck(shell).read_bytes() == before
    assert shell("import", "--update", imported, "--yes") == 0
    assert shell.out == expected + "Written.\n"
    text = deck(shell).read_text()
    assert "The landlord" in text and "hypervisor" in text and "access keys" not in text
    assert shell("import", "--update", imported) == 0
    assert shell.out == "Nothing has changed.\n"


def test_edits_of_the_learner_stay_also_where_the_file_changed_the_same_text(
    shell: Shell, imported: Path
) -> None:
    text = deck(shell).read_text()
    text = text.replace("answer: AWS\n", "answer: AWS\n    why: They are its own.\n", 1)
    text = text.replace("answer: The customer", "answer: You, the customer  # I say you")
    deck(shell).write_text(f"# my notes\n{text}")
    bank(
        shell,
        BANK.replace("racks of a data centre?,AWS", "racks of a data centre?,AWS does").replace(
            "user?,The customer", "user?,The customer does"
        ),
    )
    assert shell("import", "--update", imported, "--yes") == 0
    assert "(your own answer stays)" in shell.out
    text = deck(shell).read_text()
    assert text.startswith("# my notes\n") and "# I say you" in text
    assert "answer: AWS does" in text and "why: They are its own." in text
    assert "The customer does" not in text
    assert shell("import", "--update", imported) == 0
    assert shell.out == "Nothing has changed.\n"


def test_a_note_that_is_gone_stays_if_the_learner_edited_or_made_it(shell: Shell, imported: Path) -> None:
    path = deck(shell)
    path.write_text(
        path.read_text().replace("answer: The customer", "answer: Me")
        + "\n  - id: own\n    question: What is mine?\n    answer: This\n"
    )
    bank(shell, "id,question,answer\nracks,Who locks the racks of a data centre?,AWS\n")
    assert shell("import", "--update", imported, "--yes") == 0
    text = path.read_text()
    assert "answer: Me" in text and "What is mine?" in text and "wipes the disks" not in text


def test_history_follows_a_bank_through_three_updates(shell: Shell) -> None:
    """Reworded, answered otherwise, moved to another deck, removed and added: each has its own history."""
    rows = {
        "racks": "Who locks the racks of a data centre?,AWS alone",
        "keys": "Who rotates the access keys of a user?,The customer",
        "disks": "Who wipes the disks that are retired?,AWS",
        "zones": "Who builds the zones of a region?,AWS as well",
    }

    def version(**decks: list[str]) -> Path:
        lines = [f"{rows[name]},{title}" for title, names in decks.items() for name in names]
        return bank(shell, "question,answer,deck\n" + "\n".join(lines) + "\n")

    path = version(one=["racks", "keys", "disks"], two=["zones"])
    assert shell("import", path) == 0
    give_history(shell)
    assert len(answered(shell, "one") | answered(shell, "two")) == 4

    rows["racks"] = "Who locks the racks in a data centre?,AWS alone"  # reworded, and its id with it
    rows["keys"] = "Who rotates the access keys of a user?,The user's owner"
    path = version(one=["racks", "keys", "disks"], two=["zones"])
    assert shell("import", "--update", path, "--yes") == 0
    assert "the answer was 'The customer' and is 'The user's owner'" in shell.out
    assert len(answered(shell, "one")) == 3 and len(answered(shell, "two")) == 1
    assert "who-locks-the-racks-of-a-data-centre" in answered(shell, "one")

    path = version(one=["racks", "keys"], two=["zones", "disks"])  # moved
    assert shell("import", "--update", path, "--yes") == 0
    assert len(answered(shell, "two")) == 2

    rows["new"] = "Who owns the data in a bucket?,The customer"
    path = version(one=["racks", "new"], two=["zones", "disks"])  # removed and added
    assert shell("import", "--update", path, "--yes") == 0
    text = deck(shell, "one").read_text()
    assert "access keys" not in text and "bucket" in text
    assert "who-owns-the-data-in-a-bucket" not in answered(shell, "one")
    assert len(answered(shell, "two")) == 2
    assert shell("import", "--update", path) == 0
    assert shell.out == "Nothing has changed.\n"


def test_changed_answers_begin_anew_only_if_told_so(shell: Shell, imported: Path) -> None:
    give_history(shell)
    assert "keys" in answered(shell)
    bank(shell, BANK.replace("The customer", "Nobody at all"))
    assert shell("import", "--update", imported, "--yes", "--relearn") == 0
    assert "1 card with another answer begin anew." in shell.out
    assert "keys" not in answered(shell) and "racks" in answered(shell)


def test_comments_and_layout_of_other_notes_stay_in_an_update_of_many(shell: Shell, imported: Path) -> None:
    rows = [f"n{number},Who does duty number {number}?,Answer {number}" for number in range(300)]
    bank(shell, "id,question,answer\n" + "\n".join(rows) + "\n")
    assert shell("import", "--update", imported, "--into", "many", "--yes") == 0
    path = deck(shell, "many")
    path.write_text("# mine\n" + path.read_text().replace("Answer 1\n", "Answer 1  # so\n"))
    other = [row if place % 2 else row.replace(",Answer", ",The answer") for place, row in enumerate(rows)]
    bank(shell, "id,question,answer\n" + "\n".join([*other[:290], "new,Who is new?,This one"]) + "\n")
    assert shell("import", "--update", imported, "--into", "many", "--yes") == 0
    assert "1 added, 145 changed, 10 gone" in shell.out
    text = path.read_text()
    assert text.startswith("# mine\n") and "Answer 1  # so\n" in text
    assert text.count("The answer") == 145 and "number 295" not in text and "Who is new?" in text
    assert shell("import", "--update", imported, "--into", "many") == 0
    assert shell.out == "Nothing has changed.\n"


def test_a_deck_that_is_not_there_yet_is_new_and_another_file_empties_none(
    shell: Shell, imported: Path
) -> None:
    other = bank(shell, "id,question,answer\nx,What else is there?,Nothing\n")
    before = deck(shell).read_bytes()
    assert shell("import", "--update", other, "--yes") == 1
    assert "no note of the deck 'bank' is in the file: is it the right one?" in shell.err
    assert deck(shell).read_bytes() == before
    assert shell("import", "--update", other, "--into", "fresh", "--yes") == 0
    assert "fresh: a new deck with 1 note" in shell.out
    assert deck(shell, "fresh").exists()


def test_the_plan_has_json_with_names_to_rely_on(shell: Shell, imported: Path) -> None:
    bank(shell, BANK.replace("The customer", "Nobody at all"))
    report = shell.json("import", "--update", "--json", imported)
    assert report["written"] is False
    assert report["decks"] == [
        {
            "id": "bank",
            "path": str(deck(shell)),
            "added": [],
            "changed": [{"note": "keys", "kept": []}],
            "gone": [],
            "kept": [],
            "moved": [],
            "answers": [{"card": "bank/keys#1", "was": "The customer", "now": "Nobody at all"}],
        }
    ]
