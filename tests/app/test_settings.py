"""The settings file: kept, and never trusted."""

import json
import logging
import os
from pathlib import Path
from typing import Any

import pytest

from canvas_app.app.settings import MAX_EXPORTS, Settings, broken_path, load_settings, save_settings, settings_path
from tests.rights import as_anybody


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


def test_what_was_exported_last_is_kept_for_so_many_boards() -> None:
    settings = Settings()
    for n in range(MAX_EXPORTS + 3):
        settings = settings.model_copy(
            update={"exports": settings.exported(f"b{n}", {"kind": "poster", "per_page": n})}
        )
    settings = settings.model_copy(update={"exports": settings.exported("b5", {"log": False})})
    save_settings(settings)
    kept = load_settings().exports
    assert len(kept) == MAX_EXPORTS and list(kept)[-1] == "b5" and "b2" not in kept
    assert kept["b5"] == {"log": False} and kept["b9"] == {"kind": "poster", "per_page": 9}
    assert type(kept["b5"]["log"]) is bool and type(kept["b9"]["per_page"]) is int


@pytest.mark.parametrize(
    "exports", [7, None, [], "x", {"a": 3}, {"a": {"page": ["A4"], "log": None, "target": "x" * 9999, "f": 1.5}}]
)
def test_bad_choices_about_paper_are_left_out(exports: object) -> None:
    loaded = written(json.dumps({"panel": "fit", "exports": exports}))
    assert loaded.panel == "fit" and loaded.exports in ({}, {"a": {}})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("recent", 3),
        ("recent", ["a\0b", 4, ""]),
        ("window", [1, 2, 3]),
        ("window", [0, 0, 10**12, 600]),
        ("window", [10**7, 0, 800, 600]),
        ("window", [0, 0, -5, 600]),
        ("theme", {"a": 1}),
        ("pen_width", "wide"),
        ("motion", None),
    ],
)
def test_one_bad_value_costs_no_other(name: str, value: Any) -> None:
    loaded = written(json.dumps({"panel": "fit", "motion": False, name: value}))
    assert loaded.panel == "fit" and getattr(loaded, name) == getattr(Settings(), name)
    assert not broken_path().exists()


@pytest.mark.parametrize("content", [b"", b'{"panel": "fi', b"\xff\xfe{", b"[]", b"null", b"[" * 100_000, bytes(4096)])
def test_settings_that_are_no_settings_are_put_aside_and_the_app_begins_with_its_own(content: bytes) -> None:
    settings_path().parent.mkdir(parents=True, exist_ok=True)
    settings_path().write_bytes(content)
    assert load_settings() == Settings()
    save_settings(Settings(panel="fit"))
    assert load_settings().panel == "fit" and broken_path().read_bytes() == content


def test_settings_that_cannot_be_written_or_read_are_done_without() -> None:
    save_settings(Settings(panel="fit"))
    with as_anybody():
        os.chmod(settings_path(), 0o444)
        os.chmod(settings_path().parent, 0o555)
        save_settings(Settings(panel="gaps"))
        assert load_settings().panel == "fit"
        os.chmod(settings_path(), 0)
        assert load_settings() == Settings()
        os.chmod(settings_path().parent, 0o755)
    settings_path().unlink()
    settings_path().mkdir()
    save_settings(Settings(panel="gaps"))
    assert load_settings() == Settings()


def test_a_board_whose_name_is_no_unicode_does_not_keep_settings_from_being_kept() -> None:
    settings = Settings(recent=("/a",)).opened(Path(os.fsdecode(b"/n\xff.valueboard")))
    save_settings(settings.model_copy(update={"panel": "fit"}))
    assert load_settings().panel == "fit" and load_settings().recent == ("/a",)
