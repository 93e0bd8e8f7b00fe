"""Whatever bytes a deck file holds: a deck or placed problems, soon, and never a traceback."""

from __future__ import annotations

import json
import time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.deckfiles import schema
from srm_quiz.deckfiles.cache import pack, unpack
from srm_quiz.deckfiles.deck_file import parse_deck, read_deck
from srm_quiz.deckfiles.lint.rules import inspect
from srm_quiz.deckfiles.source import MOST_PROBLEMS, UNSAFE
from srm_quiz.domain.cards import Basic, Deck
from tests.support.paths import BROKEN_DECKS, BUNDLED_DECKS

SAMPLES = [
    file.read_bytes()
    for folder in (BUNDLED_DECKS, BROKEN_DECKS)
    for file in sorted(folder.glob("*.yaml"))
    if file.stat().st_size < 50_000
]
KEYS = sorted({name for table in schema.TABLES for name in table.keys})
TOKENS = [
    *(f"{name}: " for name in KEYS),
    *"[]{},:#|>-?&*!%@`'\"\\\n\t\r \x00\x1b\x85\ufeff\u2028\u202e\u2066\ud7ff\uffff",
    *("\n", "\n  ", "\n    ", "\n  - ", "\r\n", ": ", "- ", "? ", "---\n", "...\n", "%YAML 1.1\n", "!!int "),
    *("{{", "}}", "::", "{{a::b}}", "<<: *a", "&a ", "*a", "[[[[[[[[", "{{{{{{{{", "- - - - - ", '"\\e"'),
    *(
        "aws",
        "customer",
        "shared",
        "true",
        "x",
        "日本",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "שלום",
        "e\u0301",
        "x" * 5001,
        "title: T\ncards:\n",
    ),
]

token = st.sampled_from(TOKENS)
token_soup = st.lists(token, max_size=60).map(lambda tokens: "".join(tokens).encode("utf-8", "surrogatepass"))

word = st.one_of(
    st.sampled_from(["aws", "shared", "true", "a", "{{a}} b", "", "x" * 501]), st.text(max_size=20)
)
value = st.recursive(
    st.one_of(word, st.none(), st.booleans(), st.integers()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), word), inner, max_size=5),
    ),
    max_leaves=20,
)


def shaped(table: schema.KeyTable, depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping that has the keys of the table, now and then with values of another shape."""
    return st.fixed_dictionaries(
        {key.name: _of(key, depth) for key in table.keys.values() if key.required},
        optional={key.name: _of(key, depth) for key in table.keys.values() if not key.required},
    )


def _of(key: schema.Key, depth: int) -> st.SearchStrategy[Any]:
    owner = st.sampled_from(["aws", "customer", "shared"])
    inside: dict[str, st.SearchStrategy[Any]] = {}
    if depth < 3:
        inside = {
            "cards": st.lists(
                st.sampled_from(list(schema.KINDS.values())).flatmap(lambda table: shaped(table, depth + 1)),
                max_size=3,
            ),
            "matrix": st.deferred(lambda: shaped(schema.MATRIX, depth + 1)),
            "choices": st.lists(st.deferred(lambda: shaped(schema.OPTION, depth + 1)), max_size=4),
            "layers": st.lists(st.deferred(lambda: shaped(schema.LAYER, depth + 1)), max_size=3),
            "services": st.lists(st.deferred(lambda: shaped(schema.SERVICE, depth + 1)), max_size=3),
            "owners": st.dictionaries(
                st.sampled_from("ab"),
                st.one_of(owner, st.deferred(lambda: shaped(schema.CELL, depth + 1))),
                max_size=3,
            ),
        }
    fitting = {
        schema.ValueType.TEXT: st.sampled_from(["who?", "{{a}} or {{b::c}}", "text"]),
        schema.ValueType.ID: st.sampled_from("ab"),
        schema.ValueType.LINES: st.lists(st.sampled_from(["one", "two"]), max_size=2),
        schema.ValueType.OWNER: owner,
        schema.ValueType.OWNERS: st.lists(owner, max_size=2),
        schema.ValueType.SWITCH: st.booleans(),
        schema.ValueType.REASONS: st.dictionaries(
            st.sampled_from(["missing-why", "owner-balance", "a-slip"]),
            st.sampled_from(["so", ""]),
            max_size=2,
        ),
    }.get(key.value_type, st.sampled_from(["one", "two"]))
    return st.one_of(inside.get(key.name, fitting), inside.get(key.name, fitting), value)


decks_of_any_shape = shaped(schema.DECK).map(lambda deck: json.dumps(deck, ensure_ascii=False).encode())


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """A deck, good or broken, after a few slips of the hand and of the disk."""
    data = draw(st.sampled_from(SAMPLES))
    if len(data) > 4000:  # a part of a large one will do
        start = draw(st.integers(0, len(data) - 3000))
        data = b"title: T\ncards:\n" + data[start : start + 3000]
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        middle = draw(
            st.one_of(
                st.just(b""),
                st.just(data[start:end] * 2),
                token.map(lambda text: text.encode("utf-8", "surrogatepass")),
                st.binary(max_size=3),
            )
        )
        data = data[:start] + middle + data[end:]
    return data


def check(data: bytes) -> tuple[Deck | None, int]:
    """Read the bytes, and hold the reader to everything it promises."""
    start = time.process_time()
    deck, problems = read_deck("x.yaml", data)
    assert time.process_time() - start < 5 + len(data) / 1_000_000
    assert deck is not None or problems
    assert len(problems) <= MOST_PROBLEMS + 1
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    written = parse_deck("x.yaml", data)
    for problem in [*problems, *inspect([written, written] if written else [])]:
        assert problem.line is not None and problem.column is not None, problem
        assert 1 <= problem.line <= len(lines), problem
        assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, problem
        assert problem.message and problem.code and problem.width >= 1
        assert not UNSAFE.search(problem.as_text().replace("\n", "")), problem
        assert "\n" not in problem.as_concise()
        json.dumps(problem.as_json())
    if deck is not None:
        keys = [card.key for card in deck.cards]
        assert len(keys) == len(set(keys))
        assert not any(UNSAFE.search(text) or "\r" in text for text in _texts(pack(deck, [])))
        hash(deck)
    assert unpack(json.loads(json.dumps(pack(deck, problems))), "x.yaml") == (deck, problems)
    return deck, len(problems)


def _texts(part: Any) -> list[str]:
    if isinstance(part, str):
        return [part]
    if isinstance(part, dict):
        return [text for inner in part.values() for text in _texts(inner)]
    return [text for inner in part for text in _texts(inner)] if isinstance(part, list | tuple) else []


@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    check(data)


@given(token_soup)
def test_any_mixture_of_what_decks_are_made_of(data: bytes) -> None:
    check(data)


@given(mutated())
def test_any_slip_in_a_real_deck(data: bytes) -> None:
    check(data)


@given(decks_of_any_shape)
def test_any_shape_of_values(data: bytes) -> None:
    check(data)


@given(st.lists(st.text(max_size=200), min_size=1, max_size=5))
def test_any_text_that_is_not_refused_survives_verbatim(texts: list[str]) -> None:
    kept = [UNSAFE.sub("", text).replace("\r", "").strip() or "x" for text in texts]
    note = {"question": kept[0], "answer": kept[-1], "id": "a"}
    deck, problems = check(json.dumps({"title": "T", "cards": [note]}, ensure_ascii=False).encode())
    assert deck is not None and not problems
    (card,) = deck.cards
    assert card.content == Basic(kept[0], kept[-1])
