"""The one-page summary: what a board comes down to. It stays one page whatever is on the board."""

from collections.abc import Sequence

from canvas_app.domain.canvas import Kind
from canvas_app.domain.entities import Note
from canvas_app.domain.gaps import decision_words, decisions
from canvas_app.domain.picks import Picks
from canvas_app.export.pdf.content import Content, RankedStatement, isolated, joined
from canvas_app.export.pdf.parts import MARGIN, bottom_of, dated, page_foot, page_head
from canvas_app.export.pdf.sheet import Sheet
from canvas_app.export.pdf.summary_lists import BLOCK_GAP, SCALES, SMALLEST, Entry, Lists, Plan, Rows, ShortList
from canvas_app.text.block import Span
from canvas_app.text.layout import fit

FACT_LABEL_SIZE, FACT_SIZE, FACT_LEADING, FACT_LINES, FACT_ABOVE, FACT_BELOW = 8.0, 9.4, 1.3, 3, 12.0, 12.0

PANEL_RADIUS, PANEL_BAR, PANEL_TEXT_X, PANEL_RIGHT, PANEL_PADDING, PANEL_BELOW = 5.0, 3.0, 44.0, 16.0, 11.0, 16.0
NUMBER_X, NUMBER_SIZE, NUMBER_DROP = 15.0, 22.0, 1.5
STATEMENT_SIZE, STATEMENT_LEADING, STATEMENT_SHARE, STATEMENT_LEAST = 13.0, 1.38, 0.42, 0.2
GROUNDS_SIZE, GROUNDS_ABOVE = 8.0, 6.0

MOST, LEAST = 5, 3
"""How many notes of a kind are its top ones where the canvas does not say."""


