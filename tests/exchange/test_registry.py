"""Files that people have are read whole or refused by name; other documents never make a card."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

from srm_quiz.exchange.model import Imported, ImportRefusedError
from srm_quiz.exchange.registry import read_file
from srm_quiz.exchange.validate import validate
from tests.support.documents import ENDINGS, KINDS, document

BANKS = Path(__file__).parent / "banks"
RACKS, KEYS = "Who locks the racks?", "Who rotates keys?"


def read_bank(name: str) -> Imported:
    return read_file(BANKS / name)


def summary(found: Imported) -> list[tuple[str, str]]:
    """Each note as what it asks, and its right answer."""
    pairs = []
    for deck in found.decks:
        for note in deck.notes:
            right = [str(option["right"]) for option in note.get("choices", ()) if "right" in option]
            asked = str(note.get("question", note.get("cloze")))
            pairs.append((asked, " + ".join(right) if right else str(note.get("answer", ""))))
    return pairs


@pytest.mark.parametrize(
    ("name", "pairs"),
    [
        (
            "fence.md",
            [
                ("Which command lists buckets?\n```aws s3 ls```", "the one above"),
                ("Who patches the hypervisor?", "AWS"),
                ('What does this policy allow?\n```json\n{"Action": "s3:GetObject"}\n```', "Reading objects"),
                ("Who owns the data?", "You"),
            ],
        ),
        (
            "order.md",
            [(RACKS, "AWS"), ("Who rotates access keys?", "The customer"), ("Who wipes old disks?", "AWS")],
        ),
        (
            "order2.md",
            [(RACKS, "AWS"), ("Who rotates access keys?", "The customer"), ("Who wipes old disks?", "AWS")],
        ),
        ("fb.md", [(RACKS, "AWS"), (KEYS, "The customer")]),
        (
            "desc.md",
            [
                ("What is a guest operating system?", "The one that you log in to."),
                ("Explain who patches it.", "On EC2 the customer does."),
                ("What is a host?", "The machine under it, which AWS runs."),
            ],
        ),
        ("optline.md", [(RACKS, "AWS"), (KEYS, "The customer")]),
        (
            "anstext.csv",
            [
                (RACKS, "AWS"),
                ("Which are yours?", "Keys + Data"),
                ("Which are yours too?", "Keys + Data"),
                ("Which come third?", "Data"),
                ("Case?", "Data"),
            ],
        ),
        ("iscorrect.csv", [(RACKS, "AWS"), ("Which are yours?", "Keys + Data")]),
        ("qh3.md", [(RACKS, "AWS"), ("Which are yours? (Select TWO)", "Data + Keys")]),
        (
            "jsq.md",
            [
                ('What does this policy allow?\n\n```json\n{"Action": "s3:GetObject"}\n```', "Reading"),
                (RACKS, "AWS"),
            ],
        ),
        (
            "certilum.md",
            [
                ("Who pays for unused volumes?", "The customer"),
                (
                    "What does this command make?\n\n```bash\naws ec2 run-instances --count 1\n```",
                    "An instance + A volume of its own",
                ),
            ],
        ),
        (
            "tick.md",
            [
                (RACKS, "AWS"),
                ("Which duties are yours? (Select TWO.)", "Rotating access keys + Owning the data"),
            ],
        ),
        (
            "rationale.md",
            [
                (f"**Model: racks.** {RACKS}", "AWS"),
                ("**Model: keys.** Who rotates access keys?", "The customer"),
            ],
        ),
        ("qa1.md", [(RACKS, "AWS does."), (KEYS, "The customer does.")]),
        (
            "obs.md",
            [
                ("Who patches a NAT gateway?", "AWS"),
                ("What does SG stand for", "Security group"),
                ("Security group", "What does SG stand for"),
                ("How many NAT gateways for three zones?", "One per zone."),
                ("What belongs to you in RDS", "The rights of its users."),
                ("The rights of its users.", "What belongs to you in RDS"),
                ("The customer configures {{security groups}} and {{network ACLs}}.", ""),
            ],
        ),
        ("comment.txt", [(RACKS, "AWS"), (KEYS, "The customer")]),
        ("a4205.csv", [(RACKS, "AWS"), (KEYS, "The customer")]),
        (
            "bank2.json",
            [("Who locks the racks, and why?", "AWS"), ("Who rotates access keys?", "The customer")],
        ),
        (
            "ankiexp.txt",
            [
                ("Who locks the **racks**?", "AWS\\\nin its buildings & yards"),
                ('Which "two" are yours?\\\nChoose.', "- Keys\n- Data"),
                ("AWS secures {{of}} the cloud, you {{in::of/in}} it, {{AWS}} first.", ""),
                ("Where is SOC 2?", "Artifact"),
            ],
        ),
    ],
)
def test_banks_that_people_have_are_read_whole(name: str, pairs: list[tuple[str, str]]) -> None:
    found = read_bank(name)
    assert summary(found) == pairs
    assert not any("note was left out" in loss.what for loss in found.losses)
    assert not validate(found).is_mostly_lost


def test_an_explanation_says_in_words_which_options_it_means() -> None:
    (deck,) = read_bank("qh3.md").decks
    assert [note["why"] for note in deck.notes] == ["AWS does. The customer may not enter.", "Data and keys."]


def test_the_lines_of_a_spreadsheet_that_anki_would_read_may_have_trailing_commas() -> None:
    (deck,) = read_bank("a4205.csv").decks
    assert (deck.head["title"], deck.notes[0]["tags"]) == ("Duties", ["model::aws"])


def test_notes_of_anki_as_text_are_the_same_as_in_a_package() -> None:
    found = read_bank("ankiexp.txt")
    (deck,) = found.decks
    assert (deck.id, deck.head["title"], deck.notes[0]["tags"]) == (
        "anki-cloud-model",
        "Cloud: Model",
        ["model", "easy"],
    )
    assert [loss.what for loss in found.losses] == ["blanks that were asked together are asked one by one"]


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("p.html", "<html><body><ol><li>Who, and why?</li></ol></body></html>", "a page of the web"),
        ("p", "<html><body><ol><li>Who, and why?</li></ol></body></html>", "a page of the web"),
        ("p.csv", "<div>a,b</div>\n<div>c,d</div>\n", "a page of the web"),
        ("prog.py", (BANKS / "prog.py.sample").read_text(), "a program"),
        ("prog.txt", (BANKS / "prog.py.sample").read_text(), "a program"),
        ("letter.txt", (BANKS / "letter.txt").read_text(), "nothing that can be imported was found"),
        ("a.eml", "From: a@b.c", "a letter"),
        ("a.txt", "From: a@b.c\nTo: d@e.f\nSubject: x\n\nWho?\tAWS\n", "a letter"),
        ("a.log", "2026-11-29 10:00:00 INFO a, b", "a log"),
        ("a.txt", "2026-11-29 10:00:00 INFO a\tb\n2026-11-29 10:00:01 INFO c\td\n", "a log"),
        ("a.json", '{"a": 1}', "JSON, and no bank of questions"),
        ("a.json", '{"a": ', "not valid JSON"),
        ("a.txt", '{"a": [1, 2]}', "JSON, and no bank of questions"),
        ("a.xml", "<?xml version='1.0'?><a/>", "XML, and neither Moodle's nor QTI 2.1"),
        ("a.pdf", "%PDF-1.7", "a document"),
        ("a.toml", "a = 1", "a file of settings"),
        ("a.csv", "date,city,degrees\n2026-11-29,Oslo,3\n", "have no names that say which of them asks"),
        (
            "a.csv",
            "the meeting, as said\nis at noon, with keys\n",
            "have no names that say which of them asks",
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_by_name(tmp_path: Path, name: str, text: str, kind: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(ImportRefusedError, match=kind):
        read_file(path)


def check_documents(count: int, path: Path, seed: int = 0) -> None:
    """None of so many documents of other kinds would be written as cards."""
    for number in range(count):
        random = Random(seed + number)
        kind = KINDS[number % len(KINDS)]
        file = path.with_suffix(random.choice(ENDINGS))
        text = document(kind, random)
        file.write_text(text)
        try:
            valid = validate(read_file(file))
        except ImportRefusedError:
            continue
        assert not valid.decks or valid.is_mostly_lost, (kind, file.suffix, text)


def test_documents_of_other_kinds_make_no_card(tmp_path: Path) -> None:
    check_documents(600, tmp_path / "x")


@pytest.mark.soak
def test_ten_thousand_documents_of_other_kinds_make_no_card(tmp_path: Path) -> None:
    check_documents(10_000, tmp_path / "x", seed=1_000)


# ---------------------------------------------------------------------- JSON


@pytest.mark.parametrize(
    "item",
    [
        {"question": "Q?", "options": ["one", "two"], "answer": "B"},
        {"question": "Q?", "options": ["one", "two"], "correct_answer": "two"},
        {"question": "Q?", "choices": {"A": "one", "B": "two"}, "answer": "B"},
        {
            "questionText": "Q?",
            "options": [{"text": "one", "isCorrect": False}, {"text": "two", "isCorrect": True}],
        },
        {
            "question": "Q?",
            "answers": [{"answer": "one", "correct": False}, {"answer": "two", "correct": True}],
        },
        {"question": "Q?", "optionA": "one", "optionB": "two", "correctAnswer": "B"},
        {"question": "Q?", "incorrect_answers": ["one"], "correct_answer": "two"},
        {"prompt": "Q?", "options": ["one", "two"], "answer": ["two"]},
    ],
)
@pytest.mark.parametrize("inside", ["list", "questions"])
def test_json_is_read_by_its_usual_keys(tmp_path: Path, item: dict[str, object], inside: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps([item] if inside == "list" else {"title": "Mine", "questions": [item]}))
    assert summary(read_file(path)) == [("Q?", "two")]


def test_places_of_answers_in_json_count_from_where_the_file_shows_it(tmp_path: Path) -> None:
    def right(*answers: object) -> list[str]:
        items = [
            {"question": f"Q{n}?", "options": ["a b", "c d", "e f"], "answer": one}
            for n, one in enumerate(answers)
        ]
        path = tmp_path / "a.json"
        path.write_text(json.dumps(items))
        return [answer for _, answer in summary(read_file(path))]

    assert right(0, 1, [0, 2]) == ["a b", "c d", "a b + e f"]
    assert right(3, 1) == ["e f", "a b"]
    assert right(1, 2) == right(0, 3) == []  # unclear: nothing is marked


def test_json_lines_and_flashcards_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"front": "Q1?", "back": "one"}\n{"front": "Q2?", "back": "two &amp; so"}\n')
    assert summary(read_file(path)) == [("Q1?", "one"), ("Q2?", "two & so")]


def test_crowdanki_is_read_with_its_note_types_and_the_decks_inside(tmp_path: Path) -> None:
    model = {
        "crowdanki_uuid": "m",
        "name": "Basic",
        "type": 0,
        "flds": [{"name": "Front", "ord": 0}, {"name": "Back", "ord": 1}],
        "tmpls": [
            {"name": "Card", "ord": 0, "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}
        ],
    }
    note = {"guid": "g1", "note_model_uuid": "m", "fields": ["Who <b>locks</b>?", "AWS"], "tags": ["x"]}
    child = {"__type__": "Deck", "name": "Inner", "notes": [{**note, "guid": "g2"}], "children": []}
    deck = {"__type__": "Deck", "name": "Outer", "note_models": [model], "notes": [note], "children": [child]}
    path = tmp_path / "deck.json"
    path.write_text(json.dumps(deck))
    found = read_file(path)
    assert [(one.id, [dict(note) for note in one.notes]) for one in found.decks] == [
        ("anki-outer", [{"id": "anki-g1", "question": "Who **locks**?", "answer": "AWS", "tags": ["x"]}]),
        (
            "anki-outer-inner",
            [{"id": "anki-g2", "question": "Who **locks**?", "answer": "AWS", "tags": ["x"]}],
        ),
    ]


def test_a_table_of_markdown_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# Bank\n\n| # | Question | A | B | Answer |\n|--|--|--|--|--|\n"
        f"| 1 | {RACKS} | The customer | AWS \\| all | B |\n| 2 | {KEYS} | The customer | AWS | A |\n"
    )
    assert summary(read_file(path)) == [(RACKS, "AWS | all"), (KEYS, "The customer")]


# ---------------------------------------------------------------------- workbooks


def test_a_workbook_is_read_from_the_row_with_the_names_of_columns(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Quiz template"])
    for _ in range(6):
        sheet.append([None, "Add questions below, at least one"])
    answers = [f"Answer {number} - max 75 characters" for number in (1, 2, 3)]
    further = ["Time limit (sec) – 5, 10", "Correct answer(s) - choose at least one"]
    sheet.append([None, "Question - max 120 characters", *answers, *further])
    sheet.append([1, RACKS, "The customer", "AWS", None, 20, 2])
    sheet.append([2, "Which are yours?", "Keys", "Racks", "Data", 20, "1,3"])
    book.save(tmp_path / "kahoot.xlsx")
    assert summary(read_file(tmp_path / "kahoot.xlsx")) == [
        (RACKS, "AWS"),
        ("Which are yours?", "Keys + Data"),
    ]


# ---------------------------------------------------------------------- time


@pytest.mark.parametrize(
    "text",
    [
        "Q" + " " * 1_500 + "x",
        "Q" * 20_000,
        "A. " + " " * 20_000 + "x",
        "*" * 20_000,
        "[" * 20_000,
        "<" * 20_000,
        "`" * 20_000,
        "1" * 20_000,
        "Answer" + " " * 20_000 + "x",
        "==" * 10_000,
        ":" * 20_000,
        "{" * 20_000,
        "{=" * 10_000,
        "> " * 10_000 + "x",
        "- " * 10_000 + "x",
        "|" * 20_000,
        "\\" * 20_000,
        "(A" * 10_000,
        "<!--" * 5_000,
        "<summary>" * 5_000,
        "a,b\n" * 5_000,
        "#" * 20_000,
        "\t" * 20_000,
    ],
    ids=lambda text: text[:9].strip(),
)
@pytest.mark.parametrize("ending", [".md", ".csv", ".gift"])
def test_hostile_runs_take_no_time(tmp_path: Path, text: str, ending: str) -> None:
    path = tmp_path / f"x{ending}"
    path.write_text(f"## Who?\n\n{text}\n{text}?\n- [x] {text}\n- [ ] no\n\nAnswer: {text}\n")
    started = time.process_time()
    with suppress(ImportRefusedError):
        validate(read_file(path))
    assert time.process_time() - started < 2
