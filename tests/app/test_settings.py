"""The settings file: kept, and never trusted."""

import json
import logging

import pytest

from canvas_app.app.settings import Settings, load_settings, save_settings, settings_path


def written(text: str) -> Settings:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return load_settings()


def test_keys_come_back() -> None:
    save_settings(Settings(keys={"edit.copy": ("Ctrl+C", "F9"), "edit.cut": ()}, commands=("edit.copy",)))
    loaded = load_settings()
    assert loaded.keys == {"edit.copy": ("Ctrl+C", "F9"), "edit.cut": ()}
    assert loaded.commands == ("edit.copy",)


@pytest.mark.parametrize(
    "keys", [7, None, ["F1"], "F1", {"edit.copy": "F9"}, {"edit.copy": [["F9"]]}, {"edit.copy": ["F9"] * 99}]
)
def test_bad_keys_are_left_out_and_the_rest_stays(keys: object, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        loaded = written(json.dumps({"panel": "fit", "keys": keys, "commands": {"a": 1}}))
    assert loaded.panel == "fit"
    assert loaded.keys == {}
    assert loaded.commands == ()
    assert "keys" in caplog.text


def test_one_bad_row_does_not_cost_the_others() -> None:
    loaded = written(json.dumps({"keys": {"edit.copy": ["F9", "x" * 1000], "edit.cut": 3, "edit.paste": []}}))
    assert loaded.keys == {"edit.copy": ("F9",), "edit.paste": ()}
