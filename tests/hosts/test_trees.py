"""Parts as small trees."""

from __future__ import annotations

from runxl.hosts.package.trees import tree


def test_a_text_between_many_elements_is_the_elements_text() -> None:
    # copied for each element it would take minutes
    root = tree(b"<a>" + (b"x" * 40 + b"<b/>") * 300_000 + b"</a>", "prov.xlsx", "xl/prov.xml")
    assert (len(root.text), len(root.children)) == (12_000_000, 300_000)
