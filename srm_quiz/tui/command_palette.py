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
    """The commands that are enabled on the active screen, each with its help line and its key."""

    async def discover(self) -> Hits:
        for active, text in self._enabled():
            yield DiscoveryHit(_entry(active, Content(text)), self._run(active), text=text)

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for active, text in self._enabled():
            if (score := matcher.match(text)) > 0:
                yield Hit(score, _entry(active, matcher.highlight(text)), self._run(active), text=text)

    def _enabled(self) -> Iterator[tuple[ActiveBinding, str]]:
        commands, seen = commands_by_id(), {"palette"}
        for active in self.screen.active_bindings.values():
            name = active.binding.id or ""
            if name in commands and name not in seen and active.enabled:
                seen.add(name)
                yield active, commands[name].help()

    def _run(self, active: ActiveBinding) -> partial[Coroutine[Any, Any, bool]]:
        return partial(self.app.run_action, active.binding.action, active.node)


def _entry(active: ActiveBinding, text: Content) -> Content:
    return Content.assemble(text, "  ", (display(active.binding.key), "$text-muted"))


class QuizCommandPalette(CommandPalette):
    """Textual's command palette, made to survive Page Up and Page Down in a very low terminal."""

    def _action_command_list(self, action: str) -> None:
        # Textual 8.2 looks up the line of an option that was never laid out, and crashes. The action is
        # private in Textual, and there is no other place to keep it from paging.
        if not action.startswith("page") or self.query_one(CommandList).size.height:
            super()._action_command_list(action)
