"""`srm-quiz import --update`: decks brought up to date with a new version of the file they came from."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Any

from srm_quiz import phrases
from srm_quiz.cli.commands.relink import ask_about_answers
from srm_quiz.cli.output import Exit, complain, print_json, read_settings
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.deck_file import ParsedDeck, parse_deck
from srm_quiz.deckfiles.edit.edits import EditRefusedError
from srm_quiz.deckfiles.library import read_library
from srm_quiz.deckfiles.yaml_writer import Draft
from srm_quiz.domain.cards import CardKey
from srm_quiz.domain.orphans import Wording
from srm_quiz.exchange.model import Imported
from srm_quiz.exchange.update import (
    UpdatePlan,
    keep_record,
    link_moved,
    plan_update,
    read_record,
    record_of,
    updated,
)
from srm_quiz.exchange.validate import ValidDeck, ValidImport
from srm_quiz.files import ChangedOnDiskError, create, save
from srm_quiz.problems import printable
from srm_quiz.study.study import Study

_SHOWN = 20
"""How many notes of each sort are shown; all of them are in the JSON."""


@dataclass(frozen=True, slots=True)
class _Update:
    """A deck file with what is to become of it."""

    path: Path
    data: bytes
    parsed: ParsedDeck
    plan: UpdatePlan


def records(locations: Locations) -> Path:
    """The folder that remembers what was imported into each deck."""
    return locations.data / "imports"


def remember(valid: ValidImport, imported: Imported, locations: Locations) -> None:
    """Remember what was just imported, so that an update can tell the learner's edits. Raises OSError."""
    for deck in valid.decks:
        kept = {card.key.partition("/")[2].partition("#")[0] for card in deck.deck.cards}
        notes = next(one.notes for one in imported.decks if one.id == deck.deck.id)
        keep_record(
            records(locations), deck.deck.id, record_of(note for note in notes if str(note["id"]) in kept)
        )


def run_update(
    arguments: argparse.Namespace, locations: Locations, imported: Imported, valid: ValidImport
) -> int:
    """Show what would change, ask, write it, and ask about changed answers."""
    try:
        updates, fresh = _plan(locations, imported, valid)
    except _CannotUpdateError as error:
        complain(str(error))
        return Exit.PROBLEMS
    plans = [update.plan for update in updates]
    has_changes = bool(fresh) or any(plans)
    is_agreed = has_changes and not arguments.dry_run and _is_agreed(arguments, plans, fresh)
    written = False
    if is_agreed:
        try:
            _write(locations, imported, valid, updates, fresh)
        except (_CannotUpdateError, EditRefusedError, ChangedOnDiskError) as error:
            complain(str(error))
            return Exit.PROBLEMS
        except OSError as error:
            complain(f"{error.filename or arguments.file} cannot be written: {error.strerror}")
            return Exit.PROBLEMS
        written = True
    if arguments.json:
        print_json(_as_json(arguments.file, updates, fresh, valid, written=written))
    elif not is_agreed:
        for line in _lines(plans, fresh):
            print(printable(line))
    if not has_changes:
        return Exit.FINE
    if not written and not arguments.dry_run:
        complain("nothing was written; to write it without being asked: --yes")
        return Exit.PROBLEMS
    if written and not arguments.json:
        print("Written.")
        _offer_to_relearn(arguments, locations, plans)
    return Exit.FINE


class _CannotUpdateError(Exception):
    """A deck cannot be updated: a sentence that says why and what to do."""


def _plan(
    locations: Locations, imported: Imported, valid: ValidImport
) -> tuple[list[_Update], list[ValidDeck]]:
    """The updates of decks that are there, and the decks that are not."""
    library = read_library(locations)
    updates: list[_Update] = []
    fresh: list[ValidDeck] = []
    for deck in valid.decks:
        existing = library.deck(deck.deck.id)
        if existing is None:
            if (locations.user_decks / f"{deck.deck.id}.yaml").exists():
                raise _CannotUpdateError(f"the deck '{deck.deck.id}' has mistakes that must be fixed first")
            fresh.append(deck)
            continue
        path = Path(existing.path)
        if locations.bundled_decks in path.parents:
            raise _CannotUpdateError(
                f"the deck '{deck.deck.id}' came with the program; import it under another id: --into NEW-ID"
            )
        data = path.read_bytes()
        parsed = parse_deck(str(path), data)
        if parsed is None or parsed.source.problems:
            raise _CannotUpdateError(f"{path} has mistakes that must be fixed first: srm-quiz check")
        new = next(one for one in imported.decks if one.id == deck.deck.id)
        record = read_record(records(locations), deck.deck.id)
        plan = plan_update(parsed, new, deck.deck, record)
        if plan.gone and len(plan.gone) == len(parsed.notes):
            raise _CannotUpdateError(
                f"no note of the deck '{deck.deck.id}' is in the file: is it the right one?"
            )
        updates.append(_Update(path, data, parsed, plan))
    link_moved([update.plan for update in updates])
    return updates, fresh


