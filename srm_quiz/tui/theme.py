"""The colours of the program: its own dark and light themes, and the theme a setting asks for."""

from __future__ import annotations

from collections.abc import Collection, Container

from textual.theme import Theme

# After Okabe and Ito: orange, sky blue and reddish purple can be told apart with any colour vision.
# Each colour is readable as text on the background of its theme (a contrast of 4.5:1 or more).
_DARK_OWNERS = {"owner-aws": "#f5a142", "owner-customer": "#5db8f2", "owner-shared": "#d795e0"}
_LIGHT_OWNERS = {"owner-aws": "#a04e00", "owner-customer": "#0a66ad", "owner-shared": "#8a2f9e"}


def _theme(
    name: str, *, dark: bool, accent: str, right: str, wrong: str, close: str, tones: dict[str, str]
) -> Theme:
    """A theme whose text colours are exactly those given, where Textual would derive tints."""
    ground, ink, muted = tones["ground"], tones["ink"], tones["muted"]
    return Theme(
        name,
        primary=accent,
        secondary=muted,
        accent=accent,
        success=right,
        error=wrong,
        warning=close,
        foreground=ink,
        background=ground,
        surface=tones["surface"],
        panel=tones["panel"],
        dark=dark,
        variables={
            **(_DARK_OWNERS if dark else _LIGHT_OWNERS),
            "text": ink,
            "text-muted": muted,
            "text-accent": accent,
            "text-primary": accent,
            "text-success": right,
            "text-error": wrong,
            "text-warning": close,
            "border": tones["edge"],
            "border-blurred": tones["edge"],
            "block-cursor-background": tones["panel"],
            "block-cursor-foreground": ink,
            "block-cursor-blurred-background": tones["surface"],
            "input-cursor-background": accent,
            "input-cursor-foreground": ground,
            "footer-background": ground,
            "footer-key-foreground": accent,
            "scrollbar": tones["edge"],
            "scrollbar-hover": muted,
            "scrollbar-active": accent,
            "scrollbar-background": ground,
            "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground,
            "link-color": ink,
        },
    )


DARK = _theme(
    "srm-dark",
    dark=True,
    accent="#45cbb2",
    right="#8fd07a",
    wrong="#f48c84",
    close="#e6c66a",
    tones={
        "ground": "#15181d",
        "ink": "#dcdfe4",
        "muted": "#8f97a3",
        "surface": "#1b1f26",
        "panel": "#252b34",
        "edge": "#3a424e",
    },
)
LIGHT = _theme(
    "srm-light",
    dark=False,
    accent="#007265",
    right="#2b6f1d",
    wrong="#b3261e",
    close="#7a5900",
    tones={
        "ground": "#fbfaf7",
        "ink": "#23272e",
        "muted": "#5f6772",
        "surface": "#f3f1ec",
        "panel": "#e6e3dc",
        "edge": "#c9c5bb",
    },
)
THEMES = (DARK, LIGHT)


def theme_name(setting: str, available: Container[str]) -> str:
    """The theme for a setting: `dark` and `light` are our own, and so is the fallback for an unknown name."""
    ours = {"dark": DARK.name, "light": LIGHT.name}.get(setting, setting)
    return ours if ours in available else DARK.name


def theme_problem(setting: str, available: Collection[str]) -> str:
    """What is wrong with the setting, to follow "Not saved:"; empty if it names a theme."""
    if setting in ("dark", "light", *available):
        return ""
    others = sorted(set(available) - {theme.name for theme in THEMES})
    return f"give dark or light, or one of Textual's themes: {', '.join(others)}"


def variable_defaults(*, dark: bool) -> dict[str, str]:
    """Our own CSS variables for `App.get_theme_variable_defaults`: Textual's themes lack them."""
    return _DARK_OWNERS if dark else _LIGHT_OWNERS
