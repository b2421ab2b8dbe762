"""What a workshop leaves, a section each where there is any: fit, gaps, competition, evidence and tests, the log."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from canvas_app.domain.competition import Comparison, Line, Rival, compare, difference, standing_words
from canvas_app.domain.entities import PARKING, US, Evidence, TestCard
from canvas_app.domain.evidence import LEVEL_WORDS, RESULT_WORDS, About, about_of, day_in_words, levels, supports
from canvas_app.domain.gaps import CHOICES
from canvas_app.domain.geometry import Rect
from canvas_app.domain.sittings import changes_words, clock, stints_of
from canvas_app.domain.value_curve import LEAST, Sizes, corners, lay_out
from canvas_app.domain.voting import last_round, standings, supporters
from canvas_app.export.pdf.chart import HEIGHT, LEAST_HEIGHT, draw_chart
from canvas_app.export.pdf.content import Content, counted, day, isolated, joined, shortened
from canvas_app.export.pdf.parts import MARGIN
from canvas_app.export.pdf.sheet import Sheet, mix
from canvas_app.export.pdf.table import COLUMN_GAP, Cell, Column, TablePages
from canvas_app.text.layout import Span, TextBlock

Item = TypeVar("Item")

UNDECIDED = "Open"
STRATEGIC = {None: "–", True: "Yes", False: "No"}
CURVE_HEIGHT, CURVE_LEAST, CURVE_ABOVE, CURVE_FOOT, CURVE_LEFT = 168.0, 108.0, 14.0, 32.0, 22.0
CURVE_SIZE = 8.0
MATRIX_LEAST, CHART_ABOVE = 40.0, 20.0


def workshop_pages(sheet: Sheet, content: Content, step: Callable[[str], None], log: bool) -> None:
    """`step` is told before each section; `log` is whether the workshop's sessions are told."""
    pages = TablePages(sheet, content)
    sections: dict[str, Callable[[TablePages], None]] = {
        "Votes": vote_section,
        "Fit": fit_section,
        "Gaps and decisions": gap_section,
        "Competition": competition_section,
        "Evidence and tests": evidence_section,
    }
    if log:
        sections["Session log"] = log_section
    for words, section in sections.items():
        step(words)
        section(pages)
    pages.finish()


def _about(content: Content, note_id: str) -> Cell:
    """A note as a cell: a dot in the colour of its kind, the kind, its words."""
    note = content.board.notes[note_id]
    kind = content.kind(note)
    star = "★ " if note.picked else ""
    spans = [Span(f"{kind.label if kind else note.kind}  ", 600), Span(f"{star}{_line(note.text)}", 400)]
    return Cell(spans, source=note_id, dot=content.kind_hue(note.kind).strong)


def _line(text: str) -> str:
    return isolated(text) or "–"


# votes


def vote_section(pages: TablePages) -> None:
    """The dots of the round revealed last, zone by zone, ties marked."""
    content = pages.content
    board = content.board
    latest = last_round(board)
    if latest is None:
        return
    people = counted(latest.people, "person", "people")
    dots = counted(latest.dots, "dot", "dots")
    how = joined([f"{people} with {dots} each", "without names" if latest.anonymous else "", isolated(latest.title)])
    rows = []
    for zone in content.canvas.zones:
        if zone.id not in latest.zones:
            continue
        for row in standings(board, latest, zone.id):
            if row.dots:
                names = supporters(board, latest, row.note.id)
                rows.append(
                    [
                        Cell(f"{row.place}" + (" tied" if row.tied else ""), content.theme.muted),
                        _about(content, row.note.id),
                        Cell([Span(f"{row.dots}", 650)]),
                        Cell(", ".join(isolated(name) for name in names), content.theme.muted, "the people who voted"),
                    ]
                )
    if not rows:
        return
    pages.section("votes", "Votes", how)
    pages.table((Column("Place", 0.6), Column("Note", 4.0), Column("Dots", 0.5, "end"), Column("Who", 4.0)), rows)


# fit


