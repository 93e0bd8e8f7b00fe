"""Blind guessing: how much of a deck the words and lengths of its options tell without the questions.

Two readers see the options of a choice card and nothing else. One goes by words: a naive Bayes classifier on
the words of an option and on its pairs of neighbours. One goes by lengths: it takes the option whose place,
from the longest to the shortest, is right most often. Both learn from the other decks; where those have fewer
than `FEWEST_CARDS` choice cards, from all cards but the one they are asked.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import comb, log, sqrt

from srm_quiz.domain.cards import Card, Choice, Deck
from srm_quiz.domain.wilson import wilson_interval

FEWEST_CARDS = 30
"""With fewer choice cards nothing is said: luck alone would decide."""

FEWEST_OF_SHAPE = 12
"""Cards of one shape that a judgement takes: a single lucky hit is 100 %."""

_Z95 = 1.96
"""Standard deviations on either side that hold 95 % of a normal distribution."""

_WORDS_TOLERATED = 0.19
"""How far above chance a reader may get, in standard deviations of one guess: 33 % for one option of four
(chance 25 %), 16 % for two of five (chance 10 %)."""

_LENGTHS_TOLERATED = 0.23
"""The same for the share of cards in which one length is right: 35 % for one option of four."""

_BEYOND_CHANCE = 2.81
"""Standard deviations above chance. With four lengths, one honest deck in a hundred gets there by luck."""

_MOST_TOLD = 8
"""How many cards, and how many words, are named as those that tell most."""

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|,")
_START, _END = "^", "$"


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """How many options a choice card has, and how many of them are right."""

    options: int
    right: int

    @classmethod
    def of(cls, choice: Choice) -> Shape:
        """The shape of this card."""
        return cls(len(choice.options), choice.right_count)

    @property
    def chance(self) -> float:
        """The chance to hit all right options blindly, 0 to 1."""
        return 1 / comb(self.options, self.right)


@dataclass(frozen=True, slots=True)
class BlindAnswer:
    """What the two readers made of a card.

    `by_words` and `by_length` are the chances that they answer it right: 0, 1, or between where options tie.
    `tells` says for each word or pair by how much it lifted the right options over the wrong ones (log odds).
    """

    deck: Deck
    card: Card
    choice: Choice
    by_words: float
    by_length: float
    margin: float
    """By how much (log odds) the last right option leads the first wrong one; negative if it trails."""
    tells: Mapping[str, float]

    @property
    def shape(self) -> Shape:
        """The shape of the card."""
        return Shape.of(self.choice)

    @property
    def words(self) -> list[str]:
        """The words that gave the right options away, the plainest first."""
        return _plainest(self.tells, 3)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the readers did on the cards of one shape; `words` and `lengths` count right answers."""

    shape: Shape
    cards: int
    words: float
    lengths: float

    @property
    def interval(self) -> tuple[float, float]:
        """What the reader of words would get of very many such cards: the 95 % interval, 0 to 1."""
        return wilson_interval(self.words, self.cards, _Z95)

    @property
    def limit(self) -> float:
        """The share that a deck should not exceed, in whole percents as 0 to 1."""
        return _tolerated(self.shape.chance, _WORDS_TOLERATED)

    @property
    def is_above(self) -> bool:
        """Whether the reader of words got more than the limit, be it by luck."""
        return self.cards >= FEWEST_OF_SHAPE and self.words > self.limit * self.cards

    @property
    def tells(self) -> bool:
        """Whether the words tell the answers, beyond the interval's doubt."""
        return self.is_above and self.interval[0] > self.limit


@dataclass(frozen=True, slots=True)
class LengthRank:
    """How often the options at one place of length, such as the second longest, are right.

    Options of one length share their places, so `right` need not be whole. `expected` and `variance` are
    those of chance.
    """

    name: str
    cards: int
    right: float
    expected: float
    variance: float

    @property
    def tells(self) -> bool:
        """Whether taking it pays: it is right too often for chance, and in more than is tolerable."""
        limit = _tolerated(self.expected / self.cards, _LENGTHS_TOLERATED)
        # The half is for counting in whole cards what the normal curve takes as continuous.
        by_luck = self.expected + _BEYOND_CHANCE * sqrt(self.variance) + 0.5
        return self.right > max(limit * self.cards, by_luck)


@dataclass(frozen=True, slots=True)
class Telling:
    """A word or a pair of neighbours, and in how many right and wrong options it stands.

    `^` is the beginning of an option, `$` its end.
    """

    text: str
    right: int
    wrong: int


