"""`srm-quiz import` and `export`: decks out of other programs' files, and files out of decks."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from srm_quiz.deckfiles import saving
from srm_quiz.deckfiles.decks import read_deck
from srm_quiz.deckfiles.reading import UNSAFE
from srm_quiz.domain.cards import Basic, CardKey
from srm_quiz.domain.scheduling import Rating
from srm_quiz.exchange.fitting import fitted, united
from srm_quiz.exchange.imported import Imported, ImportedDeck, ImportedReview
from tests.commandline import Shell
from tests.worlds import MONDAY_EVENING

CSV = "question,answer,deck\nWho?,AWS,Owners\nWhere?,,Owners\nWho replaces failed disks?,AWS,Disks\n"
HOSTILE = "<script>alert('x')</script> & \"it\" `code <i>` **bold**"


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
        "      disks/who-replaces-failed-disks is like world/basic\n"
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


@pytest.mark.parametrize("id", ["No Id", "", "a/b", "..", "x" * 101])
def test_into_takes_only_an_id(shell: Shell, quiz: Path, id: str) -> None:
    assert shell("import", quiz, "--into", id) == 2
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


def test_what_is_in_a_file_plays_no_tricks_on_the_terminal(shell: Shell) -> None:
    path = file(shell, "question,answer,\x1b[2J\nA\u202eB?,\x07x,y\n", "a.csv")
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
    found = fitted(ImportedDeck("mine", {"title": "Mine"}, notes))
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
    found = fitted(ImportedDeck("mine", {"title": "Mine"}, notes))
    assert found and [card.key for card in found.deck.cards] == ["mine/a#1", "mine/d#1"]
    assert sorted(loss.where for loss in found.losses) == ["\x1b", "D?", "no blank"]


def test_a_deck_with_thousands_of_problems_keeps_its_good_notes() -> None:
    notes = [{"id": f"n{at}", "cloze": "no blank" if at % 3 else "{{of}} it"} for at in range(1_800)]
    found = fitted(ImportedDeck("mine", {"title": "Mine"}, notes))
    assert found and (found.deck.notes, len(found.losses)) == (600, 1_200)


def test_decks_united_take_their_history_with_them() -> None:
    two = [ImportedDeck(id, {"title": id}, [{"id": "n", "question": "Q", "answer": "A"}]) for id in "ab"]
    review = ImportedReview(CardKey("b/n#1"), MONDAY_EVENING, Rating.GOOD, 2.0)
    found = united(Imported(two, reviews=[review]), "all")
    assert [note["id"] for note in found.decks[0].notes] == ["n", "n-2"]
    assert [one.card for one in found.reviews] == ["all/n-2#1"]


# ---------------------------------------------------------------------- export


@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_a_table_that_was_exported_is_imported_as_it_was(shell: Shell, ending: str) -> None:
    path = shell.home / f"out.{ending}"
    assert shell("export", "world", "--to", path) == 0
    assert shell.out == f"{path}\n"
    assert shell.err == "1 × a line card has no place in such a file: Amazon RDS\n"
    report = shell.json("import", "--json", "--into", "again", path)
    assert report["losses"] == []
    assert report["decks"][0]["kinds"] == {"choice": 2, "basic": 1, "typed": 1, "cloze": 1, "owner": 1}
    before, _ = read_deck("x", (shell.home / "bundled" / "world.yaml").read_bytes())
    after, _ = read_deck("x", (shell.home / "decks" / "again.yaml").read_bytes())
    assert before and after
    assert [(card.content, card.hint) for card in after.cards] == [
        (card.content, card.hint) for card in before.cards[:6]
    ]


def test_a_bank_of_questions_that_was_exported_can_be_imported(shell: Shell) -> None:
    path = shell.home / "out.md"
    assert shell("export", "world", "--to", path) == 0
    assert "1 × a text with blanks became a question: Security {{of::of or in?}} the cloud" in shell.err
    assert (
        "## Who patches the guest of an EC2 instance?\n\n- [x] The customer\n- [ ] AWS\n" in path.read_text()
    )
    report = shell.json("import", "--json", "--into", "again", path)
    assert report["losses"] == []
    assert report["decks"][0]["kinds"] == {"choice": 3, "basic": 2, "typed": 1}


def test_texts_of_several_lines_and_odd_beginnings_survive_markdown(shell: Shell) -> None:
    shell.own_deck(
        "title: Mine\ncards:\n"
        '  - {question: "12. of them?\\n\\nReally?", why: "One.\\n\\nTwo.",'
        ' choices: [{right: "x\\ny", why: "a\\nb"}, {wrong: z}]}\n'
        "  - {question: Question 3, answer: 1. a, accept: []}\n"
    )
    shell("export", "mine", "--to", shell.home / "out.md")
    shell("import", shell.home / "out.md", "--into", "again")
    before, _ = read_deck("x", (shell.home / "decks" / "mine.yaml").read_bytes())
    after, _ = read_deck("x", (shell.home / "decks" / "again.yaml").read_bytes())
    assert before and after
    assert [(card.content, card.why) for card in after.cards] == [
        (card.content, card.why) for card in before.cards
    ]


def test_a_deck_is_exported_as_it_is(shell: Shell) -> None:
    path = shell.own_deck("# mine\ntitle: Mine\ncards:\n  - {question: A,   answer: B}  # so\n")
    assert shell("export", path, "--to", shell.home / "copy.yaml") == 0
    assert (shell.home / "copy.yaml").read_bytes() == path.read_bytes()


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_sheet_needs_no_other_file_and_holds_texts_only(shell: Shell) -> None:
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    shell.own_deck(
        f"title: {quoted}\nid: mine\ndescription: {quoted}\ncards:\n"
        f"  - {{question: {quoted}, answer: {quoted}, why: {quoted}, hint: {quoted}, source: {quoted}}}\n"
        f"  - {{question: Q, choices: [{{right: {quoted}, why: {quoted}}}, {{wrong: w}}]}}\n"
        f"  - {{duty: {quoted}, on: {quoted}, owner: aws, accept: [shared]}}\n"
        f"matrix:\n  layers: [{{id: a, name: {quoted}, moves: true}}, {{id: b, name: B, moves: true}}]\n"
        f"  services:\n    - {{id: s, name: {quoted},\n"
        "       owners: {a: aws, b: {owner: customer, applies: false}}}\n"
    )
    path = shell.home / "out.html"
    assert shell("export", "mine", "--to", path) == 0
    html = path.read_text()
    parser = _Tags()
    parser.feed(html)
    assert not parser.open
    page = {"html", "head", "meta", "title", "style", "body", "header", "section", "article", "div", "span"}
    text = {"h1", "h2", "p", "ol", "li", "code", "b", "table", "thead", "tbody", "tr", "th", "td"}
    assert {tag for tag, _ in parser.tags} <= page | text
    assert all(not name.startswith("on") for _, attributes in parser.tags for name in attributes)
    assert "<b>bold</b>" in html and "<code>code &lt;i&gt;</code>" in html
    assert not re.search(r"(?:src|href|url)\s*[=(]|@import", html)
    assert "@media print" in html


def test_an_answer_is_printed_behind_its_question(shell: Shell) -> None:
    cards = "\n".join(f"  - {{question: Q{number}, answer: A{number}}}" for number in range(1, 12))
    shell.own_deck(f"title: Mine\ncards:\n{cards}\n  - {{question: long, answer: {'word ' * 300}}}\n")
    shell("export", "mine", "--to", shell.home / "out.html")
    pages = re.findall(
        r'<section class="page (\w+) (\w+)">(.*?)</section>', (shell.home / "out.html").read_text(), re.S
    )
    shown = [(size, side, re.findall(r">(\d+)</span>|(<div></div>)", html)) for size, side, html in pages]
    assert [(size, side, [number or "-" for number, _ in cells]) for size, side, cells in shown] == [
        ("small", "front", ["1", "2", "3", "4", "5", "6", "7", "8"]),
        ("small", "back", ["2", "1", "4", "3", "6", "5", "8", "7"]),
        ("small", "front", ["9", "10", "11"]),
        ("small", "back", ["10", "9", "-", "11"]),
        ("large", "front", ["12"]),
        ("large", "back", ["12"]),
    ]


def test_a_file_that_is_there_is_written_over_only_with_force(shell: Shell) -> None:
    path = file(shell, "mine", "out.csv")
    assert shell("export", "world", "--to", path) == 1
    assert shell.err == f"srm-quiz: {path} is there already; write over it with --force\n"
    assert path.read_text() == "mine"
    assert shell("export", "world", "--to", path, "--force") == 0
    assert path.read_text(encoding="utf-8-sig").startswith("id,kind,")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["wrold", "--to", "out.csv"], 2, "there is no deck 'wrold': did you mean 'world'?"),
        (
            ["world", "--to", "out.doc"],
            2,
            "the name of FILE must end in one of .csv, .tsv, .md, .html, .yaml",
        ),
        (["world", "--to", "a.csv/out.csv"], 1, "a.csv"),
        (["world"], 2, "--to"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_a_sentence(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, said: str
) -> None:
    monkeypatch.chdir(shell.home)
    file(shell, "", "a.csv")
    assert shell("export", *words) == code
    assert said in " ".join(shell.err.split())
    assert not (shell.home / "out.csv").exists()


def test_a_new_file_is_never_put_over_another_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new" / "a"
    saving.create(path, b"one")
    with pytest.raises(FileExistsError):
        saving.create(path, b"two")

    def no_links(*_: object) -> None:
        raise OSError(95, "no links here")

    monkeypatch.setattr("os.link", no_links)
    with pytest.raises(FileExistsError):
        saving.create(path, b"two")
    saving.create(path.with_name("b"), b"three")
    assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == {"a": b"one", "b": b"three"}