def fit_section(pages: TablePages) -> None:
    """Needs against the notes that answer them, the strength in the cell, the heaviest and the most valuable first;
    and the chart of weight against relief.

    More answers than a page has columns go on in a table below. Nothing where nothing is linked.
    """
    content = pages.content
    figures, theme = content.figures, content.theme
    answers = sorted((note for note, needs in figures.answers.items() if needs), key=lambda note: -figures.values[note])
    if not answers:
        return
    needs = sorted(figures.weights, key=lambda need: -figures.weights[need])
    subtitle = joined(["1 partly, 2 mostly, 3 fully", coverage_words(content)])
    pages.section("fit", "Fit", subtitle)
    for heading, shown in _portions(pages, "Answers", answers, 4.4, 2):
        columns = (
            Column("Weight", 0.8, "end"),
            Column("What matters", 3.6),
            *(Column(_line(content.board.notes[note].text), 1.0, "center", note) for note in shown),
        )
        rows = []
        for need in needs:
            hue = content.kind_hue(content.board.notes[need].kind)
            cells = []
            for note in shown:
                strength = figures.answers[note].get(need)
                shade = mix(theme.paper, hue.strong, 0.1 + 0.12 * strength) if strength else ""
                cells.append(Cell([Span(str(strength), 650)] if strength else "", fill=shade))
            rows.append([Cell([Span(f"{figures.weights[need]:.1f}", 600)]), _about(content, need), *cells])
        values = [Cell([Span(f"{figures.values[note]:.1f}", 600)], theme.muted) for note in shown]
        rows.append([Cell(), Cell("Value of each answer", theme.muted), *values])
        pages.table(columns, rows, heading)
    around = CHART_ABOVE
    height = min(HEIGHT, pages.room - around) if pages.room >= LEAST_HEIGHT + around else HEIGHT
    draw_chart(pages.sheet, content, pages.space(height + around) + around, height)


def _portions(
    pages: TablePages, what: str, items: Sequence[Item], shares: float, fixed: int
) -> Iterator[tuple[str, Sequence[Item]]]:
    """As many items as a page has columns for at a time, each portion with a heading where there are several.

    `fixed` columns with these `shares` in all stand beside theirs, which have a share of 1 each.
    """
    room = pages.sheet.width - 2 * MARGIN - COLUMN_GAP * (fixed - 1) - shares * MATRIX_LEAST
    most = max(1, int(room / (MATRIX_LEAST + COLUMN_GAP)))
    for start in range(0, len(items), most):
        shown = items[start : start + most]
        several = f"{what} {start + 1} to {start + len(shown)} of {len(items)}" if len(items) > most else ""
        yield several, shown


def coverage_words(content: Content) -> str:
    return joined(
        f"{kind.many}: {round(share.all * 100)} % answered"
        for kind in content.canvas.kinds
        if (share := content.figures.coverage.get(kind.id)) and share.all is not None
    )


# gaps


def gap_section(pages: TablePages) -> None:
    """Every need that nothing answers, heaviest first, and what was decided about it; then decisions about needs that
    are answered by now. Nothing where nobody decided anything."""
    content = pages.content
    board, theme, figures = content.board, content.theme, content.figures
    decisions = {decision.note: decision for decision in board.decisions.values()}
    if not any(board.notes[note_id].zone != PARKING for note_id in decisions):
        return
    answered = [note_id for note_id in decisions if note_id in figures.weights and note_id not in figures.gaps]
    pages.section("gaps", "Gaps and decisions", coverage_words(content))
    columns = (
        Column("Weight", 0.5, "end"),
        Column("What nothing answers yet", 3.2),
        Column("Decision", 1.1),
        Column("Strategic", 0.7),
        Column("Owner", 1.1),
        Column("By", 1.0),
        Column("Idea, and why", 3.2),
    )

    def row(note_id: str) -> list[Cell]:
        decision = decisions.get(note_id)
        weight = Cell([Span(f"{figures.weights[note_id]:.1f}", 600)])
        if decision is None:
            open_cell = Cell(UNDECIDED, theme.muted)
            return [weight, _about(content, note_id), open_cell, Cell("–"), Cell(), Cell(), Cell()]
        idea = board.notes.get(decision.idea) if decision.idea else None
        words = [Span(_line(idea.text), 600)] if idea else []
        if decision.why.strip():
            words.append(Span(("  " if words else "") + isolated(decision.why), 400))
        return [
            weight,
            _about(content, note_id),
            Cell([Span(CHOICES.get(decision.choice, UNDECIDED), 600 if decision.choice else 400)], source="decisions"),
            Cell(STRATEGIC[decision.strategic]),
            Cell(isolated(decision.owner), source="decisions"),
            Cell(day_in_words(decision.due), source="decisions"),
            Cell(words, source="decisions"),
        ]

    if figures.gaps:
        pages.table(columns, [row(note_id) for note_id in figures.gaps])
    if answered:
        rows = [row(note_id) for note_id in sorted(answered, key=lambda need: -figures.weights[need])]
        pages.table(columns, rows, "Decided, and answered since")


# competition


