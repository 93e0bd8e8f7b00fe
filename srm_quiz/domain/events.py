"""The events of a session, and which of them each phase takes.

Three phases. *Asking*: a card is on screen, unanswered. *Revealed*: its answer is shown and the
learner rates it. *Finished*: nothing is left to ask today, or the learner ended the sitting.
`ALLOWED` is the table of them: the session refuses an event that is not in it, and front ends read
their key hints from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from srm_quiz.domain.grading import GivenAnswer as Given
from srm_quiz.domain.scheduling import Rating


class Phase(StrEnum):
    """What the session is waiting for."""

    ASKING = "asking"
    REVEALED = "revealed"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Answer:
    """The learner answers the card."""

    given: Given


@dataclass(frozen=True, slots=True)
class Reveal:
    """The learner asks for the answer without giving one."""


@dataclass(frozen=True, slots=True)
class Hint:
    """The learner asks for the card's hint."""


@dataclass(frozen=True, slots=True)
class Skip:
    """Move the card to the end of the sitting."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The learner says how well the card was known."""

    rating: Rating


@dataclass(frozen=True, slots=True)
class Override:
    """The learner vouches for a typed answer that was graded wrong."""


@dataclass(frozen=True, slots=True)
class Bury:
    """Put the card away until the next study day."""


@dataclass(frozen=True, slots=True)
class Suspend:
    """Put the card away until the learner unsuspends it."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Set the card's flag, or clear it."""


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the last answer, burial or suspension of this study day."""


@dataclass(frozen=True, slots=True)
class End:
    """The learner ends the sitting."""


Event = Answer | Reveal | Hint | Skip | Rate | Override | Bury | Suspend | Flag | Undo | End

ALLOWED: Mapping[Phase, frozenset[type[Event]]] = {
    Phase.ASKING: frozenset({Answer, Reveal, Hint, Skip, Bury, Suspend, Flag, Undo, End}),
    Phase.REVEALED: frozenset({Rate, Override, Bury, Suspend, Flag, Undo, End}),
    Phase.FINISHED: frozenset({Undo}),
}


class NotAllowedError(Exception):
    """The phase does not take the event, or the card on screen not this answer or rating."""
