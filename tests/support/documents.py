"""Random documents that are no banks of questions: programs, pages, letters, logs, JSON and prose."""

from __future__ import annotations

import json
from random import Random

WORDS = [
    "racks",
    "keys",
    "data",
    "cloud",
    "region",
    "zone",
    "bucket",
    "policy",
    "role",
    "user",
    "patch",
    "host",
    "guest",
    "disk",
    "backup",
    "audit",
    "report",
    "team",
    "meeting",
    "noon",
    "server",
    "cost",
    "month",
    "invoice",
    "order",
    "customer",
    "question",
    "answer",
    "option",
    "note",
    "review",
    "plan",
    "result",
]
KINDS = (
    "python",
    "javascript",
    "c",
    "sql",
    "html",
    "mail",
    "log",
    "json",
    "ini",
    "prose",
    "readme",
    "numbers",
)
ENDINGS = ("", ".txt", ".md", ".csv", ".tsv")


def document(kind: str, random: Random) -> str:
    """A document of that kind."""
    make = {
        "python": _python,
        "javascript": _javascript,
        "c": _c,
        "sql": _sql,
        "html": _html,
        "mail": _mail,
        "log": _log,
        "json": _json,
        "ini": _ini,
        "prose": _prose,
        "readme": _readme,
        "numbers": _numbers,
    }[kind]
    return make(random)


def _word(random: Random) -> str:
    return random.choice(WORDS)


def _sentence(random: Random) -> str:
    words = [_word(random) for _ in range(random.randint(3, 14))]
    for place in range(len(words) - 1):
        if random.random() < 0.2:
            words[place] += random.choice([",", ",", ";", ":", " -"])
    return " ".join(words).capitalize() + random.choice([".", ".", ".", "?", "!", ":"])


def _python(random: Random) -> str:
    lines = [f"import {_word(random)}, {_word(random)}", ""]
    for _ in range(random.randint(1, 6)):
        lines += [f"def {_word(random)}({_word(random)}, {_word(random)}=1):"]
        lines += [
            f"    {_word(random)} = [{_word(random)}, {random.randint(0, 9)}]"
            for _ in range(random.randint(1, 5))
        ]
        lines += [f"    return {_word(random)}", ""]
    lines += [f"print({_word(random)}, {_word(random)})"]
    return "\n".join(lines) + "\n"


def _javascript(random: Random) -> str:
    lines = []
    for _ in range(random.randint(1, 6)):
        lines += [f"function {_word(random)}({_word(random)}, {_word(random)}) {{"]
        lines += [
            f"  const {_word(random)} = {{{_word(random)}: {random.randint(0, 9)}, b: '{_word(random)}'}};"
        ]
        lines += [f"  return {_word(random)} === {_word(random)};", "}", ""]
    return "\n".join(lines)


def _c(random: Random) -> str:
    lines = ["#include <stdio.h>", ""]
    for _ in range(random.randint(1, 5)):
        lines += [f"int {_word(random)}(int {_word(random)}, char *{_word(random)}) {{"]
        lines += [f"    {_word(random)}[{random.randint(0, 9)}] = {random.randint(0, 99)};" for _ in range(3)]
        lines += ["    /* A: nothing */", "    return 0;", "}", ""]
    return "\n".join(lines)


def _sql(random: Random) -> str:
    return "\n".join(
        f"INSERT INTO {_word(random)} ({_word(random)}, {_word(random)}) "
        f"VALUES ({random.randint(0, 9)}, '{_word(random)}');"
        for _ in range(random.randint(2, 12))
    )


def _html(random: Random) -> str:
    items = "\n".join(f"<li>{_sentence(random)}</li>" for _ in range(random.randint(1, 9)))
    return (
        f"<!DOCTYPE html>\n<html><body>\n<h1>{_sentence(random)}</h1>\n<ol>\n{items}\n</ol></body></html>\n"
    )


def _mail(random: Random) -> str:
    body = "\n\n".join(_prose(random).split("\n\n"))
    head = f"From: jo@example.com\nTo: al@example.com\nSubject: {_sentence(random)}\n\n"
    return f"{head}Dear all,\n\n{body}\n\nYours,\nJo\n"


def _log(random: Random) -> str:
    return "\n".join(
        f"2026-11-{random.randint(10, 30)} {random.randint(10, 23)}:{random.randint(10, 59)}:07,123 "
        f"{random.choice(['INFO', 'WARN', 'ERROR'])} {_word(random)}: {_sentence(random)}"
        for _ in range(random.randint(3, 30))
    )


def _json(random: Random) -> str:
    value = [
        {
            _word(random): random.choice([random.randint(0, 9), _sentence(random), None, [_word(random)]])
            for _ in range(4)
        }
        for _ in range(random.randint(1, 6))
    ]
    for item in value:
        item.pop("question", None)
    return json.dumps(random.choice([value, {"config": value}, value[0]]), indent=random.choice([None, 1, 2]))


def _ini(random: Random) -> str:
    lines = []
    for _ in range(random.randint(1, 5)):
        lines += [
            f"[{_word(random)}]",
            *(f"{_word(random)} = {_word(random)}, {_word(random)}" for _ in range(3)),
            "",
        ]
    return "\n".join(lines)


def _prose(random: Random) -> str:
    paragraphs = [
        "\n".join(_sentence(random) for _ in range(random.randint(1, 5))) for _ in range(random.randint(1, 8))
    ]
    return "\n\n".join(paragraphs) + "\n"


def _readme(random: Random) -> str:
    parts = [f"# {_word(random)}", _prose(random)]
    for _ in range(random.randint(1, 5)):
        parts += [f"## {_sentence(random)}", _prose(random)]
        parts += ["\n".join(f"{n}. {_sentence(random)}" for n in range(1, random.randint(2, 6)))]
        parts += ["\n".join(f"- {_sentence(random)}" for _ in range(random.randint(1, 4)))]
        parts += [f"```sh\n{_word(random)} --{_word(random)}\n```", f"> {_sentence(random)}"]
    return "\n\n".join(parts) + "\n"


def _numbers(random: Random) -> str:
    width = random.randint(3, 6)
    rows = [",".join(_word(random) + str(place) for place in range(width))]
    rows += [
        ",".join(str(random.randint(0, 999)) for _ in range(width)) for _ in range(random.randint(3, 20))
    ]
    return "\n".join(rows) + "\n"