def competition_section(pages: TablePages) -> None:
    content = pages.content
    board = content.board
    table = compare(board, content.figures, levels(board))
    said = difference(board)
    if not said and not any(line.scores for line in table.lines):
        return
    subtitle = "0 is not at all, 5 could not be better; ahead or behind of the best of the others"
    if any(line.unproven for line in table.lines):
        subtitle += "; a claim without evidence is a score of 4 or 5 of ours that rests on an assumption"
    pages.section("competition", "Competition", subtitle)
    if said:
        pages.paragraph([Span(isolated(said), 600)], source="the difference")
    if any(line.scores for line in table.lines):
        for heading, rivals in _portions(pages, "Compared", table.rivals, 4.9, 2):
            columns = (
                Column("What matters", 3.4),
                *(Column(shortened(rival.name, 40), 1.0, "center", "competitors") for rival in rivals),
                Column("Compared", 1.5),
            )
            pages.table(columns, [_line_cells(content, rivals, line) for line in table.lines], heading)
        _value_curve(pages, table)


def _line_cells(content: Content, rivals: Sequence[Rival], line: Line) -> list[Cell]:
    theme = content.theme
    first = _about(content, line.note) if line.note else Cell(_line(line.words), source="criteria")
    scores = []
    for rival in rivals:
        score = line.scores.get(rival.id)
        best = score is not None and score == max(line.scores.values())
        colour = theme.accent if rival.id == US and best else theme.ink if score is not None else theme.muted
        scores.append(Cell([Span("–" if score is None else str(score), 700 if best else 400)], colour))
    words = standing_words(line)
    colour = {"advantage": theme.ok, "behind": theme.error}.get(line.standing, theme.muted)
    spans = [Span(words, 600)]
    if line.unproven:
        spans.append(Span(", claim without evidence", 400))
    return [first, *scores, Cell(spans, colour)]


def _value_curve(pages: TablePages, table: Comparison) -> None:
    """A line for each of those compared over the criteria; drawn where there are two points to join."""
    sheet, theme = pages.sheet, pages.theme
    if sum(bool(line.scores) for line in table.lines) < LEAST:
        return
    around = CURVE_ABOVE + CURVE_FOOT
    height = min(CURVE_HEIGHT, pages.room - around) if pages.room >= CURVE_LEAST + around else CURVE_HEIGHT
    top = pages.space(around + height) + CURVE_ABOVE
    left = MARGIN + CURVE_LEFT

    def name_block(name: str, room: float) -> TextBlock:
        return sheet.block(isolated(name), CURVE_SIZE, width=room, max_lines=2)

    def measure(name: str, room: float) -> tuple[float, float]:
        block = name_block(name, room)
        return max(line.width for line in block.lines), block.height

    chart = lay_out(table, Rect(left, top, sheet.width - MARGIN - left, height), measure, Sizes(mark=5.0, gap=4.0))
    assert chart is not None
    plot = chart.plot
    for score, y in chart.ticks:
        sheet.line(plot.x, y, plot.right, y, theme.hairline, 0.5)
        sheet.label(str(score), plot.x - 8, y, CURVE_SIZE, theme.muted, align="end")
    for line, column in zip(chart.lines, chart.columns, strict=True):
        words = sheet.block(_line(line.words), CURVE_SIZE, width=column.w - 8, align="center", max_lines=2)
        sheet.text(words, column.x + 4, plot.bottom + 6, theme.muted, line.note or "criteria")
    for curve in chart.curves:
        look = curve.look
        ink = theme.hue(look.hue).strong if look.hue else theme.accent
        width = 2.4 if look.thick else 1.2
        for run in curve.runs:
            if len(run) > 1:
                sheet.polygon([(dot.x, dot.y) for dot in run], stroke=ink, line=width, dashes=look.dashes)
        for dot in curve.dots:
            _marker(sheet, look.marker, dot.x, dot.y, 3.0 if look.thick else 2.5, ink, theme.paper)
        if curve.label is not None:
            last = curve.dots[-1]
            middle = curve.label.y + curve.label.h / 2
            sheet.polygon([(last.x + 4, last.y), (curve.label.x - 2, middle)], stroke=ink, line=0.4)
            block = name_block(curve.rival.name, curve.label.w + 0.5)
            sheet.text(block, curve.label.x, curve.label.y, ink, "competitors")


def _marker(sheet: Sheet, marker: str, x: float, y: float, radius: float, ink: str, paper: str) -> None:
    if shape := corners(marker, x, y, radius):
        sheet.polygon(shape, fill=ink)
    elif marker == "ring":
        sheet.circle(x, y, radius * 0.85, fill=paper, stroke=ink, line=1.0)
    else:
        sheet.circle(x, y, radius, fill=ink)


# evidence and tests


