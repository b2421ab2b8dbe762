"""The guide: which of a canvas's steps are done on a board, and what is missing for the others.

A step is done when all its rules hold. What a rule takes as its argument is declared in `step_args`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from canvas_app.domain.board import Board
from canvas_app.domain.canvas import Canvas, Kind, Step
from canvas_app.domain.entities import US, Decision, Note, Statement, StepState
from canvas_app.domain.fit import Fit
from canvas_app.domain.order import keys_between
from canvas_app.domain.picks import Picks, anchor_label
from canvas_app.domain.segments import NO_GROUPS, Groups, other_segments
from canvas_app.domain.step_args import ARGUMENTS

State = Literal["done", "partly", "open", "skipped"]
Findings = Callable[[Statement], int]
MOST_QUOTED = 3
LONGEST_QUOTE = 60
ASKED = {
    "partner": "Name the partner",
    "segment": "Name the segment",
    "customer": "Name the partner's customer",
    "goal": "State the goal",
    "alternative": "Say better than what",
    "because": "Say why it is better",
}
COUNTING = {"at-least", "picked"}
"""Rules that say how much is wanted where there is nothing."""
BY_HAND = "Nothing on the board shows whether this is done; skip the step when it is"


@dataclass(frozen=True)
class Lack:
    """Something that is missing: words without a full stop, and the notes that it concerns.

    `bare`: that nothing is there yet, which another rule of the step may say better. `suggested`: the notes would make
    it good if they were picked.
    """

    words: str
    notes: tuple[str, ...] = ()
    bare: bool = False
    suggested: bool = False


@dataclass(frozen=True)
class StepView:
    """A step as a board shows it: the person's words where there are any, its state, and what is missing."""

    step: Step
    title: str
    todo: str
    question: str
    minutes: float | None
    state: State
    lacks: tuple[Lack, ...]
    why: tuple[str, ...]
    """The lacks as sentences that name the notes."""
    hidden: bool = False
    reworded: bool = False
    hints: tuple[Lack, ...] = ()
    """What is worth a look though nothing is missing."""

    @property
    def n(self) -> int:
        return self.step.n

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes that something is missing about, each once."""
        return tuple(dict.fromkeys(note for lack in self.lacks for note in lack.notes))

    def as_data(self) -> dict[str, Any]:
        """One of the `steps` of `show --json`."""
        data: dict[str, Any] = {"n": self.n, "title": self.title, "state": self.state}
        data |= {"why": list(self.why), "notes": list(self.notes)}
        if self.hints:
            data["hints"] = [{"words": f"{hint.words}.", "notes": list(hint.notes)} for hint in self.hints]
        return data


def no_findings(statement: Statement) -> int:
    return 0


def step_views(
    board: Board, figures: Fit, findings: Findings = no_findings, groups: Groups = NO_GROUPS
) -> tuple[StepView, ...]:
    """All steps in the person's order, hidden ones too.

    `findings` says how many things the plain-language check has to say about a statement; `groups` are words by which
    a second segment is noticed.
    """
    facts = Facts(board, figures, findings, groups)
    return tuple(_view(facts, step) for step in ordered_steps(board))


def progress(views: Iterable[StepView]) -> tuple[int, int]:
    """How many steps are done, and of how many: hidden ones do not count."""
    shown = [view for view in views if not view.hidden]
    return sum(view.state == "done" for view in shown), len(shown)


def ordered_steps(board: Board) -> list[Step]:
    """The steps in the person's order."""
    keys = step_keys(board)
    return sorted(board.canvas.steps, key=lambda step: (keys[step.n], step.n))


def step_keys(board: Board) -> dict[int, str]:
    """The place of every step by its number: where it was moved to, else where the canvas has it."""
    steps = board.canvas.steps
    own = dict(zip((step.n for step in steps), keys_between(None, None, len(steps)), strict=True))
    for step in steps:
        state = board.step_states.get(str(step.n))
        if state is not None and state.rank_key is not None:
            own[step.n] = state.rank_key
    return own


def _view(facts: "Facts", step: Step) -> StepView:
    own = facts.board.step_states.get(str(step.n)) or StepState(id=str(step.n))
    state: State = "skipped"
    lacks: tuple[Lack, ...] = ()
    if not own.skipped:
        state, lacks = judge(facts, step)
    return StepView(
        step=step,
        title=own.title or step.title,
        todo=own.todo or step.todo,
        question=own.question or step.question,
        minutes=step.minutes if own.minutes is None else own.minutes,
        state=state,
        lacks=lacks,
        why=tuple(_sentence(facts.board, lack) for lack in lacks),
        hidden=own.hidden,
        reworded=bool(own.title or own.todo or own.question or own.minutes is not None),
        hints=_hints(facts, step),
    )


