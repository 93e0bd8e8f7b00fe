"""A thousand edits of the decks that come with the program, and many more of decks in every layout."""

from __future__ import annotations

import random
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from srm_quiz.deckfiles.deck_file import ParsedDeck, parse_deck
from srm_quiz.deckfiles.edit.edits import added, changed, draft_of, removed
from srm_quiz.domain.cards import note_of
from tests.deckfiles.edit.test_layouts import check_addition, check_change, check_removal, check_stamping
from tests.deckfiles.test_yaml_writer import ODD
from tests.support.layouts import Written, decks, drafts
from tests.support.paths import BUNDLED_DECKS

pytestmark = pytest.mark.soak

FILES = sorted(BUNDLED_DECKS.glob("*.yaml"))
EDITS = 1_000
WORDS = [*filter(str.strip, ODD), "Who?", "The customer", "AWS: always", "- [ ] *to do*", "‘…’", "x" * 200]

many = settings(max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck))


@many
@given(decks(), st.data())
def test_any_change_in_any_layout(written: Written, data: st.DataObject) -> None:
    check_change(written, data)


@many
@given(decks(), drafts("n9"), st.data())
def test_any_addition_in_any_layout(written: Written, draft: dict[str, Any], data: st.DataObject) -> None:
    check_addition(written, draft, data)


@many
@given(decks(), st.data())
def test_any_removal_in_any_layout(written: Written, data: st.DataObject) -> None:
    check_removal(written, data)


@many
@given(decks())
def test_any_stamping_in_any_layout(written: Written) -> None:
    check_stamping(written)


