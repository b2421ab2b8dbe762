"""What a workshop leaves, a section each where there is any. Votes, fit and gaps are here, the others elsewhere."""

from collections.abc import Callable

from canvas_app.domain.entities import PARKING
from canvas_app.domain.evidence import day_in_words
from canvas_app.domain.gaps import CHOICES
from canvas_app.domain.theme import mix
from canvas_app.domain.voting import last_round, standings, supporters
from canvas_app.export.pdf.cells import note_cell, one_line, portions
from canvas_app.export.pdf.chart import HEIGHT, LEAST_HEIGHT, draw_chart
from canvas_app.export.pdf.competition_pages import competition_section
from canvas_app.export.pdf.content import Content, counted, isolated, joined
from canvas_app.export.pdf.record_pages import about_section, evidence_section, log_section
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.export.pdf.table import Cell, Column, TablePages
from canvas_app.text.block import Span

UNDECIDED = "Open"
STRATEGIC = {None: "–", True: "Yes", False: "No"}
CHART_ABOVE = 20.0


def workshop_pages(sheet: Sheet, content: Content, step: Callable[[str], None], log: bool) -> None:
    """`step` is told before each section; `log` is whether the workshop's sessions are told."""
    pages = TablePages(sheet, content)
    sections: dict[str, Callable[[TablePages], None]] = {
        "Votes": vote_section,
        "Fit": fit_section,
        "Gaps and decisions": gap_section,
        "Competition": competition_section,
        "Evidence and tests": evidence_section,
        "About this board": about_section,
    }
    if log:
        sections["Session log"] = log_section
    for words, section in sections.items():
        step(words)
        section(pages)
    pages.finish()


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
                        note_cell(content, row.note.id),
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

    More answers than a page has columns go on in a table below; each then has the needs that they answer alone, as
    the others are among the gaps. Nothing where nothing is linked.
    """
    content = pages.content
    figures, theme = content.figures, content.theme
    answers = sorted((note for note, needs in figures.answers.items() if needs), key=lambda note: -figures.values[note])
    if not answers:
        return
    needs = sorted(figures.weights, key=lambda need: -figures.weights[need])
    subtitle = joined(["1 partly, 2 mostly, 3 fully", coverage_words(content)])
    pages.section("fit", "Fit", subtitle)
    for heading, shown in portions(pages, "Answers", answers, 4.4, 2):
        columns = (
            Column("Weight", 0.8, "end"),
            Column("What matters", 3.6),
            *(Column(one_line(content.board.notes[note].text), 1.0, "center", note, alike=True) for note in shown),
        )
        rows = []
        for need in needs:
            if heading and not any(need in figures.answers[note] for note in shown):
                continue
            hue = content.kind_hue(content.board.notes[need].kind)
            cells = []
            for note in shown:
                strength = figures.answers[note].get(need)
                shade = mix(theme.paper, hue.strong, 0.1 + 0.12 * strength) if strength and not hue.pattern else ""
                cells.append(Cell([Span(str(strength), 650)] if strength else "", fill=shade))
            rows.append([Cell([Span(f"{figures.weights[need]:.1f}", 600)]), note_cell(content, need), *cells])
        values = [Cell([Span(f"{figures.values[note]:.1f}", 600)], theme.muted) for note in shown]
        rows.append([Cell(), Cell("Value of each answer", theme.muted), *values])
        pages.table(columns, rows, heading)
    around = CHART_ABOVE
    height = min(HEIGHT, pages.room - around) if pages.room >= LEAST_HEIGHT + around else HEIGHT
    draw_chart(pages.sheet, content, pages.space(height + around) + around, height)


def coverage_words(content: Content) -> str:
    return joined(
        f"{kind.many}: {round(share.all * 100)} % answered"
        for kind in content.canvas.kinds
        if (share := content.figures.coverage.get(kind.id)) and share.all is not None
    )


# gaps


def gap_section(pages: TablePages) -> None:
    """Every need that nothing answers, heaviest first, and what was decided about it; then decisions about needs that
    are answered by now. Nothing where nothing is linked and nobody decided anything."""
    content = pages.content
    board, theme, figures = content.board, content.theme, content.figures
    decisions = {decision.note: decision for decision in board.decisions.values()}
    decided = any(board.notes[note_id].zone != PARKING for note_id in decisions)
    if not decided and not (figures.gaps and figures.answered):
        return
    answered = [note_id for note_id in decisions if note_id in figures.weights and note_id not in figures.gaps]
    pages.section("gaps", "Gaps and decisions", coverage_words(content))
    weight, unanswered = Column("Weight", 0.5, "end"), "What nothing answers yet"
    about_decision = (
        Column("Decision", 1.1),
        Column("Strategic", 0.7),
        Column("Owner", 1.1),
        Column("By", 1.0),
        Column("Idea, and why", 3.2),
    )

    def row(note_id: str) -> list[Cell]:
        decision = decisions.get(note_id)
        heavy = Cell([Span(f"{figures.weights[note_id]:.1f}", 600)])
        if decision is None:
            open_cell = Cell(UNDECIDED, theme.muted)
            return [heavy, note_cell(content, note_id), open_cell, Cell("–"), Cell(), Cell(), Cell()]
        idea = board.notes.get(decision.idea) if decision.idea else None
        words = [Span(one_line(idea.text), 600)] if idea else []
        if decision.why.strip():
            words.append(Span(("  " if words else "") + isolated(decision.why), 400))
        return [
            heavy,
            note_cell(content, note_id),
            Cell([Span(CHOICES.get(decision.choice, UNDECIDED), 600 if decision.choice else 400)], source="decisions"),
            Cell(STRATEGIC[decision.strategic]),
            Cell(isolated(decision.owner), source="decisions"),
            Cell(day_in_words(decision.due), source="decisions"),
            Cell(words, source="decisions"),
        ]

    if figures.gaps:
        rows = [row(note_id) for note_id in figures.gaps]
        if decided:
            pages.table((weight, Column(unanswered, 3.2), *about_decision), rows)
        else:
            pages.table((weight, Column(unanswered, 10.3)), [cells[:2] for cells in rows])
    if answered:
        rows = [row(note_id) for note_id in sorted(answered, key=lambda need: -figures.weights[need])]
        columns = (weight, Column("What matters", 3.2), *about_decision)
        pages.table(columns, rows, "Decided, and answered since")
