"""The page of all actions, for people: `python -m canvas_app.actions.reference > resources/docs/actions.md`."""

from canvas_app.actions import all_actions
from canvas_app.actions.gestures import GESTURES

HEAD = """# Actions

Made by `python -m canvas_app.actions.reference`; do not edit. On a Mac, Ctrl is Cmd.

| action | keys | what it does |
|---|---|---|
"""

GESTURE_HEAD = """
## Mouse, trackpad, touch and pen

| gesture | what it does |
|---|---|
"""


def as_markdown() -> str:
    rows = []
    for action in all_actions().values():
        keys = ", ".join(f"`{key}`" for key in action.keys)
        rows.append(f"| {action.title} | {keys} | {action.tip} |")
    hands = [f"| {gesture} | {meaning} |" for gesture, meaning in GESTURES]
    return HEAD + "\n".join(rows) + "\n" + GESTURE_HEAD + "\n".join(hands) + "\n"


if __name__ == "__main__":
    print(as_markdown(), end="")