class Bundled:
    """A deck of the program: its notes as they are meant to be after each edit, and its bytes."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.data = path.read_bytes()
        self.notes = _notes(self.data, self.path)


def test_a_thousand_edits_of_the_decks_touch_one_note_each() -> None:
    chance = random.Random(20260)
    bundled = [deck for deck in map(Bundled, FILES) if deck.notes]
    done: Counter[str] = Counter()
    lines = 0
    while sum(done.values()) < EDITS:
        deck = chance.choice(bundled)
        kind = chance.choices(["change", "add", "remove"], [8, 1, 1])[0]
        index = chance.randrange(len(deck.notes))
        name, old = deck.notes[index]
        after = list(deck.notes)
        if kind == "change":
            draft = _reworded(old, chance)
            data = changed(deck.data, deck.path, name, draft)
            after[index] = (name, draft)
        elif kind == "add":
            draft = {
                **_reworded(deck.notes[chance.randrange(len(deck.notes))][1], chance),
                "id": f"new-{sum(done.values())}",
            }
            data = added(deck.data, deck.path, draft, name)
            after.insert(index + 1, (draft["id"], draft))
        else:
            data = removed(deck.data, deck.path, name)
            del after[index]
        found = _notes(data, deck.path)
        assert [(one, _said(note)) for one, note in found] == [(one, _said(note)) for one, note in after]
        lines += _check_lines(deck, kind, name, data)
        done[kind] += 1
        deck.data, deck.notes = data, found
    print(f"\n{dict(done)} in {len(bundled)} decks; {lines / EDITS:.1f} lines touched by an edit on average")


def _check_lines(deck: Bundled, kind: str, name: str, data: bytes) -> int:
    """All lines that differ are lines of the note, or an empty line beside it. Gives how many differ."""
    before, after = deck.data.decode().split("\n"), data.decode().split("\n")
    start, stop = _spans(deck.data, deck.path)[name]
    more = len(after) - len(before)
    match kind:
        case "change":
            assert before[:start] == after[:start]
            assert before[stop:] == after[stop + more :]
            pairs = SequenceMatcher(None, before[start:stop], after[start : stop + more], autojunk=False)
            return sum(max(b - a, d - c) for op, a, b, c, d in pairs.get_opcodes() if op != "equal")
        case "add":
            assert before[:stop] == after[:stop]
            assert before[stop:] == after[stop + more :]
        case _:
            assert after in (before[: start - 1] + before[stop:], before[:start] + before[stop + 1 :])
            assert not before[start - 1] or not before[stop]
    return abs(more)


def _parsed(data: bytes, path: str) -> ParsedDeck:
    found = parse_deck(path, data)
    assert found is not None and not found.source.problems, found and found.source.problems[0].as_text()
    return found


def _names(parsed: ParsedDeck) -> list[str]:
    services = {service.id for service in parsed.deck.matrix.services} if parsed.deck.matrix else set()
    names = [note_of(cards[0].key).partition("/")[2] for _, cards in parsed.notes if cards]
    return [name for name in names if name not in services]


def _notes(data: bytes, path: str) -> list[tuple[str, dict[str, Any]]]:
    parsed = _parsed(data, path)
    return [(name, dict(draft_of(parsed, name))) for name in _names(parsed)]


def _spans(data: bytes, path: str) -> dict[str, tuple[int, int]]:
    """The lines of each note: from that of its dash to that of the next note, or to an empty one."""
    parsed = _parsed(data, path)
    lines = data.decode().split("\n")
    spans = {}
    for node, cards in parsed.notes:
        start = stop = parsed.source.line_of(node.start) - 1
        indent = len(lines[start]) - len(lines[start].lstrip())
        stop += 1
        while stop < len(lines) and (not lines[stop].strip() or lines[stop].startswith(" " * (indent + 1))):
            stop += 1
        while not lines[stop - 1].strip():
            stop -= 1
        if cards:
            spans[note_of(cards[0].key).partition("/")[2]] = (start, stop)
    return spans


def _said(note: Any) -> Any:
    if isinstance(note, str):
        return " ".join(note.split("\r\n")).strip() if "\r" in note else note.strip()
    if isinstance(note, dict):
        return {key: _said(value) for key, value in sorted(note.items())}
    return [_said(item) for item in note]


def _reworded(note: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The note with up to three keys changed, added or taken away, and sound still."""
    draft = {key: [dict(one) for one in value] if key == "choices" else value for key, value in note.items()}
    for _ in range(chance.randint(1, 3)):
        key = chance.choice(["why", "hint", "source", "tags", "allow", "prompt", "answer", "choices"])
        text = chance.choice(WORDS).replace("\r\n", "\n")
        match key:
            case "why" | "hint":
                draft[key] = text
            case "source":
                draft[key] = " ".join(text.split())
            case "tags":
                draft[key] = [" ".join(chance.choice(WORDS).split()) for _ in range(chance.randint(1, 3))]
            case "allow":
                draft[key] = {"long-prompt": text}
            case "prompt":
                asked = next(one for one in ("question", "cloze", "duty") if one in draft)
                draft[asked] = (
                    f"{draft[asked]} {text}"
                    if asked != "cloze"
                    else f"{{{{a}}}} and {{{{b::c}}}} x{len(text)}"
                )
            case "answer" if "answer" in draft:
                draft[key] = text
            case "choices" if "choices" in draft:
                _reword_choices(draft[key], text, chance)
            case _:
                for optional in ("hint", "source", "why"):
                    if chance.random() < 0.3:
                        draft.pop(optional, None)
    return draft


def _reword_choices(choices: list[dict[str, str]], text: str, chance: random.Random) -> None:
    at = chance.randrange(len(choices))
    taken = {" ".join(next(iter(option.values())).split()) for option in choices}
    fresh = f"{len(taken)} {text} {chance.random()}"
    match chance.randrange(4):
        case 0:
            choices[at]["why"] = text
        case 1:
            side = next(iter(choices[at]))
            choices[at][side] = fresh
        case 2 if len(choices) < 20:
            choices.insert(at, {"wrong": fresh, "why": text})
        case _:
            if sum("wrong" in option for option in choices) > 1 and "wrong" in choices[at]:
                del choices[at]
