"""A question shows names as they are, whatever is in them."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from canvas_app.ui.dialogs.question import Question, tell
from canvas_app.ui.main_window import MainWindow


def test_names_are_plain_text_and_enter_presses_the_primary_button(window: MainWindow) -> None:
    box = Question(window, "<b>x</b> & co", "<img src='file:///etc/hostname'>")
    box.offer_cancel()
    yes = box.offer("Do it", Question.ButtonRole.AcceptRole, primary=True)
    shown: list[QLabel] = []

    def press() -> None:
        shown.extend(label for label in box.findChildren(QLabel) if label.text())
        QTest.keyClick(box, Qt.Key.Key_Return)

    QTimer.singleShot(0, press)
    assert box.answer() is yes
    assert [label.textFormat() for label in shown] == [Qt.TextFormat.PlainText] * 2


def test_a_notice_goes_with_esc(window: MainWindow) -> None:
    said: list[str] = []

    def leave() -> None:
        notice = QApplication.activeModalWidget()
        assert isinstance(notice, Question)
        said.append(notice.text())
        QTest.keyClick(notice, Qt.Key.Key_Escape)

    QTimer.singleShot(0, leave)
    tell(window, "That is that.")
    assert said == ["That is that."]


def test_words_are_broken_where_the_box_is_narrower_on_a_large_screen_too(window: MainWindow) -> None:
    text = "/somewhere/far/away/text.valueboard: this is not a board file; name a file that Value Canvas made."
    box = Question(window, text)
    box.offer("OK", Question.ButtonRole.AcceptRole)
    box.show()
    label = box.findChild(QLabel, "qt_msgbox_label")
    assert label is not None and label.heightForWidth(label.width()) <= label.height()
    assert label.minimumWidth() == 0, "a box with room for it would not break the words"
    box.close()