def _is_agreed(
    arguments: argparse.Namespace, plans: Sequence[UpdatePlan], fresh: Sequence[ValidDeck]
) -> bool:
    """Whether the learner agrees to what is shown."""
    if arguments.yes:
        if not arguments.json:
            for line in _lines(plans, fresh):
                print(printable(line))
        return True
    if arguments.json or not sys.stdin.isatty():
        return False
    for line in _lines(plans, fresh):
        print(printable(line))
    print("Write it? [y/n] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def _write(
    locations: Locations,
    imported: Imported,
    valid: ValidImport,
    updates: Sequence[_Update],
    fresh: Sequence[ValidDeck],
) -> None:
    """Write decks and records, and let the history follow notes that moved to another deck."""
    files = [(update, updated(update.parsed, update.data, update.plan)) for update in updates]
    settings = read_settings(locations)
    with Study.open(locations, settings) as study:
        study.deck_history.record_wordings()
    for update, data in files:
        if data != update.data:
            save(update.path, update.data, data)
        keep_record(records(locations), update.plan.deck.id, update.plan.record)
    for deck in fresh:
        create(locations.user_decks / f"{deck.deck.id}.yaml", deck.text.encode())
    remember(ValidImport(fresh, ()), imported, locations)
    moved = [match for update in updates for match in update.plan.moved]
    if moved:
        with Study.open(locations, settings) as study:
            study.deck_history.relink(
                match for match in moved if study.history(match.old) and not study.history(match.new)
            )


def _offer_to_relearn(
    arguments: argparse.Namespace, locations: Locations, plans: Sequence[UpdatePlan]
) -> None:
    """Ask for each card whose right answer changed whether to relearn it."""
    changed = {card for plan in plans for card, _, _ in plan.answers}
    if not changed:
        return
    with Study.open(locations, read_settings(locations)) as study:
        answers = [found for found in study.deck_history.changes().answers if found[0] in changed]
        if arguments.relearn:
            for card, _, _ in answers:
                study.relearn(card)
            study.deck_history.settle_answers([card for card, _, _ in answers])
            print(f"{phrases.count(len(answers), 'card')} with another answer begin anew.")
        elif answers and not arguments.yes and sys.stdin.isatty():
            ask_about_answers(answers, study)
        elif answers:
            count = phrases.count(len(answers), "card")
            print(f"The answer of {count} you know changed. To decide what to learn anew: srm-quiz relink")


def _lines(plans: Sequence[UpdatePlan], fresh: Sequence[ValidDeck]) -> Iterator[str]:
    """What is going to change, for people."""
    if not fresh and not any(plans):
        yield "Nothing has changed."
    for deck in fresh:
        yield f"{deck.deck.id}: a new deck with {phrases.count(deck.deck.notes, 'note')}"
    for plan in plans:
        if not plan and not plan.kept:
            continue
        sizes = [
            f"{len(notes):,} {name}"
            for notes, name in ((plan.added, "added"), (plan.changed, "changed"), (plan.gone, "gone"))
        ]
        yield f"{plan.deck.id}: {', '.join(sizes)}"
        yield from _shown("added", [_asked(note) for note in plan.added])
        changes: list[str] = []
        for one in plan.changed:
            keys = [key for key in one.draft if one.draft[key] != one.before.get(key)]
            kept = f" (your own {', '.join(one.kept)} stays)" if one.kept else ""
            changes.append(f"{_asked(one.draft)}: {', '.join(keys) or 'nothing'}{kept}")
        yield from _shown("changed", changes)
        yield from _shown("gone", [_asked(note) for note in plan.gone])
        yield from _shown(
            "no longer in the file, but edited by you, so kept", [_asked(note) for note in plan.kept]
        )
        for card, was, now in plan.answers[:_SHOWN]:
            yield f"  {card}: the answer was '{_short(was.answer)}' and is '{_short(now.answer)}'"
        if plan.moved:
            yield f"  {phrases.count(len(plan.moved), 'card')} moved here with their history"


def _shown(title: str, texts: Sequence[str]) -> Iterator[str]:
    for text in texts[:_SHOWN]:
        yield f"  {title}: {text}"
    if len(texts) > _SHOWN:
        yield f"  and {len(texts) - _SHOWN:,} more {title}"


def _asked(note: Draft) -> str:
    return _short(str(note.get("question") or note.get("cloze") or note.get("duty")))


def _short(text: str) -> str:
    return shorten(text, 90, placeholder="…")


def _as_json(
    file: Path, updates: Sequence[_Update], fresh: Sequence[ValidDeck], valid: ValidImport, *, written: bool
) -> dict[str, Any]:
    def cards(pairs: Sequence[tuple[CardKey, Wording, Wording]]) -> list[dict[str, str]]:
        return [{"card": card, "was": was.answer, "now": now.answer} for card, was, now in pairs]

    return {
        "file": str(file),
        "written": written,
        "new": [deck.deck.id for deck in fresh],
        "decks": [
            {
                "id": update.plan.deck.id,
                "path": str(update.path),
                "added": [str(note["id"]) for note in update.plan.added],
                "changed": [{"note": one.id, "kept": list(one.kept)} for one in update.plan.changed],
                "gone": [str(note["id"]) for note in update.plan.gone],
                "kept": [str(note["id"]) for note in update.plan.kept],
                "moved": [{"old": match.old, "new": match.new} for match in update.plan.moved],
                "answers": cards(update.plan.answers),
            }
            for update in updates
        ],
        "losses": len(valid.losses),
    }
