"""Rows that sum other rows: who belongs to whom, and which never end."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

T = TypeVar("T", bound="Hashable")


def children_of(parents: Mapping[T, T | None]) -> dict[T, list[T]]:
    """Return each parent's children, in order, from each row's parent; rows whose parent does not exist are left out.

    >>> children_of({"intäkter": None, "bidrag": "intäkter", "avgifter": "intäkter", "vilse": "finns ej"})
    {'intäkter': ['bidrag', 'avgifter']}
    """
    children: dict[T, list[T]] = {}
    for child, parent in parents.items():
        if parent is not None and parent in parents:
            children.setdefault(parent, []).append(child)
    return children


def circular(parents: Mapping[T, T | None]) -> frozenset[T]:
    """Return the rows that, followed from parent to parent, come back to themselves.

    >>> sorted(circular({"a": "b", "b": "a", "c": "a", "d": None}))
    ['a', 'b']
    """
    found: set[T] = set()
    done: set[T] = set()
    for start in parents:
        path: dict[T, int] = {}
        row: T | None = start
        while row is not None and row in parents and row not in done and row not in path:
            path[row] = len(path)
            row = parents[row]
        if row in path:
            found.update(step for step, place in path.items() if place >= path[row])
        done.update(path)
    return frozenset(found)


def bottom_up(parents: Mapping[T, T | None]) -> list[T]:
    """Return the parents in an order in which each comes after the parents below it; circular rows are left out."""
    children = children_of(parents)
    broken = circular(parents)
    order: list[T] = []
    seen: set[T] = set(broken)
    for root in children:
        stack = [(root, False)]
        while stack:
            row, below_done = stack.pop()
            if below_done:
                order.append(row)
            elif row not in seen:
                seen.add(row)
                stack.append((row, True))
                stack.extend((child, False) for child in children.get(row, ()) if child in children)
    return order
