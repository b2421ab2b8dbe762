"""Fractional keys: always room between, and short where people append."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas_app.domain.entities import Statement
from canvas_app.domain.order import key_between, keys_between, place_keys, valid_key

KEYS = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12).filter(
    valid_key
)


@given(st.none() | KEYS, st.none() | KEYS)
def test_strictly_between(a: str | None, b: str | None) -> None:
    if a is not None and b is not None:
        if a == b:
            with pytest.raises(ValueError):
                key_between(a, b)
            return
        a, b = sorted((a, b))
    key = key_between(a, b)
    assert valid_key(key)
    assert a is None or a < key
    assert b is None or key < b
    assert Statement(id="s", rank_key=key).rank_key == key


@given(st.none() | KEYS, st.none() | KEYS, st.integers(0, 80))
def test_many_between(a: str | None, b: str | None, count: int) -> None:
    if a is not None and b is not None:
        a, b = sorted((a, b))
        if a == b:
            return
    keys = keys_between(a, b, count)
    whole = [*([a] if a else []), *keys, *([b] if b else [])]
    assert len(keys) == count
    assert whole == sorted(set(whole))


@pytest.mark.parametrize("first", [False, True])
def test_ten_thousand_at_one_end_stay_short(first: bool) -> None:
    keys = [key_between(None, None)]
    for _ in range(10_000):
        keys.append(key_between(None, keys[-1]) if first else key_between(keys[-1], None))
    assert keys == sorted(set(keys), reverse=first)
    assert max(map(len, keys)) <= 6


def test_inserting_anywhere_for_long() -> None:
    chance = random.Random(7)
    keys: list[str] = []
    for _ in range(3000):
        at = chance.randint(0, len(keys))
        keys.insert(at, key_between(*place_keys(keys, at)))
    assert keys == sorted(set(keys))
    assert max(map(len, keys)) < 40


def test_inserting_at_one_spot_stays_within_the_column() -> None:
    low, high = key_between(None, None), None
    for _ in range(2000):
        high = key_between(low, high)
    assert high and len(high) < 2000
    assert Statement(id="s", rank_key=high)


def test_order_of_the_arguments_matters() -> None:
    with pytest.raises(ValueError, match="no key between"):
        key_between("V", "B")


def test_neighbours() -> None:
    assert place_keys(["a", "b"], 0) == (None, "a")
    assert place_keys(["a", "b"], 1) == ("a", "b")
    assert place_keys(["a", "b"], 2) == ("b", None)
    assert place_keys([], 0) == (None, None)


@pytest.mark.parametrize("key", ["", "a0", "a b", "é"])
def test_invalid_keys(key: str) -> None:
    assert not valid_key(key)
