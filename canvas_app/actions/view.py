"""What is seen and how large; never part of the history."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import BOARD, NOTE, Action, action, with_board

ZOOM_STEP = 1.25


@action(
    "view.zoom-in",
    "Zoom in",
    keys=("Ctrl++", "Ctrl+="),
    icon="plus",
    menu="View",
    enabled=with_board,
    repeats=True,
    beside=True,
)
def zoom_in(context: Context) -> None:
    context.ui.zoom_by(ZOOM_STEP)


@action(
    "view.zoom-out",
    "Zoom out",
    keys=("Ctrl+-",),
    icon="minus",
    menu="View",
    enabled=with_board,
    repeats=True,
    beside=True,
)
def zoom_out(context: Context) -> None:
    context.ui.zoom_by(1 / ZOOM_STEP)


def _zoom(percent: int, *keys: str) -> Action:
    def run(context: Context) -> None:
        context.ui.zoom_to(percent / 100)

    return Action(
        f"view.zoom-{percent}", f"Zoom to {percent} %", run, keys, menu="View", enabled=with_board, beside=True
    )


zoom_50 = _zoom(50)
zoom_100 = _zoom(100, "Ctrl+0")
zoom_200 = _zoom(200)


@action(
    "view.fit",
    "Fit the board",
    keys=("Shift+1",),
    icon="fit",
    menu="View",
    enabled=with_board,
    context=BOARD,
    beside=True,
)
def fit(context: Context) -> None:
    context.ui.fit_board()


@action(
    "view.fit-selection",
    "Fit the selection",
    keys=("Shift+2",),
    menu="View",
    enabled=with_board,
    context=NOTE,
    beside=True,
)
def fit_selection(context: Context) -> None:
    context.ui.fit_selection()


@action("view.select", "Select", keys=("V",), icon="select", menu="View", enabled=with_board, separator=True)
def select_tool(context: Context) -> None:
    context.ui.set_tool("select")


@action("view.hand", "Hand", keys=("H",), icon="hand", menu="View", enabled=with_board, tip="Move the view by dragging")
def hand_tool(context: Context) -> None:
    context.ui.set_tool("hand")


@action(
    "view.menu",
    "Menu of the selection",
    keys=("Menu", "Shift+F10"),
    menu="View",
    enabled=with_board,
    tip="What can be done with the selected notes or link",
)
def menu(context: Context) -> None:
    context.ui.show_menu()


def _panel(name: str, title: str, key: str) -> Action:
    def run(context: Context) -> None:
        context.ui.show_panel(name)

    return Action(
        f"view.{name}", title, run, (key,), menu="View", tip=title, enabled=with_board, separator=name == "priorities"
    )


priorities = _panel("priorities", "Priorities", "Alt+1")
fit_panel = _panel("fit-panel", "Fit", "Alt+2")
statements = _panel("statements", "Statements", "Alt+3")


@action(
    "view.panel", "Side panel", keys=("Ctrl+B",), menu="View", enabled=with_board, tip="Show or hide the side panel"
)
def panel(context: Context) -> None:
    context.ui.toggle_panel()


@action(
    "view.present",
    "Present",
    keys=("F5",),
    icon="present",
    menu="View",
    tip="Walk the zones or the picked notes in full screen",
    enabled=with_board,
    separator=True,
)
def present(context: Context) -> None:
    context.ui.present()


def _minimap_shown(context: Context) -> bool:
    return context.session is not None and context.ui.minimap_wanted


@action(
    "view.minimap",
    "Minimap",
    keys=("M",),
    menu="View",
    tip="Show where you are, when the board is larger than the window",
    enabled=with_board,
    checked=_minimap_shown,
    beside=True,
)
def minimap(context: Context) -> None:
    context.ui.toggle_minimap()


def _option(name: str, title: str, tip: str) -> Action:
    def run(context: Context) -> None:
        context.ui.set_option(name, not context.ui.option(name))

    def checked(context: Context) -> bool:
        return bool(context.ui.option(name))

    id = f"view.{name.replace('_', '-')}"
    return Action(id, title, run, menu="View", tip=tip, separator=name == "wheel_zooms", checked=checked)


def _theme(name: str, title: str, tip: str) -> Action:
    def run(context: Context) -> None:
        context.ui.set_option("theme", name)

    def checked(context: Context) -> bool:
        return bool(context.ui.option("theme") == name)

    return Action(f"view.theme-{name}", title, run, menu="View/Theme", tip=tip, checked=checked)


theme_system = _theme("system", "As the system", "The theme follows the system: light, dark or high contrast")
theme_light = _theme("light", "Light", "Light theme")
theme_dark = _theme("dark", "Dark", "Dark theme")
theme_contrast = _theme("contrast", "High contrast", "High contrast: black on white, strong borders")
theme_contrast_dark = _theme("contrast-dark", "High contrast, dark", "High contrast: white on black, strong borders")
motion = _option("motion", "Animations", "Things may move by themselves, unless the system asks for less")

wheel_zooms = _option("wheel_zooms", "Wheel zooms", "Turning the wheel zooms; Shift with the wheel scrolls sideways")
right_drag_pans = _option(
    "right_drag_pans", "Right drag moves the view", "Dragging with the right button moves the view"
)