def judge(facts: "Facts", step: Step) -> tuple[State, tuple[Lack, ...]]:
    """Whether a step is done by its rules alone, and what is missing."""
    if not step.done:
        return "open", (Lack(BY_HAND),)
    verdicts = [RULES[name](facts, argument) for name, argument in step.done.items()]
    lacks = tuple(dict.fromkeys(lack for verdict in verdicts for lack in verdict.lacks))
    if not lacks:
        return "done", ()
    if COUNTING & step.done.keys():
        lacks = tuple(lack for lack in lacks if not lack.bare) or lacks
    return "partly" if any(verdict.begun for verdict in verdicts) else "open", lacks


def _hints(facts: "Facts", step: Step) -> tuple[Lack, ...]:
    """A step that asks for the segment says when notes name another one."""
    if "segment" not in step.done.get("filled", ()):
        return ()
    return tuple(
        Lack(f"The notes name another segment, “{_short(other.name)}”; one board is about one segment", other.notes)
        for other in other_segments(facts.board, facts.groups)
    )


def _sentence(board: Board, lack: Lack) -> str:
    if not lack.notes:
        return f"{lack.words}."
    names = [f"“{_short(board.notes[note].text)}”" for note in lack.notes[:MOST_QUOTED]]
    if len(lack.notes) > MOST_QUOTED:
        names.append(f"{len(lack.notes) - MOST_QUOTED} more")
    return f"{lack.words}: {', '.join(names)}."


def _short(text: str) -> str:
    words = " ".join(text.split()) or "Empty note"
    return words if len(words) <= LONGEST_QUOTE else f"{words[: LONGEST_QUOTE - 1].rstrip()}…"


class Facts:
    """What the rules look at, each thing worked out once for all steps."""

    def __init__(self, board: Board, figures: Fit, findings: Findings = no_findings, groups: Groups = NO_GROUPS):
        self.board, self.figures, self.findings, self.groups = board, figures, findings, groups

    @property
    def canvas(self) -> Canvas:
        return self.board.canvas

    def kind(self, kind_id: str) -> Kind:
        kind = self.canvas.kind(kind_id)
        assert kind is not None, "the canvas was checked when it was read"
        return kind

    @cached_property
    def picks(self) -> Picks:
        return Picks(self.board, self.figures)

    def live(self, kinds: Iterable[str]) -> list[Note]:
        """The notes of some kinds that are not parked."""
        return [note for kind in kinds for note in self.picks.of_kind.get(kind, ())]

    @cached_property
    def decisions(self) -> Mapping[str, Decision]:
        """By the note that they are about."""
        return {decision.note: decision for decision in self.board.decisions.values()}

    @cached_property
    def raters(self) -> dict[str, set[str]]:
        """Who is scored on each note and criterion."""
        found: dict[str, set[str]] = {}
        for rating in self.board.ratings.values():
            found.setdefault(rating.note or rating.criterion or "", set()).add(rating.who)
        return found

    @cached_property
    def best_statement(self) -> Statement | None:
        """The final statement, else the first."""
        statements = self.board.statements
        return next((statement for statement in statements if statement.final), statements[0] if statements else None)


@dataclass(frozen=True)
class Verdict:
    """What a rule says: the lacks, none where it holds; and whether anything of what it asks for is there."""

    lacks: tuple[Lack, ...]
    begun: bool


Rule = Callable[[Facts, Any], Verdict]


def _verdict(lacks: Iterable[Lack | None], begun: bool) -> Verdict:
    return Verdict(tuple(lack for lack in lacks if lack is not None), begun)


def _filled(facts: Facts, names: Sequence[str]) -> Verdict:
    info = facts.board.info
    labels = {field.id: field.label for field in facts.canvas.fields}
    missing = [name for name in names if not _said(info.fields.get(name) if name in labels else getattr(info, name))]
    lacks = [Lack(f"Answer “{labels[name]}”" if name in labels else ASKED[name]) for name in missing]
    return _verdict(lacks, len(missing) < len(names))


