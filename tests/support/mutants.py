"""Small deliberate faults in the program's rules, each the change of one operator, number or word.

mutmut and cosmic-ray make every mutant there is, hours of them, and draw no sample with a seed.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FLIPPED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
SWAPPED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}


@dataclass(frozen=True)
class Mutant:
    """A file with one expression replaced; `line` counts from 1, and `before` and `after` are its text."""

    file: Path
    line: int
    before: str
    after: str
    source: str

    @property
    def name(self) -> str:
        """The line before and after, wherever in its file it stands."""
        return f"{self.file.as_posix()}: {self.before}  ->  {self.after}"


def mutants_of(root: Path, file: Path) -> Iterator[Mutant]:
    """All mutants of a file, which is named relative to `root`."""
    source = (root / file).read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    for node, replacement in _replacements(ast.parse(source)):
        if node.lineno != node.end_lineno:
            continue
        line = lines[node.lineno - 1].encode()
        if not line[node.col_offset : node.end_col_offset].strip():
            continue
        changed = line[: node.col_offset] + ast.unparse(replacement).encode() + line[node.end_col_offset :]
        mutated = [*lines[: node.lineno - 1], changed.decode(), *lines[node.lineno :]]
        try:
            ast.parse("".join(mutated))
        except SyntaxError:  # an f-string, say, whose quotes the replacement does not fit
            continue
        texts = line.decode().strip(), changed.decode().strip()
        yield Mutant(file, node.lineno, *texts, "".join(mutated))


def sample(root: Path, folders: list[str], number: int, seed: int) -> list[Mutant]:
    """So many mutants, drawn with the seed from all files of these folders."""
    files = sorted(file for folder in folders for file in (root / folder).rglob("*.py"))
    every = [mutant for file in files for mutant in mutants_of(root, file.relative_to(root))]
    return random.Random(seed).sample(every, min(number, len(every)))


def _replacements(tree: ast.Module) -> Iterator[tuple[ast.expr, ast.expr]]:
    skipped = {id(node) for annotation in _unevaluated(tree) for node in ast.walk(annotation)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        match node:
            case ast.Compare(left=left, ops=[op], comparators=comparators) if type(op) in FLIPPED:
                yield node, ast.Compare(left, [FLIPPED[type(op)]()], comparators)
            case ast.BoolOp(op=op, values=values):
                yield node, ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield node, operand
            case ast.BinOp(left=left, op=op, right=right) if type(op) in SWAPPED:
                if not isinstance(left, ast.JoinedStr) and not isinstance(right, ast.JoinedStr):
                    yield node, ast.BinOp(left, SWAPPED[type(op)](), right)
            case ast.Constant(value=bool(value)):
                yield node, ast.Constant(not value)
            case ast.Constant(value=int() | float() as value):
                yield node, ast.Constant(value + 1)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                yield node, ast.IfExp(test, orelse, body)
            case ast.Call(func=ast.Name(id="min" | "max" as name), args=args, keywords=keywords):
                other = ast.Name("max" if name == "min" else "min", ast.Load())
                yield node, ast.Call(other, args, keywords)


def _unevaluated(tree: ast.Module) -> Iterator[ast.AST]:
    """What only type checkers read, and decorators: what is frozen or cached is no rule."""
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=ast.expr() as annotation):
                yield annotation
            case ast.FunctionDef(returns=returns, decorator_list=decorators):
                yield from decorators if returns is None else [returns, *decorators]
            case ast.If(test=ast.Name(id="TYPE_CHECKING"), body=body):
                yield from body
            case ast.ClassDef(decorator_list=decorators):
                yield from decorators
