"""What an action is, and the decorator that declares one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from canvas_app.actions.context import Context

Test = Callable[[Context], bool]
Run = Callable[[Context], None]
NOTE, LINK, BOARD = frozenset({"note"}), frozenset({"link"}), frozenset({"board"})
"""Where a context menu opens: on notes, on a link, on the board itself; joined with |."""


def always(_: Context) -> bool:
    return True


def with_board(context: Context) -> bool:
    return context.session is not None


def can_change(context: Context) -> bool:
    return context.session is not None and not context.session.read_only


def with_notes(context: Context) -> bool:
    return can_change(context) and bool(context.ui.selected_notes)


def with_selection(context: Context) -> bool:
    return can_change(context) and bool(context.ui.selected_notes or context.ui.selected_links)


@dataclass(frozen=True)
class Action:
    """`keys` in Qt's portable notation, the first one is shown; `menu` is a menu's name or "" for none.

    A menu inside another one is "Note/Move to". `context` says which context menus offer it: NOTE, LINK, BOARD.
    `repeats` says that holding the key repeats it; `separator` that a line stands before it in its menu; `named` gives
    a title that depends on the board, "" where there is nothing to name; `checked` makes it a switch and says whether
    it is on. `beside` ones leave what the mouse is doing alone, all others take it back first.
    """

    id: str
    title: str
    run: Run
    keys: tuple[str, ...] = ()
    icon: str = ""
    menu: str = ""
    tip: str = ""
    enabled: Test = always
    named: Callable[[Context], str] | None = None
    repeats: bool = False
    separator: bool = False
    context: frozenset[str] = frozenset()
    checked: Test | None = None
    beside: bool = False


def action(
    id: str,
    title: str,
    *,
    keys: tuple[str, ...] = (),
    icon: str = "",
    menu: str = "",
    tip: str = "",
    enabled: Test = always,
    named: Callable[[Context], str] | None = None,
    repeats: bool = False,
    separator: bool = False,
    context: frozenset[str] = frozenset(),
    checked: Test | None = None,
    beside: bool = False,
) -> Callable[[Run], Action]:
    """Declares the decorated function as an action."""

    def declare(run: Run) -> Action:
        return Action(
            id, title, run, keys, icon, menu, tip or title, enabled, named, repeats, separator, context, checked, beside
        )

    return declare


def context_actions(declared: Mapping[str, Action], place: frozenset[str]) -> list[Action]:
    """What a menu offers on NOTE, LINK or BOARD, in the order declared; some of it may be off just now."""
    return [action for action in declared.values() if action.context & place]
