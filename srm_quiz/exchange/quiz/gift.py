"""GIFT, Moodle's plain text: `::title:: question {=right ~wrong # feedback #### general feedback}`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from srm_quiz.deckfiles.yaml_writer import Draft, Value
from srm_quiz.exchange.anki.html_to_markdown import to_markdown
from srm_quiz.exchange.collect import NoteCollector
from srm_quiz.exchange.deck_notes import DeckNotes, as_questions
from srm_quiz.exchange.model import Imported, Loss
from srm_quiz.exchange.text import at_line, clean

_SPECIAL = "~=#{}:\\"
_TITLE = re.compile(r"\s*::((?:[^:\\]|\\.|:(?!:))*+)::", re.DOTALL)
_FORMAT = re.compile(r"\s*\[(html|markdown|plain|moodle)\]")
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:\.\d+)?)%")
_TRUTH = re.compile(r"(T|TRUE|F|FALSE)\s*\Z", re.IGNORECASE)
_ID, _COMMENT_TAG = re.compile(r"\[id:([^\]]*)\]"), re.compile(r"\[tag:([^\]]*)\]")
_ANSWER = re.compile(r"\{\s*+(?:[=~#](?!include|define)|T(?:RUE)?\s*+[}#]|F(?:ALSE)?\s*+[}#])")


@dataclass(slots=True)
class _Answer:
    """One of the answers in the braces: its mark `=` or `~`, weight in percent, text and feedback."""

    mark: str
    text: str
    feedback: str = ""
    weight: float | None = None

    @property
    def is_right(self) -> bool:
        """Whether it counts."""
        return self.mark == "=" if self.weight is None else self.weight > 0


class _NotReadError(Exception):
    """The question has no place in a deck: the reason."""


def is_gift(text: str) -> bool:
    """Whether most of the text's blocks have braces with answers as GIFT has them."""
    if not _ANSWER.search(text):
        return False
    blocks = [block for _, block, _ in _blocks(text.replace("\r\n", "\n")) if not block.startswith("$")]
    return sum(bool(_ANSWER.search(block)) for block in blocks) * 2 > len(blocks)


def read(text: str, name: str) -> Imported:
    """The questions; `name` is the title of the deck for those in no category."""
    text, losses = clean(text)
    collector = NoteCollector(name, losses)
    category = ""
    understood = left_out = 0
    for number, block, comment in _blocks(text):
        place = at_line(number, block)
        if block.startswith("$CATEGORY:"):
            first, _, block = block.partition("\n")
            category = first.partition(":")[2].strip().removeprefix("$course$/").replace("/", ": ")
            if not block.strip():
                continue
        try:
            note = _note(block)
        except _NotReadError as error:
            collector.report(f"a question was left out: {error}", place)
            left_out += 1
            continue
        if identifier := _ID.search(comment):
            note["id"] = _unescaped(identifier[1])
        if tags := [_unescaped(tag) for tag in _COMMENT_TAG.findall(comment)]:
            note["tags"] = tags
        is_kept = collector.add(note, place, category)
        understood, left_out = understood + is_kept, left_out + (not is_kept)
    return replace(collector.imported(), form="GIFT", understood=understood, left_out=left_out)


def _blocks(text: str) -> Iterator[tuple[int, str, str]]:
    """The questions as empty lines separate them, each with its line and the comments above it."""
    block: list[str] = []
    comments: list[str] = []
    start = 1
    depth = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        if line.lstrip().startswith("//") and not depth:
            comments.append(line)
            continue
        if line.strip() or depth:
            if not block:
                start = number
            block.append(line)
            bare = re.sub(r"\\.", "", line)
            depth = max(0, min(1, depth + bare.count("{") - bare.count("}")))
            if len(block) < 500:
                continue
        if block:
            yield start, "\n".join(block).strip(), "\n".join(comments)
            block, comments, depth = [], [], 0
    if block:
        yield start, "\n".join(block).strip(), "\n".join(comments)


def _braces(block: str) -> tuple[str, str, str] | None:
    """What stands before the braces, in them, and behind them."""
    opened = _find(block, "{", 0)
    closed = _find(block, "}", opened + 1) if opened >= 0 else -1
    return None if closed < 0 else (block[:opened], block[opened + 1 : closed], block[closed + 1 :])


def _find(text: str, sign: str, start: int) -> int:
    """Where the sign stands from `start` on, not behind a backslash; -1 if nowhere."""
    place = text.find(sign, start)
    while place > 0 and _is_escaped(text, place):
        place = text.find(sign, place + 1)
    return place


def _is_escaped(text: str, place: int) -> bool:
    """Whether an odd number of backslashes stands before the place."""
    start = place
    while start and text[start - 1] == "\\":
        start -= 1
    return (place - start) % 2 == 1


