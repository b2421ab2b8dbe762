"""Errors whose text is a sentence for the person in front of the app."""


class UserError(Exception):
    """Something the person can understand and act on: says what, where and what to do."""

    exit_code = 1


class RuleBroken(UserError):
    """A command that the rules of the board refuse; nothing has changed."""


class StalePatch(Exception):
    """A patch that does not fit the board: a fault of ours, never of the person."""


class BadInput(UserError):
    """A file, canvas or value that is not what it should be."""

    exit_code = 3
