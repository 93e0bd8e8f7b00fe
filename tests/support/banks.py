"""Banks of three questions in many layouts: how questions, options and keys are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

QUESTIONS = (
    ("Who locks the racks?", ("visitors", "AWS staff", "auditors", "nobody"), (1,)),
    ("Which are yours? (Choose TWO.)", ("keys", "fences", "data", "chillers"), (0, 2)),
    ("Who wipes old disks?", ("a courier", "a broker", "a cleaner", "the provider"), (3,)),
)
"""What is asked, the options, and which are right."""

STARTERS = {
    "heading": "## {q}",
    "numbered heading": "### {n}. {q}",
    "heading that counts": "### Question {n}\n\n{q}",
    "heading with number and text": "#### Question {n}: {q}",
    "number": "{n}. {q}",
    "number with bracket": "{n}) {q}",
    "bold": "**{q}**",
    "bold number": "**{n}. {q}**",
    "bold number alone": "**{n}.** {q}",
    "bold word": "**Question {n}:** {q}",
    "Q": "Q{n}: {q}",
    "Q with stop": "Q{n}. {q}",
    "NEW QUESTION": "NEW QUESTION {n}\n{q}",
    "paragraph": "{q}",
}
OPTIONS = {
    "box": "- [{x}] {t}",
    "box and letter": "- [{x}] {L}. {t}",
    "letter": "{L}. {t}",
    "letter with bracket": "{L}) {t}",
    "letter in brackets": "({l}) {t}",
    "letter in list": "- {L}. {t}",
    "small letter in list": "* {l}) {t}",
    "letter and colon in list": "- {L}: {t}",
    "bold letter": "- **{L})** {t}",
    "indented letter": "    - {L}. {t}",
    "number with bracket": "{i}) {t}",
    "tick": "- {t}{tick}",
    "tick and letter": "{L}. {t}{tick}",
    "bold": "- {b}{t}{b}",
    "radio": "({x}) {t}",
}
MARKED = {"box", "box and letter", "tick", "tick and letter", "bold", "radio"}
"""How options are written that say themselves which are right."""

KEYS = {
    "label": "Answer: {keys}",
    "bold label": "**Correct Answer:** {keys}",
    "all bold": "**Answer: {keys}**",
    "heading": "#### Correct answer: {keys}",
    "quote": "> Answer: {keys}",
    "fold": "<details><summary>Show answer</summary>\n\n**{keys}**\n\n</details>",
    "labelled fold": "<details>\n<summary>Answer</summary>\n\n{keys}\n\n</details>",
    "capitals": "ANSWER: {keys}",
    "sentence": "The correct answer is {keys}.",
    "text": "Answer: {texts}",
    "list at the end": "",
    "table at the end": "",
}
SEPARATORS = {"blank": "\n", "rule": "\n---\n\n"}
REASONS = {"none": "", "labelled": "Explanation: so it is {n}x\n", "quote": "> So it is {n}x\n"}


@dataclass(frozen=True)
class Bank:
    """A bank in one layout. `is_clear` says that its layout marks the right options without any doubt."""

    name: str
    text: str
    is_clear: bool = True


def banks() -> Iterator[Bank]:
    """A bank for every combination of starter, options and key that goes together."""
    further = cycle([(separator, reason) for separator in SEPARATORS for reason in REASONS])
    for starter in STARTERS:
        for option in OPTIONS:
            for key in [*KEYS] if option not in MARKED else [""]:
                if key == "fold" and option == "number with bracket":
                    continue
                if starter == "number with bracket" and option == "number with bracket":
                    continue
                if key.endswith("end") and starter in ("heading", "bold", "paragraph"):
                    continue
                separator, reason = next(further)
                yield bank(starter, option, key, separator, reason)


def bank(starter: str, option: str, key: str, separator: str = "blank", reason: str = "none") -> Bank:
    """A bank in this layout."""
    parts: list[str] = []
    answers: list[str] = []
    for n, (question, texts, right) in enumerate(QUESTIONS, 1):
        names = [str(i + 1) if "{i}" in OPTIONS[option] else "ABCD"[i] for i in right]
        parts.append(STARTERS[starter].format(n=n, q=question) + "\n")
        lines = [
            OPTIONS[option].format(
                x="x" if i in right else " ",
                L="ABCD"[i],
                l="abcd"[i],
                i=i + 1,
                t=text,
                tick=" ✅" if i in right else "",
                b="**" if i in right else "",
            )
            for i, text in enumerate(texts)
        ]
        parts.append("\n".join(lines) + "\n")
        answers.append(", ".join(names))
        if key and KEYS[key]:
            texts_right = "; ".join(texts[i] for i in right)
            parts.append(KEYS[key].format(keys=", ".join(names), texts=texts_right) + "\n")
        if reason != "none":
            parts.append(REASONS[reason].format(n=n))
        if n < len(QUESTIONS):
            parts.append(SEPARATORS[separator].strip("\n") + "\n" if separator == "rule" else "")
    if key == "list at the end":
        parts.append("## Answers\n\n" + "\n".join(f"{n}. {keys}" for n, keys in enumerate(answers, 1)) + "\n")
    if key == "table at the end":
        rows = "\n".join(f"| {n} | {keys} |" for n, keys in enumerate(answers, 1))
        parts.append(f"## Answer key\n\n| Question | Answer |\n|---|---|\n{rows}\n")
    name = ", ".join(part for part in (starter, option, key, separator, reason) if part)
    return Bank(name, "\n".join(part for part in parts if part))
