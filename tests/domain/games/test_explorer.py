"""All models as one row of services, and the learner's record on a cell."""

from __future__ import annotations

from dataclasses import replace

from srm_quiz.domain.cards import Cell, Deck, Layer, Matrix, Owner, Service
from srm_quiz.domain.games.explorer import CellRecord, record, service_refs
from srm_quiz.domain.grading import Verdict
from srm_quiz.domain.reviews import Mode, Review, game_review
from tests.support.worlds import Clock, key

LAYER = Layer("engine", "Engine", "Patch the engine", moves=True)
CELL = Cell(Owner.AWS, frozenset({Owner.SHARED}))
SERVICE = Service("rds", "Amazon RDS", "PaaS", "", (CELL,))
DECK = Deck("ours", "Ours", "", "ours.yaml", 1, (), Matrix((LAYER,), (SERVICE,)))


def review(verdict: Verdict, *answer: str) -> Review:
    return game_review("id", key("x"), Clock().moment, verdict, answer, 1.0, Mode.SORT, None)


def test_services_of_all_decks_stand_in_one_row() -> None:
    other = replace(DECK, id="theirs", matrix=Matrix((LAYER,), (SERVICE, replace(SERVICE, id="s3"))))
    found = service_refs([DECK, replace(DECK, matrix=None), other])
    assert [f"{place.deck.id}/{place.service.id}" for place in found] == [
        "ours/rds",
        "theirs/rds",
        "theirs/s3",
    ]
    assert found[0].line_card == "ours/rds#line"
    assert found[0].layer_card(LAYER) == "ours/rds#engine"


def test_a_layer_that_another_model_has_may_be_missing_here() -> None:
    (place,) = service_refs([DECK])
    assert place.cell(LAYER) is CELL
    assert place.cell(replace(LAYER, id="roof")) is None


def test_the_record_counts_owner_cards_and_the_layer_in_lines() -> None:
    named = [review(Verdict.CORRECT, "aws"), review(Verdict.WRONG, "customer")]
    lines = [
        review(Verdict.WRONG, "engine=shared", "other=aws"),
        review(Verdict.CLOSE, "engine=customer"),
        review(Verdict.CORRECT),
        review(Verdict.CORRECT, "engine=nobody"),
    ]
    assert record(CELL, LAYER, named, lines) == CellRecord(2, 4)
    assert record(CELL, LAYER, [], []) == CellRecord(0, 0)
