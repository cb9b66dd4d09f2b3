from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from babel.messages.pofile import read_po

from dev import ROOT
from tests.docs.rules_in_code import rules_by_severity

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (ROOT / "docs" / "fynd.md").read_text(encoding="utf-8")
SWEDISH = ROOT / "src" / "runxl" / "locales" / "sv" / "LC_MESSAGES" / "runxl.po"
SECTION = re.compile(r"^### (?P<rule>\S+)\n\*\*(?P<severity>\w+)\.\*\* [^>]+^> (?P<example>.+)$", re.MULTILINE)
SEVERITY = {"Fel": "error", "Varning": "warning", "Notering": "note"}
EXAMPLES = {section["rule"]: section["example"] for section in SECTION.finditer(PAGE)}


def sentences(rule: str) -> Iterator[re.Pattern[str]]:
    """Give each Swedish sentence of a rule, singular and plural, as a pattern with its parts open."""
    with SWEDISH.open("rb") as source:
        message = read_po(source)[rule]
    assert message is not None, rule
    assert message.string is not None, rule
    for sentence in [message.string] if isinstance(message.string, str) else message.string:
        plain = sentence.replace("\u00a0", " ")
        yield re.compile(".+".join(map(re.escape, re.split(r"\{\w+\}", plain))))


def test_the_page_lists_every_rule_with_its_severity_and_no_other() -> None:
    listed = {(section["rule"], SEVERITY[section["severity"]]) for section in SECTION.finditer(PAGE)}
    assert listed == rules_by_severity()


def test_every_section_has_a_severity_a_meaning_and_an_example() -> None:
    assert list(EXAMPLES) == re.findall(r"^### (\S+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("rule", EXAMPLES)
def test_the_example_is_a_sentence_that_the_rule_can_say(rule: str) -> None:
    assert any(sentence.fullmatch(EXAMPLES[rule]) for sentence in sentences(rule)), list(sentences(rule))
