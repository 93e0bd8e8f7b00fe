"""`srm-quiz check`: problems in deck files and settings."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from srm_quiz import phrases
from srm_quiz.cli.deck_argument import deck_file
from srm_quiz.cli.output import Exit, print_json
from srm_quiz.config import settings
from srm_quiz.config.paths import Locations
from srm_quiz.deckfiles.library import load, read_library, report
from srm_quiz.domain.cards import note_of
from srm_quiz.problems import printable

if TYPE_CHECKING:  # most checks do without it
    from srm_quiz.deckfiles.lint.guess import GuessReport


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="files, folders or decks; all decks without one",
    )
    parser.add_argument("--style", action="store_true", help="look for flaws of writing as well")
    parser.add_argument(
        "--guess", action="store_true", help="tell how much the words and lengths of options give away"
    )
    parser.add_argument("--format", choices=("text", "concise", "json"), default="text")


def run(arguments: argparse.Namespace, locations: Locations) -> int:
    """Print the problems found."""
    if arguments.paths:
        library = load([_path_of(named, locations) for named in arguments.paths], cache=None)
    else:
        library = read_library(locations)
    if arguments.style:
        from srm_quiz.deckfiles.lint.rules import inspect_decks  # most checks do without its rules

        library.problems.extend(inspect_decks(library.decks))
    problems = list(library.problems)
    if not arguments.paths:
        problems += settings.load(locations.settings_file)[1]
    guesses = None
    if arguments.guess:
        from srm_quiz.deckfiles.lint.guess import FEWEST_CARDS, guess_reports

        guesses = guess_reports(library.decks)
    match arguments.format:
        case "json":
            told = {**report(library), "problems": [problem.as_json() for problem in problems]}
            print_json(told if guesses is None else {**told, "guess": [_as_json(guess) for guess in guesses]})
        case "concise":
            for problem in problems:
                print(problem.as_concise())
            for guess in guesses or ():
                print(printable(f"{guess.deck.path if guess.deck else 'all decks'}: {_verdict(guess)}"))
        case _:
            for problem in problems:
                print(problem.as_text(), end="\n\n")
            decks = phrases.count(len(library.decks), "deck")
            cards = phrases.count(len(library.by_key), "card")
            count = phrases.count(len(problems), "problem") if problems else "no problems"
            print(f"{decks}, {cards}, {count}")
            for guess in guesses or ():
                print("", *map(printable, _lines(guess)), sep="\n")
            if guesses == []:
                print(f"\nToo few choice cards to measure guesses: {FEWEST_CARDS} are needed.")
    return Exit.PROBLEMS if problems or any(guess.tells for guess in guesses or ()) else Exit.FINE


def _verdict(guess: GuessReport) -> str:
    """What blind guessing gets, in one sentence."""
    cards = phrases.count(len(guess.answers), "choice card")
    return (
        f"somebody who knows nothing would get {phrases.percent(guess.share)} of {cards} right by the words"
        f" of the options; by chance {phrases.percent(guess.chance)}"
    )


def _lines(guess: GuessReport) -> Iterator[str]:
    """The report for people: figures, and where a limit is passed what tells the answers."""
    yield f"{guess.deck.title if guess.deck else 'All decks'}: {_verdict(guess)}"
    yield f"  {'right':8}{'cards':>6}{'chance':>8}{'limit':>8}{'words':>8}  {'interval':15}{'lengths':>8}"
    for reading in guess.readings:
        low, high = map(phrases.percent, reading.interval)
        yield (
            f"  {f'{reading.shape.right} of {reading.shape.options}':8}{reading.cards:>6}"
            f"{phrases.percent(reading.shape.chance):>8}{phrases.percent(reading.limit):>8}"
            f"{phrases.percent(reading.words / reading.cards):>8}  {f'{low} to {high}':15}"
            f"{phrases.percent(reading.lengths / reading.cards):>8}"
            + (
                "  the words tell"
                if reading.tells
                else "  above, but it may be luck"
                if reading.is_above
                else ""
            )
        )
    for rank in guess.ranks:
        if rank.tells:
            yield (
                f"  The {rank.name} option is right in {phrases.percent(rank.right / rank.cards)}"
                f" of {phrases.count(rank.cards, 'card')};"
                f" by chance in {phrases.percent(rank.expected / rank.cards)}."
            )
    if any(reading.is_above for reading in guess.readings):
        yield "  Words that tell most (in right options : in wrong ones; ^ begins an option, $ ends it):"
        yield "    " + ",  ".join(f"{word.text}  {word.right} : {word.wrong}" for word in guess.words)
        yield "  Cards that tell most:"
        for answer in guess.cards:
            place = f"{answer.deck.path}:{answer.card.line}"
            yield f"    {place}: {note_of(answer.card.key)} ({'; '.join(answer.words)})"


def _as_json(guess: GuessReport) -> dict[str, Any]:
    """The report for programs. Shares are from 0 to 1; `deck` is null for all decks together."""
    return {
        "deck": guess.deck.id if guess.deck else None,
        "path": guess.deck.path if guess.deck else None,
        "cards": len(guess.answers),
        "share": round(guess.share, 4),
        "chance": round(guess.chance, 4),
        "tells": guess.tells,
        "readings": [
            {
                "options": reading.shape.options,
                "right": reading.shape.right,
                "cards": reading.cards,
                "chance": round(reading.shape.chance, 4),
                "limit": reading.limit,
                "words": round(reading.words / reading.cards, 4),
                "interval": [round(share, 4) for share in reading.interval],
                "lengths": round(reading.lengths / reading.cards, 4),
                "tells": reading.tells,
            }
            for reading in guess.readings
        ],
        "lengths": [
            {
                "length": rank.name,
                "cards": rank.cards,
                "right": round(rank.right / rank.cards, 4),
                "chance": round(rank.expected / rank.cards, 4),
                "tells": rank.tells,
            }
            for rank in guess.ranks
        ],
        "words": [{"text": word.text, "right": word.right, "wrong": word.wrong} for word in guess.words],
        "telling_cards": [
            {
                "note": note_of(answer.card.key),
                "path": answer.deck.path,
                "line": answer.card.line,
                "margin": round(answer.margin, 2),
                "words": answer.words,
            }
            for answer in guess.cards
        ],
    }


def _path_of(named: Path, locations: Locations) -> Path:
    """What is named: a file or a folder, or else the deck with that id."""
    return named if named.exists() else deck_file(f"{named}", read_library(locations), locations) or named