def _note(block: str) -> dict[str, Value]:
    title = _TITLE.match(block)
    rest = block[title.end() :] if title else block
    is_html = bool((form := _FORMAT.match(rest)) and form[1] in ("html", "moodle"))
    rest = rest[form.end() :] if form else rest
    parts = _braces(rest)
    if parts is None:
        raise _NotReadError("it has no answers in braces")
    before, inside, behind = parts
    gap = " \\_\\_\\_ " if behind.strip() else ""
    question = f"{_text(before, is_html)}{gap}{_text(behind, is_html)}".strip()
    inside, _, general = _split_once(inside, "####")
    note: dict[str, Value] = {"question": question}
    why = _text(general, is_html)
    inside = inside.strip()
    if not inside:
        if not why:
            raise _NotReadError("it asks for an essay")
        return {**note, "answer": why}
    if truth := _TRUTH.match(_split_once(inside, "#")[0].strip()):
        return {**note, "choices": _truth(truth[1].upper().startswith("T"), inside, is_html), **_why(why)}
    if inside.startswith("#"):
        return {**note, **_numeric(inside[1:]), **_why(why)}
    answers = list(_answers(inside, is_html))
    if len(answers) > 1 and all(answer.mark == "=" and "->" in answer.text for answer in answers):
        raise _NotReadError("it matches terms")
    if not answers:
        raise _NotReadError("its braces have no answers in them")
    if any(answer.mark == "~" for answer in answers):
        choices = [
            {
                "right" if answer.is_right else "wrong": answer.text,
                **({"why": answer.feedback} if answer.feedback else {}),
            }
            for answer in answers
        ]
        return {**note, "choices": choices, **_why(why)}
    right = [answer.text for answer in answers if answer.weight is None or answer.weight == 100]
    if not right:
        raise _NotReadError("none of its answers counts in full")
    feedback = [answer.feedback for answer in answers if answer.feedback]
    return {**note, "answer": right[0], "accept": right[1:], **_why("\n\n".join([*feedback, why]).strip())}


def _why(why: str) -> dict[str, Value]:
    return {"why": why} if why else {}


def _truth(is_true: bool, inside: str, is_html: bool) -> list[Mapping[str, str]]:
    """True and false as options; the first feedback is for a wrong answer, the second for the right one."""
    _, _, feedback = _split_once(inside, "#")
    wrong, _, right = _split_once(feedback, "#")
    texts = {True: "True", False: "False"}
    options: list[Mapping[str, str]] = []
    for value in (True, False):
        why = _text(right if value is is_true else wrong, is_html)
        options.append(
            {"right" if value is is_true else "wrong": texts[value], **({"why": why} if why else {})}
        )
    return options


def _numeric(inside: str) -> dict[str, Value]:
    """A number to be typed; a range of numbers has no place in a deck."""
    value, _, _ = _split_once(inside.strip().lstrip("="), "#")
    number, _, tolerance = value.strip().partition(":")
    if ".." in value or (
        tolerance and float(tolerance or 0) != 0 if re.fullmatch(r"\d*+\.?\d*+", tolerance) else True
    ):
        raise _NotReadError("it takes any number of a range")
    return {"answer": number.strip(), "accept": []}


def _answers(inside: str, is_html: bool) -> Iterator[_Answer]:
    starts = [place for place, sign in enumerate(inside) if sign in "=~" and not _is_escaped(inside, place)]
    for start, end in zip(starts, [*starts[1:], len(inside)], strict=True):
        body, _, feedback = _split_once(inside[start + 1 : end], "#")
        weight = _WEIGHT.match(body.lstrip())
        text = body.lstrip()[weight.end() :] if weight else body
        yield _Answer(
            inside[start],
            _text(text, is_html),
            _text(feedback, is_html),
            float(weight[1]) if weight else None,
        )


def _split_once(text: str, sign: str) -> tuple[str, str, str]:
    """The text before and behind the sign, which stands behind no backslash."""
    place = _find(text, sign, 0)
    return (text, "", "") if place < 0 else (text[:place], sign, text[place + len(sign) :])


def _text(written: str, is_html: bool) -> str:
    text = _unescaped(written.strip())
    return to_markdown(text) if is_html else text


def _unescaped(text: str) -> str:
    return re.sub(r"\\([~=#{}:\\n])", lambda sign: "\n" if sign[1] == "n" else sign[1], text).strip()


# ---------------------------------------------------------------------- writing


def write(deck: DeckNotes) -> tuple[str, Sequence[Loss]]:
    """Return the deck as GIFT, and what it cannot say."""
    notes, losses = as_questions(deck)
    parts = [f"$CATEGORY: {_escaped(deck.title).replace('/', '-')}\n"]
    for note in notes:
        parts.append("\n".join(_lines(note, losses)) + "\n")
    return "\n".join(parts), losses


def _lines(note: Draft, losses: list[Loss]) -> Iterator[str]:
    question = str(note["question"])
    labels = [f"[id:{note['id']}]", *(f"[tag:{_label(str(tag))}]" for tag in note.get("tags", ()))]
    yield f"// {' '.join(labels)}"
    losses += [Loss(f"a {key} has no place in GIFT", question) for key in ("hint", "source") if note.get(key)]
    why = str(note.get("why", ""))
    yield f"[markdown]{_escaped(question)} {{"
    if "answer" in note and "accept" not in note:
        if why:
            losses.append(
                Loss("the why of a question with an answer of any length has no place in GIFT", question)
            )
        why = str(note["answer"])
    elif "answer" in note:
        yield from (f"  ={_escaped(text)}" for text in (str(note["answer"]), *map(str, note["accept"])))
    else:
        options = [option for option in note["choices"] if isinstance(option, Mapping)]
        share = _share(sum("right" in option for option in options))
        for option in options:
            feedback = f" # {_escaped(option['why'])}" if option.get("why") else ""
            mark = (
                f"~%{share}%" if "right" in option and share != "100" else "=" if "right" in option else "~"
            )
            if mark == "~" and share != "100":
                mark = "~%-100%"
            yield f"  {mark}{_escaped(option.get('right') or option.get('wrong', ''))}{feedback}"
    if why:
        yield f"  ####{_escaped(why)}"
    yield "}"


def _share(right: int) -> str:
    """What each of the right options counts, in percent."""
    return f"{100 / right:.5f}".rstrip("0").rstrip(".")


def _label(tag: str) -> str:
    return re.sub(r"[\[\]]", "", _escaped(tag))


def _escaped(text: str) -> str:
    return re.sub(r"[~=#{}:\\]", lambda sign: f"\\{sign[0]}", text).replace("\n", "\\n")
