"""The page of all actions, for people: `python -m canvas_app.actions.reference > resources/docs/actions.md`."""

from canvas_app.actions import all_actions

HEAD = """# Actions

Made by `python -m canvas_app.actions.reference`; do not edit. On a Mac, Ctrl is Cmd.

| action | keys | what it does |
|---|---|---|
"""

GESTURES = """
## Mouse, trackpad and touch

| gesture | what it does |
|---|---|
| double-click on empty space, on a note | new note there, edit the note |
| drag a note | moves it and what is selected with it; the zone it is dropped in says what it is |
| drag on empty space | selects what the band touches; a finger moves the view |
| Shift or Ctrl with a click | adds to the selection, takes out of it |
| drag from a note's dot to another note | links the two |
| wheel, Shift+wheel | scrolls, sideways |
| Ctrl+wheel, pinch | zooms about the pointer |
| Space or middle button with a drag | moves the view |
| Tab, Ctrl+Enter while writing | next note beside, below; Shift+Tab goes back, Esc ends |
| Tab, Shift+Tab on the board | walks from note to note |
"""


def as_markdown() -> str:
    rows = []
    for action in all_actions().values():
        keys = ", ".join(f"`{key}`" for key in action.keys)
        rows.append(f"| {action.title} | {keys} | {action.tip} |")
    return HEAD + "\n".join(rows) + "\n" + GESTURES


if __name__ == "__main__":
    print(as_markdown(), end="")
