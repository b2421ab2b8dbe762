"""What the pen writes with; the tools themselves stand with the others in view.py."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import Action, action

COLOURS = ("ink", "blue", "green", "amber", "coral", "violet")
"""The colour of writing, and hues."""
WIDTHS = (("fine", 1.5), ("medium", 3.0), ("broad", 8.0))
"""Names and board units."""


def _colour(name: str) -> Action:
    def run(context: Context) -> None:
        context.ui.set_option("pen_colour", name)

    def checked(context: Context) -> bool:
        return bool(context.ui.option("pen_colour") == name)

    title = "Ink" if name == "ink" else name.capitalize()
    tip = f"The pen draws in {'the colour of writing' if name == 'ink' else name}"
    return Action(f"view.pen-{name}", title, run, menu="View/Pen options", tip=tip, checked=checked)


def _width(name: str, width: float) -> Action:
    def run(context: Context) -> None:
        context.ui.set_option("pen_width", width)

    def checked(context: Context) -> bool:
        return bool(context.ui.option("pen_width") == width)

    tip = f"The pen draws a {name} line"
    return Action(
        f"view.pen-{name}",
        name.capitalize(),
        run,
        menu="View/Pen options",
        tip=tip,
        checked=checked,
        separator=name == WIDTHS[0][0],
    )


ink, blue, green, amber, coral, violet = map(_colour, COLOURS)
fine, medium, broad = (_width(name, width) for name, width in WIDTHS)


def _pen_draws(context: Context) -> bool:
    return bool(context.ui.option("pen_draws"))


@action(
    "view.pen-draws",
    "A pen always draws",
    menu="View/Pen options",
    tip="A pen draws with the select tool too; off, it selects and moves as the mouse does",
    checked=_pen_draws,
    separator=True,
)
def pen_draws(context: Context) -> None:
    context.ui.set_option("pen_draws", not context.ui.option("pen_draws"))
