"""The command palette: the commands of the screen, to search by their help lines."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from functools import partial
from typing import Any

from textual.binding import ActiveBinding
from textual.command import CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from srm_quiz.tui.commands.base import commands_by_id
from srm_quiz.tui.keymap import display


class CommandProvider(Provider):
    """The commands that work on the active screen now, each with its help line and its key."""

    async def discover(self) -> Hits:
        for found, text in self._found():
            yield DiscoveryHit(_line(found, Content(text)), self._run(found), text=text)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for found, text in self._found():
            if (score := matcher.match(text)) > 0:
                yield Hit(score, _line(found, matcher.highlight(text)), self._run(found), text=text)

    def _found(self) -> Iterator[tuple[ActiveBinding, str]]:
        known, seen = commands_by_id(), {"palette"}
        for found in self.screen.active_bindings.values():
            name = found.binding.id or ""
            if name in known and name not in seen and found.enabled:
                seen.add(name)
                yield found, known[name].help()

    def _run(self, found: ActiveBinding) -> partial[Coroutine[Any, Any, bool]]:
        return partial(self.app.run_action, found.binding.action, found.node)


def _line(found: ActiveBinding, text: Content) -> Content:
    return Content.assemble(text, "  ", (display(found.binding.key), "$text-muted"))


class QuizCommandPalette(CommandPalette):
    """The command palette; a page of a list that has no room is no page."""

    def _action_command_list(self, action: str) -> None:
        # Textual (8.2) looks up the line of an option that was never laid out, and stops the program.
        if not action.startswith("page") or self.query_one(CommandList).size.height:
            super()._action_command_list(action)