@dataclass(frozen=True)
class GuessReport:
    """What blind guessing gets in a deck, and what tells it. `deck` is None for several together."""

    deck: Deck | None
    answers: Sequence[BlindAnswer]

    @property
    def share(self) -> float:
        """The share of the cards that the reader of words answers right, 0 to 1."""
        return sum(answer.by_words for answer in self.answers) / len(self.answers)

    @property
    def chance(self) -> float:
        """The share that chance gives, 0 to 1."""
        return sum(answer.shape.chance for answer in self.answers) / len(self.answers)

    @cached_property
    def readings(self) -> list[Reading]:
        """How the readers did, for each shape of card."""
        by_shape: dict[Shape, list[BlindAnswer]] = defaultdict(list)
        for answer in self.answers:
            by_shape[answer.shape].append(answer)
        return [
            Reading(
                shape,
                len(answers),
                words=sum(answer.by_words for answer in answers),
                lengths=sum(answer.by_length for answer in answers),
            )
            for shape, answers in sorted(by_shape.items())
        ]

    @cached_property
    def ranks(self) -> list[LengthRank]:
        """How often each length is right, the longest first."""
        return length_ranks(answer.choice for answer in self.answers)

    @cached_property
    def words(self) -> list[Telling]:
        """The words that tell most, the plainest first."""
        lifts = Counter[str]()
        for answer in self.answers:
            lifts.update(answer.tells)
        words = _Seen(answer.choice for answer in self.answers).words
        return [Telling(text, words[True][text], words[False][text]) for text in _plainest(lifts, _MOST_TOLD)]

    @cached_property
    def cards(self) -> list[BlindAnswer]:
        """The cards that the words tell most surely, the surest first."""
        given_away = [answer for answer in self.answers if answer.margin > 0]
        return sorted(given_away, key=lambda answer: -answer.margin)[:_MOST_TOLD]

    @property
    def tells(self) -> bool:
        """Whether words or lengths tell the answers, by more than can be luck."""
        return any(reading.tells for reading in self.readings) or any(rank.tells for rank in self.ranks)


def guess_reports(decks: Sequence[Deck]) -> list[GuessReport]:
    """A report on each deck of `FEWEST_CARDS` choice cards or more, then one on all that have any."""
    answers = blind_answers(decks)
    reports = []
    for deck in decks:
        own = [answer for answer in answers if answer.deck is deck]
        if len(own) >= FEWEST_CARDS:
            reports.append(GuessReport(deck, own))
    if len(answers) >= FEWEST_CARDS and (not reports or len(reports[0].answers) < len(answers)):
        reports.append(GuessReport(None, answers))
    return reports


def blind_answers(decks: Iterable[Deck]) -> list[BlindAnswer]:
    """What the two readers make of every choice card of the decks."""
    by_deck = [
        (deck, [(card, card.content) for card in deck.cards if isinstance(card.content, Choice)])
        for deck in decks
    ]
    seen = _Seen(choice for _, cards in by_deck for _, choice in cards)
    answers = []
    for deck, cards in by_deck:
        own = _Seen(choice for _, choice in cards)
        is_alone = seen.cards - own.cards < FEWEST_CARDS
        for card, choice in cards:
            readers = _Readers(seen, unseen=_Seen([choice]) if is_alone else own)
            answers.append(readers.answer(deck, card, choice))
    return answers


def length_ranks(choices: Iterable[Choice]) -> list[LengthRank]:
    """How often the options at each place of length are right, the longest first."""
    ranks: dict[str, LengthRank] = {}
    for choice in choices:
        shape = Shape.of(choice)
        share = shape.right / shape.options
        for name, right in zip(_rank_names(shape.options), _right_at(choice), strict=True):
            rank = ranks.get(name, LengthRank(name, 0, 0, 0, 0))
            ranks[name] = LengthRank(
                name,
                rank.cards + 1,
                rank.right + right,
                rank.expected + share,
                rank.variance + share * (1 - share),
            )
    return list(ranks.values())


class _Seen:
    """What choice cards can teach: how many options of each kind have a word, and which lengths are right."""

    def __init__(self, choices: Iterable[Choice]) -> None:
        self.cards = 0
        self.options = {True: 0, False: 0}
        self.words = {True: Counter[str](), False: Counter[str]()}
        self.places: dict[tuple[Shape, int], float] = defaultdict(float)
        for choice in choices:
            self.cards += 1
            for option in choice.options:
                self.options[option.right] += 1
                self.words[option.right].update(_features(option.text))
            for place, right in enumerate(_right_at(choice)):
                self.places[Shape.of(choice), place] += right


