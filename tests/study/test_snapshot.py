"""A snapshot: what the use cases read of settings, decks and progress at one moment."""

from __future__ import annotations

from srm_quiz.config.settings import Settings
from srm_quiz.domain.queue import Limits
from srm_quiz.domain.scheduling import Policy
from srm_quiz.domain.today import StudyAim
from srm_quiz.study.snapshot import Snapshot
from tests.support.transcripts import World


def test_whoever_sets_nothing_has_the_domains_defaults(world: World) -> None:
    with world.open() as study:
        at = Snapshot(study.library, study.store, Settings(), study.now())
        assert at.limits == Limits()
        assert at.policy == Policy()
        assert at.aim == StudyAim()
