"""What is seen and how large; never part of the history."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import BOARD, NOTE, Action, action, can_change, with_board
from canvas_app.domain.arrange import parking_rect
from canvas_app.domain.geometry import Rect

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
    keys=("Shift+1", "Home"),
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
    keys=("Shift+2", "Shift+Home"),
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


@action(
    "view.area",
    "Select an area",
    icon="area",
    menu="View",
    enabled=with_board,
    tip="Fingers draw a frame round notes, add notes by tapping, and drag all that is selected",
)
def area_tool(context: Context) -> None:
    context.ui.set_tool("area")


@action("view.hand", "Hand", keys=("H",), icon="hand", menu="View", enabled=with_board, tip="Move the view by dragging")
def hand_tool(context: Context) -> None:
    context.ui.set_tool("hand")


@action(
    "view.pen",
    "Pen",
    keys=("P",),
    icon="pen",
    menu="View",
    tip="Draw on the board; a pen draws with the select tool too",
    enabled=can_change,
)
def pen_tool(context: Context) -> None:
    context.ui.set_tool("pen")


@action(
    "view.eraser", "Eraser", keys=("E",), icon="eraser", menu="View", tip="Erase what was drawn", enabled=can_change
)
def eraser_tool(context: Context) -> None:
    context.ui.set_tool("eraser")


@action(
    "view.laser",
    "Laser pointer",
    keys=("K",),
    icon="laser",
    menu="View",
    tip="Point at something: the trail goes by itself",
    enabled=with_board,
)
def laser_tool(context: Context) -> None:
    context.ui.set_tool("laser")


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


def _go_to(n: int) -> Action:
    """To the nth zone, 0 is the parking lot; mostly for the command palette."""

    def area(context: Context) -> Rect | None:
        if context.session is None:
            return None
        board = context.session.board
        zones = board.canvas.zones
        if n == 0:
            return parking_rect(board)
        return zones[n - 1].bounds.scaled(board.info.scale) if n <= len(zones) else None

    def enabled(context: Context) -> bool:
        return area(context) is not None

    def run(context: Context) -> None:
        rect = area(context)
        if rect is not None:
            context.ui.fit_area(rect)

    def named(context: Context) -> str:
        if not n or context.session is None:
            return title
        zones = context.session.board.canvas.zones
        return f"Go to {zones[n - 1].title}" if n <= len(zones) else ""

    title = f"Go to zone {n}" if n else "Go to the parking lot"
    return Action(
        f"view.zone-{n}", title, run, menu="View/Go to", tip="Zoom to it", enabled=enabled, named=named, beside=True
    )


zone_1, zone_2, zone_3, zone_4, zone_5, zone_6, zone_7, zone_8, zone_9 = (_go_to(n) for n in range(1, 10))
zone_0 = _go_to(0)


def _panel(name: str, title: str, key: str) -> Action:
    def run(context: Context) -> None:
        context.ui.show_panel(name)

    return Action(
        f"view.{name}",
        title,
        run,
        (key,),
        menu="View",
        tip=f"Show {title}; once more, go into it, or from it back to the board",
        enabled=with_board,
        separator=name == "guide",
    )


guide = _panel("guide", "Guide", "Alt+G")
priorities = _panel("priorities", "Priorities", "Alt+1")
fit_panel = _panel("fit-panel", "Fit", "Alt+2")
statements = _panel("statements", "Statements", "Alt+3")


@action("view.next-part", "Next part of the window", keys=("F6",), menu="View", enabled=with_board)
def next_part(context: Context) -> None:
    context.ui.next_part()


@action("view.previous-part", "Previous part of the window", keys=("Shift+F6",), menu="View", enabled=with_board)
def previous_part(context: Context) -> None:
    context.ui.next_part(back=True)


@action(
    "view.outline",
    "Outline",
    keys=("Ctrl+Shift+O",),
    menu="View",
    enabled=with_board,
    tip="See the board as a list of zones, notes and links instead of the canvas",
    checked=lambda context: context.session is not None and context.ui.outline_shown,
)
def outline(context: Context) -> None:
    context.ui.toggle_outline()


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


def _in_board_mode(context: Context) -> bool:
    return context.session is not None and context.ui.board_mode


@action(
    "view.board-mode",
    "Board mode",
    keys=("F11",),
    icon="board-mode",
    menu="View",
    tip="Full screen for a touch board: large tools, and the screen stays awake",
    enabled=with_board,
    checked=_in_board_mode,
)
def board_mode(context: Context) -> None:
    context.ui.toggle_board_mode()


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
finger_taps = _option(
    "finger_taps", "Finger taps undo and redo", "In board mode, two fingers that tap undo and three redo"
)
