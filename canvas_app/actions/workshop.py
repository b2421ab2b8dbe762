"""Running a workshop: the step's card, its clock, and the log that is kept."""

from canvas_app.actions.context import Context
from canvas_app.actions.spec import Action, action
from canvas_app.app.workshop import Workshop


def _goes_on(context: Context) -> bool:
    return context.session is not None and context.ui.workshop is not None


def _workshop(context: Context) -> Workshop:
    workshop = context.ui.workshop
    assert workshop is not None, "the action is off"
    return workshop


@action(
    "workshop.run",
    "Run as workshop…",
    keys=("Shift+F5",),
    icon="timer",
    menu="View/Workshop",
    tip="Walk a group through the steps: a large card, a clock, and a log of it",
    enabled=lambda context: (
        context.session is not None and context.ui.workshop is None and bool(context.session.board.canvas.steps)
    ),
)
def run(context: Context) -> None:
    context.ui.run_workshop()


def _timer_title(context: Context) -> str:
    workshop = context.ui.workshop if context.session is not None else None
    if workshop is None:
        return ""
    return "Pause the timer" if workshop.running else "Start the timer"


@action(
    "workshop.timer",
    "Start or pause the timer",
    keys=("T",),
    icon="timer",
    menu="View/Workshop",
    enabled=_goes_on,
    named=_timer_title,
    separator=True,
    beside=True,
)
def timer(context: Context) -> None:
    _workshop(context).toggle()


def _more(minutes: int, title: str) -> Action:
    def run(context: Context) -> None:
        _workshop(context).add(minutes)

    return Action(
        f"workshop.add-{minutes}",
        title,
        run,
        menu="View/Workshop",
        tip=f"{title} for this step; from now on where its time is over",
        enabled=_goes_on,
        beside=True,
    )


add_1 = _more(1, "One minute more")
add_5 = _more(5, "Five minutes more")


@action(
    "workshop.next",
    "Next step",
    keys=("Ctrl+PgDown",),
    icon="chevron-right",
    menu="View/Workshop",
    tip="Go on to the next step that is neither hidden nor skipped",
    enabled=lambda context: _goes_on(context) and _workshop(context).neighbour(1) is not None,
    separator=True,
    beside=True,
)
def next_step(context: Context) -> None:
    _workshop(context).next()


@action(
    "workshop.previous",
    "Previous step",
    keys=("Ctrl+PgUp",),
    icon="chevron-left",
    menu="View/Workshop",
    tip="Go back to the step before",
    enabled=lambda context: _goes_on(context) and _workshop(context).neighbour(-1) is not None,
    beside=True,
)
def previous_step(context: Context) -> None:
    _workshop(context).previous()


@action(
    "workshop.card",
    "What to do, in large letters",
    menu="View/Workshop",
    tip="Show what to do and the question under the bar, or the bar alone",
    enabled=_goes_on,
    checked=lambda context: _goes_on(context) and context.ui.workshop_open,
    separator=True,
    beside=True,
)
def card(context: Context) -> None:
    context.ui.fold_workshop()


@action(
    "workshop.say",
    "Say the step and the time",
    keys=("Shift+T",),
    menu="View/Workshop",
    tip="Show and say aloud where the workshop is and how much time is left",
    enabled=_goes_on,
    beside=True,
)
def say(context: Context) -> None:
    context.ui.say(_workshop(context).words)


@action(
    "workshop.end",
    "End the workshop",
    icon="close",
    menu="View/Workshop",
    tip="End the workshop and close its log",
    enabled=_goes_on,
    separator=True,
)
def end(context: Context) -> None:
    context.ui.end_workshop()