def evidence_section(pages: TablePages) -> None:
    content = pages.content
    board = content.board
    if not board.evidence and not board.test_cards:
        return
    found = supports(board)
    counts = [
        f"{sum(support.level == level for support in found.values())} × {words.lower()}"
        for level, words in LEVEL_WORDS.items()
    ]
    pages.section("evidence", "Evidence and tests", joined(counts))
    pieces = sorted(board.evidence.values(), key=lambda piece: (_place(content, piece), piece.date, piece.id))
    if pieces:
        columns = (
            Column("About", 3.0),
            Column("Level", 1.0),
            Column("What speaks for it", 3.6),
            Column("Source", 1.8),
            Column("Date", 1.0),
        )
        pages.table(columns, [_piece(content, piece) for piece in pieces])
    if board.test_cards:
        tests = (
            Column("We believe that", 2.4),
            Column("To verify, we will", 2.0),
            Column("And measure", 1.6),
            Column("We are right if", 1.6),
            Column("Result", 1.1),
            Column("Learned, and next", 2.6),
        )
        pages.table(tests, [_test(content, card) for card in board.test_cards], "Tests")


def _place(content: Content, row: Evidence) -> int:
    order = {note.id: n for n, note in enumerate(content.board.in_order())}
    return order.get(row.note or "", len(order))


def _piece(content: Content, piece: Evidence) -> list[Cell]:
    theme = content.theme
    colour = {"strong": theme.ok, "assumption": theme.warn}.get(piece.level, theme.ink)
    words = [Span(f"“{isolated(piece.quote)}”", 400)] if piece.quote.strip() else []
    source = [Span(isolated(piece.source), 400)] if piece.source.strip() else []
    if piece.link:
        source.append(Span(("\n" if source else "") + piece.link, 400))
    return [
        _thing(content, about_of(piece)),
        Cell([Span(LEVEL_WORDS[piece.level], 600)], colour),
        Cell(words, source="evidence"),
        Cell(source, theme.muted, "evidence"),
        Cell(day_in_words(piece.date), source="evidence"),
    ]


def _thing(content: Content, about: About | None) -> Cell:
    board = content.board
    if about is None:
        return Cell("–")
    if about.table == "note":
        return _about(content, about.id)
    if about.table == "statement":
        ranked = next(ranked for ranked in content.statements if ranked.statement.id == about.id)
        words = [Span(f"Statement {ranked.rank}  ", 600), Span(shortened(ranked.statement.text, 90), 400)]
        return Cell(words, source=about.id)
    criterion = next(criterion for criterion in board.criteria if criterion.id == about.id)
    return Cell(_line(criterion.text), source="criteria")


def _test(content: Content, card: TestCard) -> list[Cell]:
    theme = content.theme
    colour = {"passed": theme.ok, "failed": theme.error, "unclear": theme.warn}.get(card.result, theme.muted)
    result = [Span(RESULT_WORDS[card.result], 600)]
    when = ", ".join(words for words in (day_in_words(card.date), isolated(card.owner)) if words)
    if when:
        result.append(Span(f"\n{when}", 400))
    learned = [Span(isolated(card.learned), 400)] if card.learned.strip() else []
    if card.next.strip():
        learned += [Span(("\n" if learned else "") + "Next: ", 600), Span(isolated(card.next), 400)]
    return [
        *(Cell(_line(words), source="tests") for words in (card.believe, card.verify, card.measure, card.right_if)),
        Cell(result, colour, "tests"),
        Cell(learned, source="tests"),
    ]


# the log


def log_section(pages: TablePages) -> None:
    """Who was there, and the time and the changes of each step."""
    content = pages.content
    board = content.board
    sittings = [sitting for sitting in board.sittings.values() if stints_of(board, sitting.id)]
    if not sittings:
        return
    pages.section("log", "Session log", "The time used for each step, and what changed in it")
    steps = {step.n: step for step in content.canvas.steps}
    columns = (
        Column("#", 0.3),
        Column("Step", 3.0),
        Column("Time", 0.8, "end"),
        Column("Suggested", 0.8, "end"),
        Column("What changed", 5.0),
    )
    for sitting in sorted(sittings, key=lambda sitting: (sitting.began, sitting.id)):
        rows = []
        for stint in stints_of(board, sitting.id):
            state = board.step_states.get(str(stint.step))
            step = steps.get(stint.step)
            title = (state.title if state else "") or (step.title if step else f"Step {stint.step}")
            minutes = state.minutes if state and state.minutes is not None else step.minutes if step else None
            rows.append(
                [
                    Cell(str(stint.step), content.theme.muted),
                    Cell([Span(title, 600)], source="steps"),
                    Cell(clock(stint.seconds)),
                    Cell("–" if minutes is None else f"{minutes:g} min", content.theme.muted),
                    Cell(", ".join(changes_words(stint.changes)) or "–"),
                ]
            )
        total = clock(sum(stint.seconds for stint in stints_of(board, sitting.id)))
        pages.table(columns, rows, joined([day(sitting.began), total]))
        if sitting.people:
            people = ", ".join(isolated(name) for name in sitting.people)
            pages.paragraph([Span("Present: ", 600), Span(people, 400)], 8.6, "the people of the log")