class _Readers:
    """The two readers, taught by what was `seen` but for what is `unseen`, a part of it."""

    def __init__(self, seen: _Seen, unseen: _Seen) -> None:
        self._seen = seen
        self._unseen = unseen

    def answer(self, deck: Deck, card: Card, choice: Choice) -> BlindAnswer:
        """What they make of this card."""
        odds = [{word: self._odds(word) for word in _features(option.text)} for option in choice.options]
        # Rounded, so that options that tie do so in whatever order their odds are added.
        scores = [round(sum(by_word.values()), 9) for by_word in odds]
        rights = [option.right for option in choice.options]
        tells: dict[str, float] = defaultdict(float)
        for by_word, right in zip(odds, rights, strict=True):
            for word, value in by_word.items():
                tells[word] += value / sum(rights) if right else -value / (len(rights) - sum(rights))
        wrong = [score for score, right in zip(scores, rights, strict=True) if not right]
        return BlindAnswer(
            deck,
            card,
            choice,
            by_words=_chance_of_hit(scores, rights),
            by_length=_chance_of_hit(self._place_values(choice), rights),
            margin=min(score for score, right in zip(scores, rights, strict=True) if right) - max(wrong),
            tells=tells,
        )

    def _odds(self, word: str) -> float:
        """The log odds that an option with this word is right; 0 for a word that was not seen twice."""
        right, wrong = (
            self._seen.words[which][word] - self._unseen.words[which][word] for which in (True, False)
        )
        if right + wrong < 2:
            return 0.0
        rights, wrongs = (self._seen.options[which] - self._unseen.options[which] for which in (True, False))
        # Half an option more of each kind, so that nothing is certain.
        return log((right + 0.5) / (rights + 1)) - log((wrong + 0.5) / (wrongs + 1))

    def _place_values(self, choice: Choice) -> list[float]:
        """For each option, how often its place of length was right in cards of this shape."""
        shape, lengths = Shape.of(choice), _lengths(choice)
        hits = [
            self._seen.places[shape, place] - self._unseen.places[shape, place]
            for place in range(shape.options)
        ]
        ordered = sorted(lengths, reverse=True)
        return [
            round(
                sum(hit for hit, other in zip(hits, ordered, strict=True) if other == length)
                / ordered.count(length),
                9,
            )
            for length in lengths
        ]


def _features(text: str) -> set[str]:
    """The words and commas of an option, and the pairs of neighbours, its beginning and end among them."""
    words = _TOKEN.findall(text.casefold())
    return {*words, *(f"{first} {second}" for first, second in pairwise([_START, *words, _END]))}


def _chance_of_hit(scores: Sequence[float], rights: Sequence[bool]) -> float:
    """The chance that the options of the highest scores are the right ones, ties broken by lot."""
    count = sum(rights)
    cut = sorted(scores, reverse=True)[count - 1]
    above = [right for score, right in zip(scores, rights, strict=True) if score > cut]
    tied = sum(score == cut for score in scores)
    if not all(above) or any(right for score, right in zip(scores, rights, strict=True) if score < cut):
        return 0.0
    return 1 / comb(tied, count - len(above))


def _lengths(choice: Choice) -> list[int]:
    """The lengths of the options in characters."""
    return [len(option.text) for option in choice.options]


def _right_at(choice: Choice) -> list[float]:
    """Whether the option at each place of length, the longest first, is right; equal lengths share theirs."""
    ordered = sorted(_lengths(choice), reverse=True)
    rights = Counter(len(option.text) for option in choice.options if option.right)
    return [rights[length] / ordered.count(length) for length in ordered]


def _rank_names(options: int) -> list[str]:
    """What the places of length are called, the longest first: counted from the nearer end."""
    nearest = ("", "second ", "third ", *(f"{number}th " for number in range(4, options)))[: options // 2]
    middle = ["middle"] if options % 2 else []
    return [
        *(f"{ordinal}longest" for ordinal in nearest),
        *middle,
        *(f"{ordinal}shortest" for ordinal in reversed(nearest)),
    ]


def _tolerated(chance: float, deviations: float) -> float:
    """A share so many standard deviations of one guess above chance, in whole percents as 0 to 1."""
    return round(chance + deviations * sqrt(chance * (1 - chance)), 2)


def _plainest(lifts: Mapping[str, float], most: int) -> list[str]:
    """The words that lift most, at most so many; of those that overlap only the best."""
    chosen: list[str] = []
    taken: set[str] = set()
    for word in sorted(lifts, key=lambda word: (-round(lifts[word], 9), word)):
        if round(lifts[word], 9) <= 0 or len(chosen) == most:
            break
        parts = set(word.split()) - {_START, _END}
        if not parts & taken:
            chosen.append(word)
            taken |= parts
    return chosen