def _said(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _at_least(facts: Facts, counts: Mapping[str, int]) -> Verdict:
    have = {kind: len(facts.live([kind])) for kind in counts}
    lacks = [
        Lack(f"{_so_far(facts.kind(kind), have[kind])}; write at least {least}")
        for kind, least in counts.items()
        if have[kind] < least
    ]
    return _verdict(lacks, any(have.values()))


def _prioritised(facts: Facts, kinds: Sequence[str]) -> Verdict:
    lacks, begun = [], False
    for kind in kinds:
        notes = facts.live([kind])
        loose = _ids(note for note in notes if facts.figures.basis[note.id] == "none")
        begun = begun or len(loose) < len(notes)
        if loose:
            lacks.append(Lack(f"{_count(facts.kind(kind), len(loose))} neither ranked nor scored", loose))
        elif not notes:
            lacks.append(Lack(f"No {facts.kind(kind).many.lower()} to rank or score yet", bare=True))
    return _verdict(lacks, begun)


def _picked(facts: Facts, kinds: Sequence[str]) -> Verdict:
    lacks, begun = [], False
    for kind_id in kinds:
        kind = facts.kind(kind_id)
        assert kind.pick is not None
        short = facts.picks.shortlist(kind)
        begun = begun or bool(short.picked)
        low, high = kind.pick.min, kind.pick.max
        span = str(low) if low == high else f"{low} to {high}"
        if len(short.picked) < low:
            missing = low - len(short.picked)
            heads = f"{_count(kind, len(short.picked))} picked; pick {span}"
            if short.suggested:
                lacks.append(Lack(f"{heads}, best first", short.suggested[:missing], suggested=True))
            else:
                lacks.append(_nothing_suggested(facts, kind_id, heads))
        elif len(short.picked) > high:
            lacks.append(Lack(f"{_count(kind, len(short.picked))} picked; keep {span}", short.picked))
    return _verdict(lacks, begun)


def _nothing_suggested(facts: Facts, kind_id: str, heads: str) -> Lack:
    """What speaks against the heaviest note that is not picked, and the notes that share it."""
    rest = sorted(
        (n for n in facts.picks.of_kind.get(kind_id, ()) if not n.picked), key=lambda n: -facts.picks.merit(n)
    )
    doubts = {note.id: doubt for note in rest if (doubt := facts.picks.doubt(note))}
    why = next(iter(doubts.values()), "")
    alike = tuple(note for note, doubt in doubts.items() if doubt == why)
    if not alike:
        return Lack(heads)
    verb, what = why.split(" ", 1)
    return Lack(
        f"{heads}. " + (f"This one {why}" if len(alike) == 1 else f"These {verb.removesuffix('s')} {what}"), alike
    )


def _picks_tied(facts: Facts, kinds: Sequence[str]) -> Verdict:
    picked = facts.picks.picked(kinds)
    loose: dict[str, list[Note]] = {}
    for note in picked:
        if not facts.picks.hangs_on_top(note.id):
            loose.setdefault(anchor_label(facts.canvas, note.kind), []).append(note)
    lacks = [Lack(f"{_hang(len(notes))} on no top {label}", _ids(notes)) for label, notes in loose.items()]
    return _verdict(
        lacks if picked else [_nothing_picked(facts, kinds)], any(facts.picks.hangs_on_top(n.id) for n in picked)
    )


def _picks_answer(facts: Facts, kinds: Sequence[str]) -> Verdict:
    picked = facts.picks.picked(kinds)
    if not picked:
        return _verdict([_nothing_picked(facts, kinds)], False)
    loose = [note for note in picked if not facts.picks.answers_pick(note.id)]
    word = "pick answers" if len(loose) == 1 else "picks answer"
    lack = Lack(f"{len(loose)} {word} nothing that is picked", _ids(loose)) if loose else None
    return _verdict([lack], len(loose) < len(picked))


def _linked(facts: Facts, kinds: Sequence[str]) -> Verdict:
    lacks, begun = [], False
    for kind_id in kinds:
        kind = facts.kind(kind_id)
        need = facts.kind(kind.answers or "")
        notes = facts.live([kind_id])
        loose = _ids(note for note in notes if not facts.figures.answers[note.id])
        begun = begun or len(loose) < len(notes)
        if loose:
            lacks.append(Lack(f"{_count(kind, len(loose))} linked to no {need.label.lower()}", loose))
        elif not notes:
            lacks.append(Lack(f"No {kind.many.lower()} yet that could be linked", bare=True))
    return _verdict(lacks, begun)


def _needs_answered(facts: Facts, kinds: Sequence[str]) -> Verdict:
    picked = facts.picks.picked(kinds)
    if not picked:
        return _verdict([_nothing_picked(facts, kinds)], False)
    bare = [note for note in picked if not facts.figures.relief[note.id] and not _chosen(facts, note)]
    word = "pick is" if len(bare) == 1 else "picks are"
    lack = Lack(f"{len(bare)} {word} answered by nothing; link an answer, or decide about the gap", _ids(bare))
    answered = any(facts.figures.relief[note.id] for note in picked)
    return _verdict([lack if bare else None], answered)


def _chosen(facts: Facts, note: Note) -> bool:
    decision = facts.decisions.get(note.id)
    return decision is not None and bool(decision.choice)


def _compared(facts: Facts, kinds: Sequence[str]) -> Verdict:
    picked = facts.picks.picked(kinds)
    notes = {note.id: None for note in picked}
    words = []
    for criterion in facts.board.criteria:
        if criterion.note is None:
            words.append(criterion)
        elif criterion.note in facts.figures.weights:
            notes[criterion.note] = None
    if not notes and not words:
        return _verdict([_nothing_picked(facts, kinds)], False)
    begun = bool(facts.board.ratings)
    bare = tuple(note for note in notes if not _both_scored(facts, note))
    lacks = [Lack(f"{len(bare)} {_needs(len(bare))} not scored yet for us and a rival", bare)] if bare else []
    lacks += [
        Lack(f"“{_short(criterion.text)}” is not scored yet for us and a rival")
        for criterion in words
        if not _both_scored(facts, criterion.id)
    ]
    return _verdict(lacks, begun)


def _both_scored(facts: Facts, thing: str) -> bool:
    who = facts.raters.get(thing, set())
    return US in who and len(who) > 1


def _gaps_weighed(facts: Facts, kinds: Sequence[str]) -> Verdict:
    needs = facts.live(kinds)
    if not needs:
        return _verdict([_none_yet(facts, kinds)], False)
    gaps = [note for note in map(facts.board.notes.__getitem__, facts.figures.gaps) if note.kind in kinds]
    loose = _ids(note for note in gaps if facts.figures.basis[note.id] == "none")
    lacks = [Lack(f"{_gap(len(loose))} neither ranked nor scored", loose)] if loose else []
    free: dict[str, list[Note]] = {}
    for note in gaps:
        label = anchor_label(facts.canvas, note.kind)
        if label and not facts.figures.tied[note.id]:
            free.setdefault(label, []).append(note)
    for label, notes in free.items():
        word = "gap hangs" if len(notes) == 1 else "gaps hang"
        lacks.append(Lack(f"{len(notes)} {word} on no {label}, so its weight is not known", _ids(notes)))
    return _verdict(lacks, any(facts.figures.relief[note.id] for note in needs))


def _gaps_decided(facts: Facts, kinds: Sequence[str]) -> Verdict:
    if not facts.live(kinds):
        return _verdict([_none_yet(facts, kinds)], False)
    matter = heavy_gaps(facts.picks, kinds)
    undecided = [note for note in matter if not _chosen(facts, note)]
    chosen = [(note, facts.decisions[note.id]) for note in matter if _chosen(facts, note)]
    vague = [note for note, decision in chosen if decision.strategic is None]
    blank = [note for note, decision in chosen if decision.choice == "innovate" and not _idea(decision)]
    lacks = [
        Lack(f"{_gap(len(undecided))} not decided yet", _ids(undecided)) if undecided else None,
        Lack(f"Say whether {_these(vague)} strategically important", _ids(vague)) if vague else None,
        Lack(f"Say how to innovate for {'this gap' if len(blank) == 1 else 'these gaps'}", _ids(blank))
        if blank
        else None,
    ]
    if not any(facts.figures.relief.values()):
        lacks.append(Lack("Nothing is linked yet, so the gaps are not known"))
    return _verdict(lacks, bool(chosen))


def _idea(decision: Decision) -> bool:
    return decision.idea is not None or bool(decision.why.strip())


def heavy_gaps(picks: Picks, kinds: Iterable[str]) -> list[Note]:
    """The gaps that matter, heaviest first: picked ones, and those that weigh as much as a pick of their kind.

    Where nothing of a kind is picked, all its gaps do.
    """
    weights = picks.figures.weights
    lightest = {
        kind: min((weights[note.id] for note in picks.of_kind.get(kind, ()) if note.picked), default=0.0)
        for kind in kinds
    }
    gaps = [picks.board.notes[gap] for gap in picks.figures.gaps]
    return [note for note in gaps if note.kind in lightest and (note.picked or weights[note.id] >= lightest[note.kind])]


def _tested(facts: Facts, least: int) -> Verdict:
    cards = facts.board.test_cards
    best = facts.best_statement
    subjects = {note.id for notes in facts.picks.of_kind.values() for note in notes if note.picked}
    subjects |= set(best.notes) if best else set()
    known = [
        card
        for card in cards
        if card.result and (card.note in subjects or (best is not None and card.statement == best.id))
    ]
    lacks: list[Lack | None] = []
    if len(known) < least:
        tests = f"{least} test" if least == 1 else f"{least} tests"
        lacks.append(
            Lack(f"{len(known) or 'No'} result yet of a test of the best statement or a pick; bring in {tests}")
        )
        others = sum(bool(card.result) for card in cards) - len(known)
        if others:
            about = "1 finished test is" if others == 1 else f"{others} finished tests are"
            lacks.append(Lack(f"{about} about something else; choose what is tested at the top of its card"))
    stuck = [card for card in cards if card.result == "failed" and not card.next.strip()]
    if stuck:
        word = "failed test does" if len(stuck) == 1 else "failed tests do"
        live = tuple(dict.fromkeys(card.note for card in stuck if card.note is not None))
        lacks.append(Lack(f"{len(stuck)} {word} not say what comes next", live))
    return _verdict(lacks, bool(cards))


def _final(facts: Facts, most: int) -> Verdict:
    statements = facts.board.statements
    if not statements:
        return _verdict([Lack("No value statement yet")], False)
    final = next((statement for statement in statements if statement.final), None)
    if final is None:
        return _verdict([Lack("No value statement is marked as final yet")], True)
    words = len(final.text.split())
    found = facts.findings(final)
    things = "thing" if found == 1 else "things"
    lacks = [
        Lack("The final value statement is empty") if not words else None,
        Lack(f"The final value statement has {words} words; shorten it to {most}") if words > most else None,
        Lack(f"The plain-language check points out {found} {things} in the final statement") if found else None,
    ]
    return _verdict(lacks, True)


RULES: dict[str, Rule] = {
    "filled": _filled,
    "at-least": _at_least,
    "prioritised": _prioritised,
    "picked": _picked,
    "picks-tied": _picks_tied,
    "picks-answer": _picks_answer,
    "linked": _linked,
    "needs-answered": _needs_answered,
    "compared": _compared,
    "gaps-weighed": _gaps_weighed,
    "gaps-decided": _gaps_decided,
    "tested": _tested,
    "final": _final,
}
assert RULES.keys() == ARGUMENTS.keys()


# words


def _count(kind: Kind, n: int) -> str:
    """ "1 wish is", "3 wishes are"."""
    if n == 1:
        return f"1 {kind.label.lower()} is"
    return f"{n or 'No'} {kind.many.lower()} are"


def _so_far(kind: Kind, n: int) -> str:
    if not n:
        return f"No {kind.many.lower()} yet"
    return f"{n} {(kind.label if n == 1 else kind.many).lower()} so far"


def _hang(n: int) -> str:
    return "1 pick hangs" if n == 1 else f"{n} picks hang"


def _needs(n: int) -> str:
    return "need is" if n == 1 else "needs are"


def _gap(n: int) -> str:
    return "1 gap is" if n == 1 else f"{n} gaps are"


def _these(notes: Sequence[Note]) -> str:
    return "this gap is" if len(notes) == 1 else "these gaps are"


def _either(facts: Facts, kinds: Sequence[str]) -> str:
    return " or ".join(facts.kind(kind).many.lower() for kind in kinds)


def _nothing_picked(facts: Facts, kinds: Sequence[str]) -> Lack:
    return Lack(f"No {_either(facts, kinds)} are picked yet", bare=True)


def _none_yet(facts: Facts, kinds: Sequence[str]) -> Lack:
    return Lack(f"No {_either(facts, kinds)} yet", bare=True)


def _ids(notes: Iterable[Note]) -> tuple[str, ...]:
    return tuple(note.id for note in notes)