class SummaryPage:
    """The page of one board; `links` lead from it into the report behind it."""

    def __init__(self, sheet: Sheet, content: Content, changed: str, steps: int, links: bool) -> None:
        self.sheet, self.content, self.theme = sheet, content, content.theme
        self.changed, self.steps, self.links = changed, steps, links
        self.picks = Picks(content.board, content.figures)
        self.columns = 3 if sheet.width > sheet.height else 2
        self.width = sheet.width - 2 * MARGIN
        self.lists = Lists(sheet, self.columns)

    def draw(self) -> None:
        with self.sheet.tag("Sect", title="Summary"):
            self._draw()

    def _draw(self) -> None:
        sheet, content = self.sheet, self.content
        side = [dated(self.changed, self.steps), content.counts()]
        order = "what weighs most comes first, stars mark the short list" if content.board.notes else ""
        top = page_head(sheet, content.title, joined([content.canvas.title, order]), side)
        sheet.outline("summary", "Summary")
        top = self._facts(top)
        rows, aside = self._matters()
        room = bottom_of(sheet) - top
        spare = room - self._least(rows, aside) - PANEL_BELOW
        top = self._statement(top, min(max(spare, room * STATEMENT_LEAST), room * STATEMENT_SHARE))
        self._draw_lists(top, rows, aside)
        page_foot(sheet, content, SMALLEST)

    def _of_role(self, role: str) -> list[Kind]:
        return [kind for kind in self.content.canvas.kinds if kind.role == role]

    # whom and what it is for

    def _facts(self, top: float) -> float:
        """Partner, customer and objective; those that nobody named show a dash. Gives back where they end."""
        info = self.content.board.info
        partner = [info.partner, info.segment] if info.segment.strip() else [info.partner]
        facts = [
            ("Partner and segment" if len(partner) > 1 else "Partner", joined(isolated(words) for words in partner)),
            ("Customer", isolated(info.customer)),
            ("Objective", isolated(info.goal)),
        ]
        rows = [facts] if self.columns > 2 else [facts[:2], facts[2:]]
        for row in rows:
            width = self.lists.column_width if len(row) > 1 else self.width
            height = 0.0
            for column, (label, words) in enumerate(row):
                block = fit(
                    [Span(words or "–", 500)],
                    width=width,
                    height=FACT_LINES * FACT_SIZE * FACT_LEADING,
                    max_size=FACT_SIZE,
                    min_size=SMALLEST,
                    leading=FACT_LEADING,
                    cut=True,
                    language=self.sheet.language,
                )
                x, middle = self.lists.x(column), top + FACT_LABEL_SIZE / 2
                with self.sheet.tag("P"):
                    self.sheet.label(label, x, middle, FACT_LABEL_SIZE, self.theme.muted, weight=600, source="canvas")
                    colour = self.theme.ink if words else self.theme.muted
                    self.sheet.text(block, x, top + FACT_ABOVE, colour, label.lower())
                height = max(height, block.height)
            top += FACT_ABOVE + height + FACT_BELOW
        return top

    # the statement

    @property
    def _chosen(self) -> RankedStatement | None:
        """The final statement, else the first."""
        statements = self.content.statements
        return next((ranked for ranked in statements if ranked.statement.final), statements[0] if statements else None)

    def _statement(self, top: float, room: float) -> float:
        """The value statement in a panel of at most `room`; gives back where the next part begins."""
        sheet, theme, chosen = self.sheet, self.theme, self._chosen
        width = self.width - PANEL_TEXT_X - PANEL_RIGHT
        around = 2 * PANEL_PADDING + GROUNDS_ABOVE + GROUNDS_SIZE * 1.25
        words: Sequence[Span] = chosen.spans if chosen else (Span("No value statement yet", 400),)
        text = fit(
            words,
            width=width,
            height=max(room - around, 0.0),
            max_size=STATEMENT_SIZE,
            min_size=SMALLEST,
            leading=STATEMENT_LEADING,
            cut=True,
            language=sheet.language,
        )
        height = text.height + (around if chosen else 2 * PANEL_PADDING)
        sheet.rect(MARGIN, top, self.width, height, fill=theme.panel, radius=PANEL_RADIUS)
        sheet.rect(MARGIN, top, PANEL_BAR, height, fill=theme.accent, radius=PANEL_BAR / 2)
        x, y = MARGIN + PANEL_TEXT_X, top + PANEL_PADDING
        with sheet.tag("Sect", key="statement"):
            if chosen:
                middle = y + text.lines[0].baseline - text.size * 0.36 + NUMBER_DROP
                sheet.label(str(chosen.rank), MARGIN + NUMBER_X, middle, NUMBER_SIZE, theme.accent, weight=700)
            with sheet.tag("P", actual=chosen.statement.text if chosen and text.cut else ""):
                source = chosen.statement.id if chosen else "canvas"
                sheet.text(text, x, y, theme.ink if chosen else theme.muted, source)
            if chosen:
                count = len(self.content.statements)
                of = f"statement {chosen.rank} of {count}" if count > 1 else ""
                middle = y + text.height + GROUNDS_ABOVE + GROUNDS_SIZE * 0.625
                grounds = joined([self.content.grounds(chosen), of])
                sheet.label(grounds, x, middle, GROUNDS_SIZE, theme.muted, width=width, source="canvas")
        if chosen and self.links:
            with sheet.tag("Sect", key="statement"):
                leads = f"Value statement {chosen.rank}"
                sheet.link(f"statement-{chosen.rank}", MARGIN, top, self.width, height, leads)
        return top + height + PANEL_BELOW

    # what matters, what answers it, and how far

    def _matters(self) -> tuple[Rows, list[ShortList]]:
        """Needs and beside each what answers it, then coverage and open gaps; without needs every kind there is."""
        needs, answers = self._of_role("need"), self._of_role("answer")
        if not needs:
            kinds = list(dict.fromkeys(zone.kind for zone in self.content.canvas.zones))
            return self._in_rows(
                [kind for kind_id in kinds if (kind := self.content.canvas.kind(kind_id))], self.columns
            ), []
        aside = [self._coverage(needs), self._gaps()]
        if not answers:
            return self._in_rows(needs, 2), aside
        rows: list[list[ShortList | None]] = []
        for need in needs:
            beside = [self._top(kind) for kind in answers if kind.answers == need.id]
            rows.append([self._top(need), beside[0] if beside else None])
            rows += [[None, other] for other in beside[1:]]
        return rows, aside

    def _in_rows(self, kinds: Sequence[Kind], columns: int) -> Rows:
        lists = [self._top(kind) for kind in kinds]
        return [lists[n : n + columns] for n in range(0, len(lists), columns)]

    def _least(self, rows: Rows, aside: Sequence[ShortList]) -> float:
        """The height that lists need where each has one line."""
        if self.columns > 2:
            return max(self.lists.least(rows), self.lists.least([[one] for one in aside]))
        return self.lists.least([*rows, aside] if aside else rows)

    def _draw_lists(self, top: float, rows: Rows, aside: Sequence[ShortList]) -> None:
        """As large as all of it fits; what goes with needs stands in the third column, or below."""
        room = bottom_of(self.sheet) - top
        main = last = Plan((), (), False, SCALES[-1])
        for scale in SCALES:
            if not aside:
                main, last = self.lists.plan(rows, room, scale), self.lists.plan([], room, scale)
            elif self.columns > 2:
                main, last = self.lists.plan(rows, room, scale), self.lists.plan([[one] for one in aside], room, scale)
            else:
                main, last = self._stacked(rows, aside, room, scale)
            if main.whole and last.whole:
                break
        end = self.lists.draw(main, top)
        if aside and self.columns > 2:
            self.lists.draw(last, top, 2)
        elif aside:
            self.lists.draw(last, end + BLOCK_GAP * last.scale)

    def _stacked(self, rows: Rows, last: Sequence[ShortList], room: float, scale: float) -> tuple[Plan, Plan]:
        """Rows of lists with a last row below them, which gets a third of the room where it needs that."""
        gap = BLOCK_GAP * scale
        least = max(self.lists.lay(item, 1, 1, scale).height for item in last)
        least = max(least, min(self.lists.plan([last], room, scale).height, room / 3))
        main = self.lists.plan(rows, room - least - gap, scale)
        return main, self.lists.plan([last], room - main.height - gap, scale)

    def _top(self, kind: Kind) -> ShortList:
        """The notes of a kind that matter most: those on the short list, then the heaviest, as many as belong there."""
        notes = sorted(self.picks.of_kind.get(kind.id, []), key=lambda note: -self.picks.merit(note))
        most, least = (kind.pick.max, kind.pick.min) if kind.pick else (MOST, LEAST)
        picked = [note for note in notes if note.picked]
        rest = [note for note in notes if not note.picked]
        shown = [*picked[:most], *rest[: max(least - len(picked), 0)]] if picked else rest[:most]
        if len(shown) == len(notes) - 1:
            shown = [*picked, *rest]  # "+1 more" would take its place
        hue, answering = self.content.kind_hue(kind.id), kind.role == "answer"
        return ShortList(
            kind.many,
            hue.strong,
            hue.edge,
            "value" if answering else kind.score or "score",
            tuple(self._entry(note, answering) for note in shown),
            len(notes),
            f"No {kind.many.lower()} yet",
        )

    def _entry(self, note: Note, answering: bool) -> Entry:
        value = self.content.figures.values.get(note.id, 0.0)
        score = str(note.score) if note.score is not None else "–"
        return Entry(
            " ".join(note.text.split()) or "(no text)",
            (f"{value:.1f}" if value else "–") if answering else score,
            self.content.hue(note),
            note.id,
            rank=self.content.ranks.get(note.id),
            starred=note.picked,
        )

    def _coverage(self, needs: list[Kind]) -> ShortList:
        figures, entries = self.content.figures, []
        for kind in needs:
            share = figures.coverage.get(kind.id)
            every = share.all if share else None
            notes = [note.id for note in self.picks.of_kind.get(kind.id, [])]
            answered = sum(1 for note in notes if figures.relief[note])
            picked = f"short list {round(share.picked * 100)} %" if share and share.picked is not None else ""
            entries.append(
                Entry(
                    kind.many,
                    "–" if every is None else f"{round(every * 100)} %",
                    self.content.kind_hue(kind.id),
                    share=every or 0.0,
                    mark=self.content.kind_hue(kind.id).strong,
                    under=joined([f"{answered} of {len(notes)} answered", picked])
                    if notes
                    else "nothing to measure yet",
                )
            )
        ink, line = self.theme.ink, self.theme.line
        return ShortList("Coverage", ink, line, "of the weight", tuple(entries), len(entries), "", counted=False)

    def _gaps(self) -> ShortList:
        figures, board = self.content.figures, self.content.board
        decided = decisions(board)
        entries = [
            Entry(
                isolated(board.notes[need].text) or "(no text)",
                f"{figures.weights[need]:.1f}",
                self.content.kind_hue(board.notes[need].kind),
                need,
                mark=self.content.kind_hue(board.notes[need].kind).strong,
                kind=kind.label if (kind := self.content.kind(board.notes[need])) else "",
                under=decision_words(decided[need]) if need in decided else "",
            )
            for need in figures.gaps
        ]
        nothing = "Nothing is left open" if figures.weights else "Nothing to measure yet"
        ink, line = self.theme.ink, self.theme.line
        return ShortList("Open gaps", ink, line, "weight", tuple(entries[:MOST]), len(entries), nothing)
