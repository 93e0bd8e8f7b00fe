"""The JSON Schema of decks, held against what the program itself says of the same files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from srm_quiz.deckfiles import schema
from srm_quiz.deckfiles.deck_file import read_deck
from srm_quiz.deckfiles.json_schema import json_schema
from tests.support.commandline import Shell
from tests.support.paths import BROKEN_DECKS, BUNDLED_DECKS

SCHEMA = json_schema()
VALIDATOR = Draft202012Validator(SCHEMA)
MANUAL = (BUNDLED_DECKS / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", MANUAL, re.MULTILINE | re.DOTALL)

SEEN_BY_A_SCHEMA = {
    "bad-choice",
    "bad-choices",
    "bad-id",
    "bad-layers",
    "cloze-without-blank",
    "empty-deck",
    "empty-text",
    "missing-key",
    "not-one-line",
    "text-too-long",
    "unknown-key",
    "unknown-kind",
    "unknown-owner",
    "wrong-shape",
}
"""The problems that have to do with one place alone, as its shape."""


class EditorsLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML 1.2 as editors read it: `on` and `12:30` are texts, which they were not in YAML 1.1."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


EditorsLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), "tf")
EditorsLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(null|~|)$"), ["n", "~", ""])
EditorsLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"[-+]?[1-9]\d*$"), "+-123456789")
EditorsLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"[-+]?\d+\.\d+$"), "+-0123456789")


def complaints(text: str) -> list[str]:
    found = VALIDATOR.iter_errors(yaml.load(text, EditorsLoader))
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def broken() -> Iterator[tuple[str, str]]:
    """The broken decks whose problems a schema can see, and which are YAML."""
    for file in sorted(BROKEN_DECKS.glob("*.yaml")):
        _, problems = read_deck(str(file), file.read_bytes())
        if {problem.code for problem in problems} & SEEN_BY_A_SCHEMA:
            text = file.read_bytes().decode("utf-8")
            try:
                yaml.load(text, EditorsLoader)
            except (yaml.YAMLError, ValueError):
                continue
            yield file.stem, text


BROKEN = dict(broken())


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("deck", sorted(BUNDLED_DECKS.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_decks_of_the_program_are_valid(deck: Path) -> None:
    assert complaints(deck.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda text: text.partition("\n")[0])
def test_the_examples_of_the_manual_are_valid(example: str) -> None:
    assert complaints(example) == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_deck_with_a_fault_of_shape_is_not_valid(name: str) -> None:
    assert complaints(BROKEN[name]), BROKEN[name]


def test_faults_of_every_sort_were_tried() -> None:
    assert len(BROKEN) >= 30


def test_every_key_stands_in_it_with_its_meaning() -> None:
    """Once in each kind of mapping that has it, and no other key does."""
    kinds = dict(zip(schema.KINDS, (SCHEMA["$defs"][kind.value] for kind in schema.KINDS), strict=True))
    others = (
        SCHEMA["$defs"][name] for name in ("option", "matrix", "layer", "service", "cell", "exam", "domain")
    )
    for table, found in zip(schema.TABLES, (SCHEMA, *kinds.values(), *others), strict=True):
        told = {name: key["description"] for name, key in found["properties"].items()}
        assert told == {key.name: key.meaning for key in table.keys.values()}
        assert tuple(found.get("required", ())) == table.required
        assert found["additionalProperties"] is False


@pytest.mark.parametrize(
    ("text", "is_valid"),
    [
        ("title: 1.10\ncards: [{question: 443, answer: true}]", True),
        (f"title: x\ncards: [{{question: {'y' * 5_000}, answer: z}}]", True),
        (f"title: x\ncards: [{{question: {'y' * 5_001}, answer: z}}]", False),
        ("title: >\n  one line\ncards: []", True),
        ("title: |\n  two\n  lines\ncards: []", False),
        ("title: x\nid: 2024\ncards: []", True),
        ("title: x\nid: My deck\ncards: []", False),
        ("title: x", False),
        ("title: x\ncards:", False),
        ("title: x\ncards: [{question: Who?, answer: AWS, accept: []}]", True),
        ("title: x\ncards: [{question: Who?, answer: AWS, choices: []}]", False),
        ("title: x\ncards: [{question: Who?, answer: AWS, type: basic}]", False),
        ("title: x\ncards: [{duty: Patch it, owner: aws, accept: [shared]}]", True),
        ("title: x\ncards: [{duty: Patch it, owner: amazon}]", False),
        ("title: x\ncards: [{question: , answer: '', accept: [], why: }]", True),
        ("title: x\ncards: [{question: , choices: [{right: }, {wrong: }]}]", True),
        ("title: x\ncards: [{question: , colour: }]", False),
        ("title: x\ncards: [{question: Who?, answer: AWS, why: , source: '', tags: }]", True),
        ("title: x\ncards: [{question: Who?, answer: , why: Because}]", False),
        ("title: x\ncards: [{question: Who?, answer: AWS, id: }]", False),
        ("title: x\ncards: [{question: Who?, choices: [{right: I}, {wrong: you}, {wrong: }]}]", True),
        ("title: x\ncards: [{question: Who?, choices: [{right: }, {wrong: you}, {wrong: me}]}]", False),
        ("title: x\ncards: [{question: Who?, choices: [{right: I}, {wrong: , why: No}]}]", False),
        ("title: x\ncards: [{question: Who?, choices: [{right: I}, {wrong: you}, {wrnog: }]}]", False),
        (
            "title: x\ncards: [{question: Who?, choices: [{right: I}, {wrong: u}"
            + ", {wrong: }" * 30
            + "]}]",
            True,
        ),
        ("title: x\ncards: [{question: Who?, choices: [{right: I}, {wrong: {you: }}, {wrong: me}]}]", False),
        ("title: x\ncards: [{question: Who?, answer: AWS, why: [[]]}]", False),
        ("title: x\ncards: [{question: {Who?: }, answer: }]", False),
        ("title: x\ncards: [{question: Who?, answer: AWS, why: {}}]", False),
        ("title: x\ncards: [{duty: Patch it, owner: aws, accept: , allow: }]", True),
        ("title: x\ncards: [{cloze: '{{a|b::c}}', weight: 0.25}]", True),
        ("title: x\ncards: [{cloze: '{{a}}', weight: }]", True),
        ("title: x\ncards: [{cloze: '{{a}}', weight: 0.05}]", False),
        ("title: x\ncards: [{cloze: '{{a}}', weight: high}]", False),
        ("title: x\nexams: [{id: e, title: E, weights: {a: 2}, pass_mark: 0.7, questions: 65}]", True),
        ("title: x\nexams: [{id: e, title: E, weights: {a: 9}}]", False),
        ("title: x\nexams: [{id: e, title: E, questions: 6.5}]", False),
        ("title: x\nexams: [{id: e, title: E, pass_mark: 72}]", False),
        ("title: x\nexams: [{id: e, title: E, domains: [{title: D, share: 1, tags: [a]}]}]", True),
        ("title: x\nexams: [{id: e, title: E, domains: [{title: D, share: 1}]}]", False),
        ("title: x\nmoved: {old: new, x/old: y/new}", True),
        ("title: x\nmoved: [old, new]", False),
    ],
)
def test_it_draws_the_line_where_the_program_does(text: str, is_valid: bool) -> None:
    assert (complaints(text) == []) is is_valid
    assert (read_deck("x.yaml", text.encode())[1] == []) is is_valid


def test_the_command_prints_it(shell: Shell) -> None:
    assert shell.json("schema") == SCHEMA
    assert (shell("schema"), shell.err) == (0, "")
