"""Sheets: large pages that take the place of the board (ui/sheets/frame.py). One line each; loaded when first shown.

The titles are those of the actions `view.sheet-<name>` (actions/sheets.py); the order is that of the tabs.
"""

SHEETS: dict[str, str] = {
    "matrix": "canvas_app.ui.sheets.matrix:MatrixSheet",
    "chart": "canvas_app.ui.sheets.chart:ChartSheet",
    "gaps": "canvas_app.ui.sheets.gaps:GapsSheet",
    "competition": "canvas_app.ui.sheets.competition:CompetitionSheet",
    "tests": "canvas_app.ui.sheets.tests:TestsSheet",
    "log": "canvas_app.ui.sheets.log:LogSheet",
}
"""Where the class of a sheet (a `Sheet`, made with the bridge and the port) stands, as "module:Class", by its name."""
