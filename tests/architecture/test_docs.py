"""The documents say what the code does."""

from pathlib import Path

import pytest

from canvas_app.actions.reference import as_markdown

TOP = Path(__file__).parents[2]
DOCS = TOP / "resources" / "docs"
VERBS = ("new", "show", "export", "import", "check", "list", "canvases")


def test_the_page_of_actions_is_current() -> None:
    assert (DOCS / "actions.md").read_text(encoding="utf-8") == as_markdown()


@pytest.mark.parametrize("verb", VERBS)
def test_the_readme_names_every_verb(verb: str) -> None:
    assert f"canvas-app {verb}" in (TOP / "README.md").read_text(encoding="utf-8")


def test_links_of_the_documents_lead_somewhere() -> None:
    import re

    for page in (TOP / "README.md", *DOCS.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_changelog_has_this_version() -> None:
    import tomllib

    version = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (DOCS / "changelog.md").read_text(encoding="utf-8")
