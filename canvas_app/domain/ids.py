"""Identifiers: the only place in the domain that draws random numbers."""

import re
import secrets
import uuid

_KEEPABLE = re.compile(r"[A-Za-z0-9_-]{1,64}")


def new_id() -> str:
    """A UUIDv4 as 32 hex digits."""
    return uuid.uuid4().hex


def short_id() -> str:
    """96 random bits as 16 characters: for what every step of the journal writes down."""
    return secrets.token_urlsafe(12)


def keepable(value: object) -> bool:
    """Whether an imported id may be kept as it is."""
    return isinstance(value, str) and _KEEPABLE.fullmatch(value) is not None
