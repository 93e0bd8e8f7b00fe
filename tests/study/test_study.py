"""A running study: persist, then advance; what cannot be stored has not happened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from srm_quiz.domain import session as machine
from srm_quiz.domain.cards import Typed
from srm_quiz.domain.events import NotAllowedError, Phase
from srm_quiz.domain.reviews import Effect, Mode, Progress
from srm_quiz.domain.scheduling import Rating
from srm_quiz.store.errors import CannotUndoError, StoreFullError
from srm_quiz.store.store import Store
from srm_quiz.study.scope import Scope
from srm_quiz.study.study import Study
from tests.support.transcripts import World, answer_to
from tests.support.worlds import key


def answer(study: Study, *, right: bool = True) -> str:
    """Answer the card on screen and take the suggestion; gives its key."""
    session = study.session
    assert session is not None and session.card is not None
    given = answer_to(session, right=right)
    session = study.send(machine.Reveal() if given is None else machine.Answer(given))
    assert session.card is not None and session.revealed is not None
    card = session.card.key
    study.send(machine.Rate(session.revealed.suggested))
    return card


def on_screen(study: Study) -> str | None:
    assert study.session is not None
    return study.session.card and study.session.card.key


def fail_with(study: Study, error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(effects: Sequence[Effect]) -> None:
        raise error

    monkeypatch.setattr(study.store, "write", refuse)


def test_a_learner_is_new_until_a_card_is_answered_or_an_exam_is_chosen(world: World) -> None:
    with world.open() as study:
        assert study.is_new
        study.start()
        answer(study)
        assert not study.is_new


def test_a_learner_who_has_chosen_an_exam_is_not_new(world: World) -> None:
    with world.open(exam="saa") as study:
        assert not study.is_new


def test_an_answer_is_in_the_file_before_the_next_card_is_drawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.open() as study:
        study.start()
        shown_at_write: list[object] = []
        write = Store.write

        def watched(store: Store, effects: Sequence[Effect]) -> None:
            shown_at_write.append(on_screen(study))
            write(store, effects)

        monkeypatch.setattr(Store, "write", watched)
        answered = answer(study)
        assert shown_at_write == [answered]
        assert on_screen(study) != answered


def test_where_the_answer_cannot_be_stored_the_card_stays_and_takes_it_later(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.open() as study:
        study.start()
        study.send(machine.Reveal())
        before = study.session
        with monkeypatch.context() as patched:
            fail_with(study, StoreFullError("The disk is full."), patched)
            for event in (machine.Rate(Rating.AGAIN), machine.Bury(), machine.Flag()):
                with pytest.raises(StoreFullError):
                    study.send(event)
                assert study.session is before
        assert list(study.store.reviews()) == []
        study.send(machine.Rate(Rating.AGAIN))
        assert len(list(study.store.reviews())) == 1


def test_an_event_that_is_not_allowed_changes_nothing(world: World) -> None:
    with world.open() as study:
        before = study.start()
        with pytest.raises(NotAllowedError):
            study.send(machine.Rate(Rating.GOOD))
        assert study.session is before


def test_undo_goes_back_over_a_restart_on_the_same_study_day(world: World) -> None:
    with world.open() as study:
        study.start()
        answered = [answer(study), answer(study), answer(study)]
    world.clock.advance(hours=3)
    with world.open() as study:
        study.start()
        for expected in reversed(answered):
            study.send(machine.Undo())
            assert on_screen(study) == expected
        assert study.session is not None and not study.session.allows(machine.Undo)
        assert list(study.store.reviews()) == []
        assert all(one == Progress() for one in study.store.progress().values())


def test_undo_does_not_reach_into_the_study_day_before(world: World) -> None:
    with world.open() as study:
        study.start()
        answer(study)
    world.clock.advance(hours=8)  # 04:00, the day begins
    with world.open() as study:
        session = study.start()
        assert not session.allows(machine.Undo)


def test_undo_is_at_least_fifty_deep(world: World) -> None:
    with world.open() as study:
        study.start(mode=Mode.CRAM)
        answered = []
        while len(answered) < 60:
            if study.session is not None and study.session.finished:
                world.clock.advance(minutes=1)
                study.start(mode=Mode.CRAM)
            answered.append(answer(study))
        for expected in reversed(answered):
            study.send(machine.Undo())
            assert on_screen(study) == expected
        assert list(study.store.reviews()) == []


def test_undo_works_on_the_last_card_when_the_sitting_is_finished(world: World) -> None:
    with world.open() as study:
        study.start(limit=1)
        last = answer(study)
        study.send(machine.Undo())
        assert on_screen(study) == last


def test_a_card_answered_in_another_window_is_not_lost_to_either(world: World) -> None:
    with world.open() as ours, world.open() as theirs:
        ours.start()
        theirs.start()
        card = answer(theirs)
        world.clock.advance(minutes=1)
        assert answer(ours) == card
        first, second = ours.store.history(key(card.partition("/")[2].removesuffix("#1")))
        assert second.before == first.after


def test_an_answer_undone_in_another_window_does_not_block_the_undo_key(world: World) -> None:
    with world.open() as ours:
        ours.start()
        first, second = answer(ours), answer(ours)
        with world.open() as theirs:
            theirs.start()
            theirs.send(machine.Undo())
        with pytest.raises(CannotUndoError, match="Undo again"):
            ours.send(machine.Undo())
        ours.send(machine.Undo())
        assert on_screen(ours) == first
        assert second not in {review.card for review in ours.store.reviews()}


def test_a_sitting_takes_in_the_decks_and_tags_it_is_asked_for(world: World) -> None:
    with world.open() as study:
        assert Scope(decks=frozenset({"world"})).unknown_in(study.library) is None
        assert (
            Scope(decks=frozenset({"wrld"})).unknown_in(study.library)
            == "there is no deck 'wrld': did you mean 'world'?"
        )
        assert Scope(tags=frozenset({"nothing"})).unknown_in(study.library) == "no card has the tag 'nothing'"
        path = str(world.home / "bundled" / "world.yaml")
        assert Scope(decks=frozenset({path})).resolved(study.library).decks == {"world"}
        session = study.start(Scope(cards=(key("owner"), key("basic"))))
        assert session.card is not None and session.card.key in (key("owner"), key("basic"))
        assert len(session.queue.remaining()) == 1


def test_a_limit_is_the_number_of_cards_a_sitting_asks(world: World) -> None:
    with world.open() as study:
        study.start(limit=3)
        asked = set()
        while study.session is not None and study.session.phase is Phase.ASKING:
            asked.add(answer(study))
        assert len(asked) == 3


def test_a_deck_read_again_keeps_the_card_on_screen_and_its_history(world: World) -> None:
    deck = world.home / "bundled" / "world.yaml"
    with world.open() as study:
        study.start(Scope(cards=(key("typed"),)))
        answer(study)
        study.start(Scope(cards=(key("typed"),)), mode=Mode.CRAM)
        text = deck.read_text(encoding="utf-8").replace(
            "Where are the audit reports?", "Where is the SOC 2 report?"
        )
        deck.write_text(text, encoding="utf-8")
        study.reload()
        assert study.session is not None and study.session.card is not None
        assert study.session.card.key == key("typed")
        assert study.session.card.content == Typed(
            "Where is the SOC 2 report?", "AWS Artifact", ("Artifact",)
        )
        assert len(study.history(key("typed"))) == 1


def test_what_the_day_asked_for_does_not_change_as_cards_are_answered(world: World) -> None:
    with world.open() as study:
        (record,) = study.store.days.records()
        due = record.due
        study.start()
        answer(study)
    with world.open() as study:
        (record,) = study.store.days.records()
        assert (record.due, record.answers) == (due, 1)
        assert study.status().answered == 1


def test_travelling_west_on_the_same_evening_keeps_one_study_day(world: World) -> None:
    world.clock.at = datetime(2026, 11, 23, 23, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    with world.open() as study:
        study.start()
        answer(study)
        world.clock.at = datetime(2026, 11, 23, 18, 0, tzinfo=ZoneInfo("America/New_York"))
        answer(study)
        (record,) = study.store.days.records()
        assert (record.day.isoformat(), record.answers) == ("2026-11-23", 2)


def test_answers_of_this_sitting_still_count_after_a_reload_that_took_a_card_answered_before(
    world: World,
) -> None:
    with world.open(sitting="first") as study:
        study.start()
        before = answer(study)
    with world.open(sitting="second") as study:
        study.start()
        answer(study)
        answer(study)
        deck = world.home / "bundled" / "world.yaml"
        text = deck.read_text(encoding="utf-8")
        name = before.partition("/")[2].removesuffix("#1")
        kept = [line for line in text.splitlines() if f"{{id: {name}," not in line]
        assert len(kept) == len(text.splitlines()) - 1
        deck.write_text("\n".join(kept), encoding="utf-8")
        study.reload()
        assert study.library.card(before) is None
        assert study.summary().answers == 2


def test_a_new_deck_is_not_listed_before_the_others_while_a_file_is_broken(world: World) -> None:
    own = world.home / "decks"
    own.mkdir()
    broken, new = own / "broken.yaml", own / "a-new-one.yaml"
    broken.write_text("title: Broken\ncards: [{question: A, answer: B}]\n", encoding="utf-8")
    with world.open() as study:
        broken.write_text("title: [", encoding="utf-8")
        new.write_text("title: New\ncards: [{question: C, answer: D}]\n", encoding="utf-8")
        study.reload()
        assert [deck.id for deck in study.library.decks] == ["world", "broken", "a-new-one"]


def test_a_setting_changed_holds_at_once_and_is_in_the_file(world: World) -> None:
    with world.open() as study:
        assert study.change("daily_goal", 7) is None
        assert study.status().goal == 7
        assert "daily_goal = 7" in study.locations.settings_file.read_text(encoding="utf-8")
        with pytest.raises(ValueError, match="from 1 to 9999"):
            study.change("daily_goal", -1)
        assert study.settings.daily_goal == 7


def test_cards_answered_under_a_clock_that_was_ten_years_ahead_are_asked_again_at_once(world: World) -> None:
    world.clock.advance(days=3650)
    with world.open() as study:
        study.start()
        parked = [answer(study) for _ in range(3)]
    world.clock.advance(days=-3650)
    with world.open() as study:
        study.start(Scope(cards=tuple(parked)), limit=1)
        asked = answer(study)
        assert asked in parked
        schedule = study.progress()[asked].schedule
        assert schedule is not None and (schedule.due_day - study.now().day).days < 60
