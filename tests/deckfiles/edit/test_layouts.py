"""In whatever layout a deck is written, an edit of a note leaves all else byte for byte."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from srm_quiz.deckfiles.deck_file import ParsedDeck, parse_deck
from srm_quiz.deckfiles.edit.edits import added, changed, draft_of, removed, stamped
from srm_quiz.domain.cards import note_of
from tests.support.layouts import Written, decks, drafts


def read(data: bytes) -> ParsedDeck:
    found = parse_deck("d.yaml", data)
    assert found is not None
    problems = [
        problem.as_text() for problem in found.source.problems if "but it is empty" not in problem.message
    ]
    assert not problems, problems[0]
    return found


def ids(parsed: ParsedDeck) -> list[str]:
    return [note_of(cards[0].key).partition("/")[2] for _, cards in parsed.notes]


def said(note: Any) -> Any:
    """A note without what decks do not tell apart: white space around texts, and what is left empty."""
    if isinstance(note, str):
        return note.strip()
    if isinstance(note, dict):
        return {key: said(value) for key, value in note.items() if value or key == "accept"}
    return [found for item in note if (found := said(item))]


def notes_in(data: bytes) -> list[Any]:
    parsed = read(data)
    return [said(draft_of(parsed, name)) for name in ids(parsed)]


def notes_of(written: Written) -> list[Any]:
    return [said(note) for note in written.notes]


@given(decks(), st.data())
def test_a_changed_note_says_what_was_asked_for_and_nothing_else_changes(
    written: Written,
    data: st.DataObject,
) -> None:
    check_change(written, data)


def check_change(written: Written, data: st.DataObject) -> None:
    assert notes_in(written.data) == notes_of(written)
    if not written.notes:
        return
    index = data.draw(st.integers(0, len(written.notes) - 1))
    name, old = ids(read(written.data))[index], written.notes[index]
    other = data.draw(drafts("n9"))
    keys = data.draw(st.sets(st.sampled_from(sorted({*old, *other}))))
    wanted = {key: note[key] for key in {**old, **other} if key in (note := other if key in keys else old)}
    if data.draw(st.booleans()) or not _is_sound(wanted):
        wanted = other
    after = changed(written.data, "d.yaml", name, wanted)
    start, end = written.spans[index]
    assert after[:start] == written.data[:start]
    assert after.endswith(written.data[end:])
    notes = notes_of(written)
    notes[index] = said(wanted)
    assert notes_in(after) == notes
    assert changed(after, "d.yaml", ids(read(after))[index], wanted) == after
    back = changed(after, "d.yaml", ids(read(after))[index], old)
    assert notes_in(back) == notes_of(written)


def _is_sound(note: dict[str, Any]) -> bool:
    keys = note.keys() - {"id", "why", "hint", "source", "tags", "weight"}
    return keys in (
        {"question", "answer"},
        {"question", "answer", "accept"} if note.get("accept") != ["shared"] else set(),
        {"question", "choices"},
        {"cloze"},
    )


@given(decks(), drafts("n9"), st.data())
def test_an_added_note_is_where_it_was_asked_for_and_nothing_else_changes(
    written: Written,
    draft: dict[str, Any],
    data: st.DataObject,
) -> None:
    check_addition(written, draft, data)


def check_addition(written: Written, draft: dict[str, Any], data: st.DataObject) -> None:
    index = data.draw(st.none() | st.integers(0, len(written.notes) - 1)) if written.notes else None
    name = None if index is None else ids(read(written.data))[index]
    after = added(written.data, "d.yaml", draft, name)
    notes = notes_of(written)
    notes.insert(len(notes) if index is None else index + 1, said(draft))
    assert notes_in(after) == notes
    if written.notes:
        start = written.spans[-1 if index is None else index][1]
        assert after.startswith(written.data[:start])
        assert _is_inserted(written.data, after)
    position = len(notes) - 1 if index is None else index + 1
    assert notes_in(removed(after, "d.yaml", ids(read(after))[position])) == notes_of(written)


@given(decks(), st.data())
def test_a_removed_note_is_gone_and_nothing_else_changes(
    written: Written,
    data: st.DataObject,
) -> None:
    check_removal(written, data)


def check_removal(written: Written, data: st.DataObject) -> None:
    if not written.notes:
        return
    index = data.draw(st.integers(0, len(written.notes) - 1))
    after = removed(written.data, "d.yaml", ids(read(written.data))[index])
    notes = notes_of(written)
    del notes[index]
    assert notes_in(after) == notes
    if notes:
        assert _is_inserted(after, written.data)
    ends = (b"\n", b"\r")
    assert after.endswith(ends) == written.data.endswith(ends)


def _is_inserted(some: bytes, more: bytes) -> bool:
    """Whether `more` is `some` with something put in at one place."""
    same = next((at for at, pair in enumerate(zip(some, more, strict=False)) if len({*pair}) == 2), len(some))
    return any(more.endswith(some[at:]) for at in range(same + 1))


@given(decks())
def test_stamping_writes_the_ids_that_the_notes_have(
    written: Written,
) -> None:
    check_stamping(written)


def check_stamping(written: Written) -> None:
    before = read(written.data)
    after, given_ids = stamped(written.data, "d.yaml")
    assert [card.key for card in read(after).deck.cards] == [card.key for card in before.deck.cards]
    assert len(given_ids) == sum("id" not in note for note in written.notes)
    assert all("id" in note for note in notes_in(after))
    without = after
    for name in given_ids:
        start = without.index(f"id: {name}".encode())
        following = start + len(f"id: {name}")
        while without[following : following + 1] in (b",", b" ", b"\n", b"\r"):
            following += 1
        without = without[:start] + without[following:]
    assert without == written.data
