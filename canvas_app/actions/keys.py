"""Which keys each action has: those it declares, unless the person has given it others."""

from collections.abc import Mapping

from canvas_app.actions.spec import Action

Own = Mapping[str, tuple[str, ...]]
"""The person's keys by action id; only what differs from the declared ones. No keys at all is ()."""

SHIFTED = dict(zip('!@#$%^&*()_+{}|:"<>?~', "1234567890-=[]\\;',./`", strict=True))
_MODIFIERS = ("Ctrl", "Alt", "Shift", "Meta")


def keys_of(action: Action, own: Own) -> tuple[str, ...]:
    return own.get(action.id, action.keys)


def pressed(key: str) -> str:
    """What is pressed for a key on most keyboards: "?" and "Shift+/" are one, and "Ctrl++" is "Ctrl+Shift+="."""
    modifiers = set()
    rest = key
    while (at := rest.find("+", 0, -1)) > 0:
        modifiers.add(rest[:at])
        rest = rest[at + 1 :]
    if rest in SHIFTED:
        modifiers.add("Shift")
        rest = SHIFTED[rest]
    return "+".join([*(name for name in _MODIFIERS if name in modifiers), rest.upper() if len(rest) == 1 else rest])


def holders(declared: Mapping[str, Action], own: Own, key: str, besides: str = "") -> list[Action]:
    """The actions, other than `besides`, that have this key."""
    return [
        action
        for action in declared.values()
        if action.id != besides and without(keys_of(action, own), key) != keys_of(action, own)
    ]


def without(keys: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The keys less this one, however it is spelt."""
    return tuple(other for other in keys if pressed(other) != pressed(key))


def differing(declared: Mapping[str, Action], own: Own) -> dict[str, tuple[str, ...]]:
    """Without what says the same as the declaration; what nobody declares is kept for whoever does."""
    return {
        action_id: keys
        for action_id, keys in own.items()
        if action_id not in declared or declared[action_id].keys != keys
    }
