"""`srm-quiz export`: a deck as a table, a bank of questions, a package, a sheet to print, or as it is."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from srm_quiz import files
from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.domain.cards import Basic
from srm_quiz.exchange.anki.importer import read_package
from tests.support.commandline import Shell

HOSTILE = "<script>alert('x')</script> & \"it\" `code <i>` **bold**"


def file(shell: Shell, text: str, name: str) -> Path:
    path = shell.home / name
    path.write_text(text, encoding="utf-8")
    return path


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


@pytest.mark.parametrize("words", [[], ["--with-schedule"]])
def test_a_package_for_anki_takes_the_schedule_with_it_only_when_asked(
    shell: Shell, words: list[str]
) -> None:
    shell.learn("reveal", "good")
    path = shell.home / "new" / "out.apkg"
    assert shell("export", "world", "--to", path, *words) == 0
    assert shell.out == f"{path}\n"
    assert "Amazon RDS" in shell.err
    found = read_package(path, with_history=True)
    (deck,) = found.decks
    assert len(deck.notes) == 6
    assert [bool(card.schedule) for card in found.cards].count(True) == len(words)


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
            "the name of FILE must end in one of .csv, .tsv, .md, .gift, .xml, .html, .yaml, .apkg",
        ),
        (["world", "--to", "out.csv", "--with-schedule"], 2, "only an .apkg can be written --with-schedule"),
        (["world", "--to", "a.csv/out.csv"], 1, "a.csv"),
        (["world", "--to", "a.csv/out.apkg"], 1, "a.csv"),
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
    files.create(path, b"one")
    with pytest.raises(FileExistsError):
        files.create(path, b"two")

    def no_links(*_: object) -> None:
        raise OSError(95, "no links here")

    monkeypatch.setattr("os.link", no_links)
    with pytest.raises(FileExistsError):
        files.create(path, b"two")
    files.create(path.with_name("b"), b"three")
    assert {one.name: one.read_bytes() for one in path.parent.iterdir()} == {"a": b"one", "b": b"three"}


FORMULAS = """title: Mine
cards:
  - {question: "=1+1", answer: "-5"}
  - {question: Who?, answer: "@you"}
"""


@pytest.mark.parametrize("ending", ["csv", "tsv"])
def test_a_table_says_which_cells_a_spreadsheet_would_compute_and_keeps_them(
    shell: Shell, ending: str
) -> None:
    shell.own_deck(FORMULAS)
    path = shell.home / f"out.{ending}"
    assert shell("export", "mine", "--to", path) == 0
    assert shell.err == (
        "3 × a spreadsheet would compute this cell; --guard-formulas writes ' before it: =1+1; -5; @you\n"
    )
    assert shell("import", "--into", "again", path) == 0
    deck, _ = read_deck("x", (shell.home / "decks" / "again.yaml").read_bytes())
    assert deck is not None
    assert [card.content.question for card in deck.cards if isinstance(card.content, Basic)] == [
        "=1+1",
        "Who?",
    ]


def test_a_table_guards_what_a_spreadsheet_would_compute_on_request_and_says_so(shell: Shell) -> None:
    shell.own_deck(FORMULAS)
    path = shell.home / "out.csv"
    assert shell("export", "mine", "--to", path, "--guard-formulas") == 0
    assert shell.err.startswith(
        "3 × a spreadsheet would have computed this cell: it got a ' before it: =1+1; "
    )
    cells = {cell for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines()) for cell in row}
    assert {"'=1+1", "'-5", "Who?", "'@you"} <= cells
    assert shell("export", "mine", "--to", shell.home / "out.md", "--guard-formulas") == 2
