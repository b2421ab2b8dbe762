"""The sections of the report about evidence and tests, the board itself, and the workshop's log."""

from canvas_app.domain.entities import Evidence, TestCard
from canvas_app.domain.evidence import LEVEL_WORDS, RESULT_WORDS, About, about_of, day_in_words, supports
from canvas_app.domain.sittings import changes_words, clock, stints_of
from canvas_app.export.pdf.cells import note_cell, one_line
from canvas_app.export.pdf.content import Content, day, isolated, joined, plain_words, quoted, shortened
from canvas_app.export.pdf.table import Cell, Column, TablePages
from canvas_app.text.block import Span

FIRST_PAGE_SAYS, TITLE_SAYS = 300, 150
"""Characters about a board, and of its title, that page 1 has room for on any paper."""
TESTED_LENGTH = 60


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
    words = [Span(quoted(piece.quote), 400)] if piece.quote.strip() else []
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
        return note_cell(content, about.id)
    if about.table == "statement":
        ranked = next(ranked for ranked in content.statements if ranked.statement.id == about.id)
        words = [Span(f"Statement {ranked.rank}  ", 600), Span(shortened(ranked.statement.text, 90), 400)]
        return Cell(words, source=about.id)
    criterion = next(criterion for criterion in board.criteria if criterion.id == about.id)
    return Cell(one_line(criterion.text), source="criteria")


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
    believed = [Span(f"{tested}\n", 600)] if (tested := _tested(content, card)) else []
    return [
        Cell([*believed, Span(one_line(card.believe), 400)], source="tests"),
        *(Cell(one_line(words), source="tests") for words in (card.verify, card.measure, card.right_if)),
        Cell(result, colour, "tests"),
        Cell(learned, source="tests"),
    ]


def _tested(content: Content, card: TestCard) -> str:
    """What a test is about, in a few words."""
    if note := content.board.notes.get(card.note or ""):
        kind = content.kind(note)
        return f"{kind.label if kind else note.kind}: {isolated(shortened(note.text, TESTED_LENGTH))}"
    return next((f"Statement {one.rank}" for one in content.statements if one.statement.id == card.statement), "")


def about_section(pages: TablePages) -> None:
    """What is said about the board and what its words mean; nothing where the first page says it all."""
    content = pages.content
    info, canvas = content.board.info, content.canvas
    title = info.title if len(info.title) > TITLE_SAYS else ""
    facts = [
        ("Title", title),
        ("Partner", info.partner),
        ("Segment", info.segment),
        ("Customer", info.customer),
        ("Objective", info.goal),
    ]
    said = {name: plain_words(value) for name, value in info.fields.items()}
    answers = [(field.label, said.pop(field.id, "")) for field in canvas.fields] + list(said.items())
    first_page_says_it = not title and len(content.subtitle()) < FIRST_PAGE_SAYS
    if not info.glossary and not any(words for _, words in answers) and first_page_says_it:
        return
    pages.section("about", "About this board", "")
    columns = (Column("", 1.2), Column("", 6.0))
    rows = [
        [Cell([Span(label, 600)], content.theme.muted), Cell(isolated(words), source=label.lower())]
        for label, words in (*facts, *answers)
        if words.strip()
    ]
    if rows:
        pages.table(columns, rows)
    if info.glossary:
        meanings = [
            [Cell([Span(isolated(name), 600)], source="glossary"), Cell(isolated(meaning), source="glossary")]
            for name, meaning in sorted(info.glossary.items(), key=lambda pair: pair[0].casefold())
        ]
        pages.table((Column("Word", 1.2), Column("What it means here", 6.0)), meanings, "Glossary")


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
        pages.table(columns, rows, joined([day(sitting.began), f"{total} in all"]))
        if sitting.people:
            people = ", ".join(isolated(name) for name in sitting.people)
            pages.paragraph([Span("Present: ", 600), Span(people, 400)], 8.6, "the people of the log")
