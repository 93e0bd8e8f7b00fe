"""The exams of a deck file."""

from __future__ import annotations

from collections.abc import Iterable
from math import isclose

from srm_quiz.deckfiles import schema
from srm_quiz.deckfiles.source import SourceText
from srm_quiz.deckfiles.values import read_mapping
from srm_quiz.deckfiles.yaml_nodes import Mapping, Node
from srm_quiz.domain.blueprint import ExamBlueprint, ExamDomain
from srm_quiz.problems import quoted

_SETS = ("tags", "first", "late")
_ITEM = "write '- id: …', and in the lines below it the other keys"


def read_exams(nodes: Iterable[Node], source: SourceText) -> tuple[ExamBlueprint, ...]:
    """The exams without errors, in the author's order."""
    exams: list[ExamBlueprint] = []
    lines: dict[str, int] = {}
    for item in nodes:
        node = read_mapping(item, "exam", source, _ITEM)
        exam = _exam(node, source) if node else None
        if node is None or exam is None:
            continue
        place = node.values["id"]
        first = lines.setdefault(exam.id, source.line_of(place.start))
        if exam.id in (other.id for other in exams):
            message = f"the exam {quoted(exam.id)} is already given on line {first}"
            source.refuse(place.start, place.end, "duplicate-id", message, "give one of the two another id")
        else:
            exams.append(exam)
    return tuple(exams)


def _exam(node: Mapping, source: SourceText) -> ExamBlueprint | None:
    errors_before = source.error_count
    values = schema.read(schema.EXAM, node, source)
    if "domains" in values:
        values["domains"] = _domains(values["domains"], node.values["domains"], source)
    values |= {name: frozenset(values[name]) for name in _SETS if name in values}
    if source.error_count > errors_before:
        return None
    exam = ExamBlueprint(**values)
    if exam.unscored >= exam.questions:
        place = node.values["unscored"]
        message = f"{exam.unscored} of {exam.questions} questions are unscored, so none counts"
        source.refuse(place.start, place.end, "bad-number", message, "some questions must be scored")
        return None
    return exam


def _domains(nodes: Iterable[Node], place: Node, source: SourceText) -> tuple[ExamDomain, ...]:
    errors_before = source.error_count
    domains: list[ExamDomain] = []
    for item in nodes:
        node = read_mapping(item, "domain", source, "write '- title: …', and in the lines below it the rest")
        values = schema.read(schema.DOMAIN, node, source) if node else {}
        if values.keys() == schema.DOMAIN.keys.keys():
            domains.append(ExamDomain(values["title"], values["share"], frozenset(values["tags"])))
    whole = sum(domain.share for domain in domains)
    if domains and source.error_count == errors_before and not isclose(whole, 1, abs_tol=0.005):
        message = f"the shares of the domains add up to {whole:g}"
        source.refuse(place.start, place.start + 1, "bad-shares", message, "they must add up to 1")
    return tuple(domains)
