"""What the shipped guides offer exists."""

import pytest

from canvas_app.actions import all_actions
from tests.domain.builder import shipped


@pytest.mark.parametrize("name", ["value-proposition", "partner-value-proposition", "business-model"])
def test_every_tool_of_a_step_is_an_action(name: str) -> None:
    known = all_actions().keys()
    assert [tool for step in shipped(name).steps for tool in step.tools if tool not in known] == []
