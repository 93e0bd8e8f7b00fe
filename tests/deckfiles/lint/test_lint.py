"""Rules of style: each has decks that break it, and decks that look as if they did."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from srm_quiz.cli.main import run
from srm_quiz.deckfiles.deck_file import parse_deck
from srm_quiz.deckfiles.lint.rules import RULES, inspect
from srm_quiz.problems import Problem, Severity

Note = dict[str, Any]

GIVEN = {"why": "Because it is so.", "source": "https://aws.amazon.com/"}


def asked(question: str, answer: str, **more: Any) -> Note:
    return {"question": question, "answer": answer, **GIVEN, **more}


def typed(question: str, answer: str) -> Note:
    return asked(question, answer, accept=[])


def cloze(text: str) -> Note:
    return {"cloze": text, **GIVEN}


def duty(text: str, owner: str, on: str = "Amazon EC2") -> Note:
    return {"duty": text, "on": on, "owner": owner, **GIVEN}


def choice(question: str, *options: str, **more: Any) -> Note:
    """A choice note; right options begin with `+`."""
    choices = [
        {"right" if option.startswith("+") else "wrong": option.removeprefix("+"), "why": "So it is."}
        for option in options
    ]
    return {"question": question, "choices": choices, **GIVEN, **more}


def styled(*notes: Note, path: str = "decks/mine.yaml", **deck: Any) -> list[Problem]:
    """What is said of a deck of these notes."""
    return inspect([parsed(*notes, path=path, **deck)])


def parsed(*notes: Note, path: str = "decks/mine.yaml", **deck: Any) -> Any:
    text = json.dumps({"title": "Mine", **deck, "cards": notes}, indent=1)
    written = parse_deck(path, text.encode())
    assert written is not None and not written.source.problems, written
    return written


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def without(note: Note, key: str) -> Note:
    return {name: value for name, value in note.items() if name != key}


COLOURS = ("grey and blue", "reddish now", "green now", "black")


def questions(count: int, longest: int = 0, second: int = 0) -> list[Note]:
    """So many choice notes, in `longest` of which the right option is the longest, and so on.

    In the rest it is each of the other lengths in turn.
    """
    places = [0] * longest + [1] * second
    others = [place for place, named in enumerate((longest, second, 0, 0)) if not named]
    places += [others[number % len(others)] for number in range(count - len(places))]
    return [
        choice(
            f"Which colour has thing {number}?",
            *("+" + colour if place == right else colour for place, colour in enumerate(COLOURS)),
        )
        for number, right in enumerate(places)
    ]


def duties(aws: int, customer: int) -> list[Note]:
    return [
        duty(f"Do thing number {number}", "aws" if number < aws else "customer")
        for number in range(aws + customer)
    ]


LONG = "word " * 59 + "one two?"
TALE = "Which service fits a company that keeps its records in one Region and reads them from another?"

FLAWED: list[tuple[str, list[Note]]] = [
    ("missing-why", [without(asked("Who guards the building?", "AWS"), "why")]),
    ("missing-why", [without(choice("Which is it?", "+red", "green"), "why")]),
    (
        "option-without-why",
        [{**choice("Which?", "+red", "green"), "choices": [{"right": "red"}, {"wrong": "green"}]}],
    ),
    ("missing-source", [without(duty("Guard the building", "aws"), "source")]),
    ("long-prompt", [asked(LONG, "No")]),
    ("long-prompt", [asked("word " * 110 + "end?", "No", tags=["scenario"])]),
    ("choose-count", [choice("What colours has the flag?", "+red", "+green", "blue")]),
    ("choose-count", [choice("What has the flag? Choose THREE.", "+red", "+green", "blue")]),
    ("choose-count", [choice("What has the flag? (Select two.)", "+red", "green", "blue")]),
    ("choose-count", [choice("Which three colours has the flag?", "+red", "+green", "blue")]),
    ("position-cited", [choice("What has it?", "+red", "green", why="Option A is closer.")]),
    ("position-cited", [choice("What has it?", "+red", "green", hint="Not the first option")]),
    ("position-cited", [choice("What has it?", "+red", "green", why="See the answer above.")]),
    ("all-of-the-above", [choice("What has it?", "red", "green", "+All of the above")]),
    ("all-of-the-above", [choice("What has it?", "red", "+green", "None of these")]),
    ("all-of-the-above", [choice("What has it?", "red", "green", "+Both A and B")]),
    ("absolute-in-wrong", [choice("What of it?", "+It grows in time", "It never grows old")]),
    ("absolute-in-wrong", [choice("What of it?", "+It grows in time", "It grows only once")]),
    ("option-contained", [choice("Who?", "AWS", "The customer", "+Both AWS and the customer")]),
    ("option-contained", [choice("What?", "+Patch the guest", "Patch the guest every month")]),
    (
        "option-lengths",
        [choice("What?", "red", "green", "blue", "+grey, as far as anyone can say in the dark")],
    ),
    (
        "option-lengths",
        [choice("What?", "+yes", *(f"the {one} of all these many things there" for one in "abc"))],
    ),
    ("option-grammar", [choice("What?", "+It grows.", "It falls.", "It stands")]),
    ("option-grammar", [choice("What?", "+the guest", "the host", "The rack")]),
    ("option-grammar", [choice("What?", "+Encrypting volumes", "Patching hosts", "Replace disks")]),
    (
        "word-echo",
        [choice("Who rotates certificates of a broker?", "+The broker rotates", "A guard", "A clerk")],
    ),
    ("answer-in-prompt", [typed("Which service is AWS Artifact, where reports lie?", "AWS Artifact")]),
    ("answer-in-prompt", [asked("Who keeps the customers' data safe?", "The customer")]),
    ("answer-in-prompt", [cloze("The hypervisor belongs to whoever runs the {{hypervisor}}.")]),
    (
        "answer-in-prompt",
        [choice("What does a security group filter?", "+A security group", "A role", "A key")],
    ),
    ("cloze-article", [cloze("The rules of traffic are kept in an {{ACL}} there.")]),
    ("cloze-article", [cloze("The bucket is a {{global::global or international?}} thing.")]),
    (
        "near-duplicate",
        [
            asked("Which service records API calls?", "One"),
            asked("Which services record the API call?", "Two"),
        ],
    ),
    ("near-duplicate", [asked(TALE, "S3"), asked(TALE.replace("keeps", "stores"), "S3")]),
    ("near-duplicate", [asked(TALE, "S3"), typed(TALE.replace("records", "old records"), "S3")]),
    ("near-duplicate", [duty("Patch the guest system", "customer"), duty("Patch guest systems", "aws")]),
    ("right-length", questions(12, longest=8)),
    ("right-length", questions(30, second=21)),
    ("owner-balance", duties(aws=8, customer=4)),
]

SOUND: list[tuple[str, list[Note]]] = [
    ("long options may differ by half", [choice("Which?", "+" + "a b " * 30, "c d " * 20, "e f " * 20)]),
    ("a pair of words is part of many", [choice("Which?", "+The guest", "The guest system", "The host")]),
    (
        "equal lengths share their place",
        [choice(f"Which colour has thing {n}?", "+black", "green", "red") for n in range(30)],
    ),
    ("a scenario may be longer", [asked("word " * 109 + "end?", "No", tags=["scenario"])]),
    ("sixty words are enough", [asked("word " * 59 + "end?", "No")]),
    ("a plain card needs no reason for options", [asked("Who guards the building?", "AWS")]),
    ("the count is said", [choice("What has it? Choose TWO.", "+red", "+green", "blue")]),
    ("the count is said in brackets", [choice("What has it? (Select **two**.)", "+red", "+green", "blue")]),
    ("the count is said in the question", [choice("Which two has it?", "+red", "+green", "blue")]),
    ("one may be asked for", [choice("What has it? Choose one.", "+red", "green", "blue")]),
    ("a story may choose two", [choice("A shop must choose two Regions. Why?", "+Cost", "Law", "Luck")]),
    ("an idiom is no place", [choice("What?", "+red", "green", why="It is the first choice of few.")]),
    ("a story has options", [choice("A team weighs the first option. Which?", "+red", "green")]),
    ("an article before a noun", [choice("What?", "+red", "green", why="To answer a question.")]),
    ("of them may mean the subject", [choice("Which sides read it?", "+None of them", "All of them")]),
    ("an answer may have a number", [choice("What?", "+red", "green", why="Let it answer 5 questions.")]),
    ("absolute on both sides", [choice("What of it?", "+It never grows old", "It only grows")]),
    ("absolute in the right one", [choice("What of it?", "+It never grows old", "It grows old")]),
    ("read-only is a word", [choice("What of it?", "+A new replica", "A read-only copy")]),
    ("names hold names", [choice("Which?", "+Amazon RDS", "Amazon RDS Custom", "Amazon EC2")]),
    ("long names hold names", [choice("Which?", "+Amazon RDS for Oracle", "Amazon RDS for Oracle SE2")]),
    ("a part of a word", [choice("Which?", "+Key", "Keyring", "Keys")]),
    ("short options differ by half", [choice("Which?", "+Macie", "IAM", "AWS Config")]),
    ("long options differ a little", [choice("Which?", "+" + "a b " * 20, "c d " * 18, "e f " * 16)]),
    (
        "two options have no odd one",
        [choice("Which?", "+yes", "no, because nobody has ever seen it at work")],
    ),
    ("names have capitals", [choice("Whose?", "+AWS", "the customer", "an auditor")]),
    ("names begin small", [choice("Which?", "+kubectl", "EKS", "Fargate")]),
    ("an abbreviation has a full stop", [choice("Which?", "+keys, logs etc.", "disks", "roles")]),
    ("a noun may end in ing", [choice("Which?", "+Something else", "Move of data", "Use of keys")]),
    ("code is code", [choice("Which?", "+`aws:SourceIp`", "`PrincipalOrgID`", "The tag.")]),
    ("wrong ones echo too", [choice("Who rotates keys?", "+AWS rotates keys", "Nobody rotates keys", "You")]),
    ("one word may come back", [choice("Who runs brokers?", "+The broker itself", "A guard", "A clerk")]),
    ("a wrong one is in the question", [choice("RDS replaces EC2. Which patches?", "+RDS", "EC2", "S3")]),
    ("alternatives are named", [asked("Is it AWS or the customer who guards it?", "AWS")]),
    ("alternatives are listed", [typed("Which of IaaS, PaaS and SaaS has most?", "IaaS")]),
    ("the cue has the alternatives", [cloze("The customers' part is {{customer::AWS or customer?}}.")]),
    ("little words come back", [cloze("Of all of it, security {{of::of or in?}} the cloud is AWS's.")]),
    ("blanks of one note", [cloze("Security {{of}} the cloud is AWS's, {{in}} it yours.")]),
    ("the cue tells the letter", [cloze("It is a {{filter::begins with f}} of work.")]),
    ("alternatives begin alike", [cloze("It is a {{public::public or private?}} thing.")]),
    ("another article", [cloze("It is the {{edge}} of it.")]),
    ("another service", [asked(TALE, "S3"), asked(TALE.replace("service", "Azure service"), "S3")]),
    ("a turning word", [asked(TALE, "S3"), asked(TALE.replace("reads", "never reads"), "S3")]),
    ("another word, another answer", [asked(TALE, "S3"), asked(TALE.replace("keeps", "loses"), "EFS")]),
    (
        "the other way round",
        [asked("What changes from EC2 to RDS?", "OS"), asked("What changes from RDS to EC2?", "No")],
    ),
    (
        "a small word",
        [asked("What is security of the cloud?", "x"), asked("What is security in the cloud?", "y")],
    ),
    (
        "another duty",
        [
            duty("Patch management, as one control", "shared"),
            duty("Risk management, as one control", "shared"),
        ],
    ),
    (
        "the same duty elsewhere",
        [duty("Patch it", "aws", "Amazon RDS"), duty("Patch it", "aws", "Amazon SQS")],
    ),
    ("longest as often as by chance", questions(40, longest=12)),
    ("few cards say nothing", questions(11, longest=11)),
    ("sixty per cent are in balance", duties(aws=9, customer=6)),
    ("few duties say nothing", duties(aws=11, customer=0)),
]


@pytest.mark.parametrize(("code", "notes"), FLAWED, ids=[f"{n}-{code}" for n, (code, _) in enumerate(FLAWED)])
def test_a_flaw_is_found_and_nothing_else(code: str, notes: list[Note]) -> None:
    problems = styled(*notes)
    assert codes(problems) == [code], "\n".join(problem.as_text() for problem in problems)
    (problem,) = problems
    assert problem.severity is Severity.WARNING
    assert problem.line and problem.column and problem.excerpt and problem.hint
    assert not problem.message.endswith(".")


@pytest.mark.parametrize(("_", "notes"), SOUND, ids=[name for name, _ in SOUND])
def test_what_only_looks_like_a_flaw_is_left_alone(_: str, notes: list[Note]) -> None:
    problems = styled(*notes)
    assert not problems, "\n".join(problem.as_text() for problem in problems)


def test_every_rule_has_an_example() -> None:
    assert {code for code, _ in FLAWED} == set(RULES)


def test_a_note_may_break_a_rule_for_a_reason() -> None:
    note = without(asked("Who guards the building?", "AWS"), "why")
    assert codes(styled(note)) == ["missing-why"]
    assert not styled({**note, "allow": {"missing-why": "A drill of bare names."}})


def test_a_deck_may_break_a_rule_for_a_reason() -> None:
    notes = [without(asked(f"Who guards building {n}?", "AWS"), "source") for n in "abc"]
    assert codes(styled(*notes)) == ["missing-source"] * 3
    assert not styled(*notes, allow={"missing-source": "They are from my own notes."})
    assert not styled(*duties(aws=12, customer=0), allow={"owner-balance": "All of it is about hosts."})


@pytest.mark.parametrize("reason", ["", [], {"because": "so"}])
def test_without_a_reason_nothing_is_allowed(reason: Any) -> None:
    note = without(asked("Who guards the building?", "AWS"), "source")
    deck = {"title": "Mine", "allow": {"missing-source": reason}, "cards": [note]}
    written = parse_deck("mine.yaml", json.dumps(deck).encode())
    assert written and written.source.problems
    assert codes(inspect([written])) == ["missing-source"]


def test_a_reason_for_one_note_says_nothing_of_another() -> None:
    bare = without(asked("Who guards the building?", "AWS"), "why")
    other = without(asked("Who cools the server rooms?", "AWS"), "why")
    assert codes(styled({**bare, "allow": {"missing-why": "It is plain."}}, other)) == ["missing-why"]


def test_an_unknown_rule_is_reported_with_the_one_that_was_meant() -> None:
    (problem,) = styled({**asked("Who guards it?", "AWS"), "allow": {"long-promt": "It is a tale."}})
    assert (problem.code, problem.hint) == ("unknown-rule", "did you mean 'long-prompt'?")
    (problem,) = styled(asked("Who guards it?", "AWS"), allow={"colours": "I like them."})
    assert problem.code == "unknown-rule" and "word-echo" in problem.hint


def test_a_needless_allowance_is_reported() -> None:
    (problem,) = styled({**asked("Who guards it?", "AWS"), "allow": {"long-prompt": "It is a tale."}})
    assert (problem.code, problem.excerpt.strip()) == ("needless-allow", '"long-prompt": "It is a tale."')


@pytest.mark.parametrize("is_first", [True, False])
def test_either_of_two_like_notes_may_allow_the_other(is_first: bool) -> None:
    notes = [
        asked("Which service records API calls?", "One"),
        asked("Which services record API calls?", "Two"),
    ]
    assert codes(styled(*notes)) == ["near-duplicate"]
    notes[0 if is_first else 1]["allow"] = {"near-duplicate": "The plural is the point."}
    assert not styled(*notes)


def test_prompts_are_compared_across_decks() -> None:
    one = parsed(asked("Which service records API calls?", "One"), path="one.yaml")
    two = parsed(asked("Which services record API calls?", "One"), path="two.yaml")
    (problem,) = inspect([one, two])
    assert (problem.path, problem.code) == ("two.yaml", "near-duplicate")
    assert problem.message.startswith("one.yaml, line 4, asks nearly the same: 'Which service records")


def test_an_allowed_likeness_is_never_needless() -> None:
    note = asked(
        "Which service records API calls?", "One", allow={"near-duplicate": "Another deck asks too."}
    )
    assert not styled(note)


def test_a_service_needs_a_source_and_its_cards_are_in_the_balance() -> None:
    layers = [{"id": name, "name": f"Layer {name}"} for name in "abcdefghijklm"]
    owners = {layer["id"]: {"owner": "aws", "why": "So it is."} for layer in layers}
    matrix = {"layers": layers, "services": [{"id": "s", "name": "Service", "owners": owners}]}
    problems = styled(matrix=matrix)
    assert codes(problems) == ["owner-balance", "missing-source"]
    assert problems[1].message == "this service has no 'source'"


def test_a_length_that_is_right_too_often_is_reported_with_the_number_expected_by_chance() -> None:
    (problem,) = styled(*questions(20, second=14))
    assert problem.message == (
        "the second longest option is right in 14 of 20 choice cards; by chance it would be in 5"
    )
    assert problem.line == 2


def test_the_place_is_the_option_itself() -> None:
    (problem,) = styled(choice("What has it?", "red", "green", "+All of the above"))
    assert problem.excerpt[(problem.column or 0) - 1 :].startswith('"All of the above"')


BARE = "title: Mine\ncards:\n  - question: Who guards it?\n    answer: AWS\n    why: So it is.\n"


def checked(tmp_path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = run(["--home", str(tmp_path), "check", *words, str(tmp_path / "mine.yaml")])
    return code, capsys.readouterr().out.replace(str(tmp_path), "")


def test_the_command_reports_flaws_only_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.yaml").write_text(BARE, encoding="utf-8")
    assert checked(tmp_path, capsys) == (0, "1 deck, 1 card, no problems\n")
    code, text = checked(tmp_path, capsys, "--style")
    assert code == 1
    assert text == dedent(
        """\
        /mine.yaml:3:15: warning[missing-source] this note has no 'source'
          |
        3 |   - question: Who guards it?
          |               ^^^^^^^^^^^^^^
        hint: give the page where a doubter can read it

        1 deck, 1 card, 1 problem
        """
    )


def test_the_command_has_flaws_in_its_other_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.yaml").write_text(BARE, encoding="utf-8")
    code, text = checked(tmp_path, capsys, "--style", "--format", "concise")
    assert (code, text) == (1, "/mine.yaml:3:15: warning[missing-source] this note has no 'source'\n")
    code, text = checked(tmp_path, capsys, "--style", "--format", "json")
    (problem,) = json.loads(text)["problems"]
    assert (code, problem["code"], problem["severity"]) == (1, "missing-source", "warning")


def test_errors_and_flaws_of_a_file_are_reported_from_top_to_bottom(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = BARE + "  - {question: A?, anwser: b}\n" + BARE.partition("cards:\n")[2].replace("it", "them")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    _, said = checked(tmp_path, capsys, "--style", "--format", "concise")
    assert re.findall(r"\[([\w-]+)\]", said) == ["missing-source", "unknown-key", "missing-source"]


def test_a_clean_deck_is_said_to_be_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.yaml").write_text(BARE + "    source: my notes\n", encoding="utf-8")
    assert checked(tmp_path, capsys, "--style") == (0, "1 deck, 1 card, no problems\n")
