"""Fractional keys: an order in which one move rewrites one row.

Keys are compared as strings. A key never ends in the lowest digit, so there is always room before and between.
The method is fractional indexing; the first four digits count up or down at the ends, so that appending does not
lengthen keys.
"""

from collections.abc import Sequence

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_WIDTH = 4
_FIRST = "V001"


def _head(key: str) -> int:
    number = 0
    for digit in key[:_WIDTH].ljust(_WIDTH, "0"):
        number = number * _BASE + _DIGITS.index(digit)
    return number


def _spell(number: int) -> str:
    digits = ""
    for _ in range(_WIDTH):
        number, rest = divmod(number, _BASE)
        digits = _DIGITS[rest] + digits
    return digits


def _midpoint(low: str, high: str | None) -> str:
    key, at = "", 0
    while True:
        bottom = _DIGITS.index(low[at]) if at < len(low) else 0
        top = _BASE if high is None else _DIGITS.index(high[at])
        if top - bottom >= 2:
            return key + _DIGITS[(bottom + top) // 2]
        key += _DIGITS[bottom]
        if top > bottom:
            high = None
        at += 1


def key_between(low: str | None, high: str | None) -> str:
    """A key above `low` and below `high`; None stands for the open end.

    Raises ValueError where low >= high.
    """
    if low is not None and high is not None:
        if low >= high:
            raise ValueError(f"no key between {low!r} and {high!r}")
        return _midpoint(low, high)
    if low is None and high is None:
        return _FIRST
    if high is None:
        assert low is not None
        number = _head(low) + 1
        number += number % _BASE == 0
        return _spell(number) if number < _BASE**_WIDTH else _midpoint(low, None)
    number = _head(high) - 1
    number -= number % _BASE == 0
    return _spell(number) if number > 0 else _midpoint("", high)


def keys_between(low: str | None, high: str | None, count: int) -> list[str]:
    """`count` rising keys between `low` and `high`."""
    if count == 0:
        return []
    if high is None:
        keys = []
        for _ in range(count):
            low = key_between(low, None)
            keys.append(low)
        return keys
    middle = key_between(low, high)
    left = count // 2
    return [*keys_between(low, middle, left), middle, *keys_between(middle, high, count - left - 1)]


def valid_key(key: str) -> bool:
    """Whether `key` could have been made here."""
    return bool(key) and key[-1] != _DIGITS[0] and all(digit in _DIGITS for digit in key)


def place_keys(keys: Sequence[str | None], index: int) -> tuple[str | None, str | None]:
    """The neighbours' keys for an item put at `index` of an ordered list of keys."""
    low = keys[index - 1] if index > 0 else None
    high = keys[index] if index < len(keys) else None
    return low, high


def rising_keys(keys: Sequence[str | None]) -> list[str]:
    """Keys in rising order for a list, keeping those that stand in order already."""
    result: list[str | None] = []
    low: str | None = None
    for key in keys:
        keep = key is not None and (low is None or key > low)
        result.append(key if keep else None)
        low = key if keep else low
    filled: list[str] = []
    at = 0
    while at < len(result):
        key = result[at]
        if key is not None:
            filled.append(key)
            at += 1
            continue
        end = at
        while end < len(result) and result[end] is None:
            end += 1
        high = result[end] if end < len(result) else None
        filled += keys_between(filled[-1] if filled else None, high, end - at)
        at = end
    return filled
