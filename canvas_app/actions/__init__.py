"""Everything a person can do, declared once: menus, toolbar, shortcuts, tooltips and docs read it. Names no Qt."""

from canvas_app.actions import (
    arrange,
    competition,
    edit,
    evidence,
    file,
    find,
    help,
    ink,
    link,
    note,
    sheets,
    statement,
    view,
    vote,
    workshop,
)
from canvas_app.actions.spec import Action

_MODULES = (
    file,
    edit,
    find,
    note,
    evidence,
    vote,
    arrange,
    link,
    statement,
    view,
    workshop,
    sheets,
    competition,
    ink,
    help,
)


def all_actions() -> dict[str, Action]:
    """Every action by id, in menu order."""
    found: dict[str, Action] = {}
    for module in _MODULES:
        for value in vars(module).values():
            if isinstance(value, Action):
                found[value.id] = value
    return found
