from __future__ import annotations

import ast
import gettext
import re
from typing import TYPE_CHECKING

import pytest

from dev import ROOT
from docs.console import answers, blocks, pages, steps
from docs.pages import SHEETS_PAGE
from docs.sheets import sheets_page
from runxl.commands.registry import COMMANDS, Command
from runxl.language import LANGUAGES
from tests.docs.tables import backticked_in_second_column

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [*pages(), ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", ROOT / "GLOSSARY.md"]
COMMAND_PAGES = ROOT / "docs" / "kommandon"
BLOCKS = [(page.relative_to(ROOT).as_posix(), block) for page in pages() for block in blocks(page.read_text("utf-8"))]
LINK = re.compile(r"!?\[[^\]]*\]\((?P<target>[^)#]*)(?:#(?P<heading>[^)]*))?\)")


def anchors(page: Path) -> set[str]:
    """Return the anchors that a page's headings have where it is shown: small letters, spaces as hyphens."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).replace(" ", "-") for heading in headings}


def names_in_code() -> set[str]:
    """Return every name and every text of one word that the package's code holds."""
    found: set[str] = set()
    for path in (ROOT / "src" / "runxl").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            found.update(str(value) for _, value in ast.iter_fields(node) if isinstance(value, str))
    return found


def test_the_page_on_sheets_says_what_the_layout_says() -> None:
    assert SHEETS_PAGE.read_text("utf-8") == sheets_page(), "run: python3 dev.py docs"


@pytest.mark.parametrize(("page", "block"), BLOCKS)
def test_a_console_example_shows_what_the_command_prints(page: str, block: str) -> None:
    for step, printed in zip(steps(block), answers(block), strict=True):
        assert step.shown == step.of(printed), f"{page}, {step.command}: run python3 dev.py docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.finditer(page.read_text("utf-8")):
        if link["target"].startswith("https://"):
            continue
        target = page.parent / link["target"] if link["target"] else page
        assert target.exists(), link[0]
        assert not link["heading"] or link["heading"] in anchors(target), link[0]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_a_page_that_begins_with_its_label(command: Command) -> None:
    catalogue = gettext.translation("runxl", ROOT / "src" / "runxl" / "locales", ["sv"])
    page = (COMMAND_PAGES / f"{command.name}.md").read_text("utf-8")
    assert page.startswith(f"# {catalogue.gettext(command.label)}\n\n`runxl {command.name}")


def test_no_page_is_left_of_a_command_that_went() -> None:
    assert {page.stem for page in COMMAND_PAGES.glob("*.md")} == {command.name for command in COMMANDS}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_a_label_and_a_help_in_every_language(command: Command, language: str) -> None:
    catalogue = gettext.translation("runxl", ROOT / "src" / "runxl" / "locales", [language])
    assert catalogue.gettext(command.label) != command.label
    assert catalogue.gettext(command.help) != command.help


def test_the_readme_opens_with_the_two_commands_and_a_picture() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    demo, test, picture = (readme.index(text) for text in ("python3 dev.py demo", "python3 dev.py test", "!["))
    assert demo < test < picture < 600


def test_the_readme_names_every_command_that_a_controller_runs_on_her_file() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [command.name for command in COMMANDS if f"docs/kommandon/{command.name}.md" not in readme] == ["demo"]


def test_every_name_in_the_glossary_stands_in_the_code() -> None:
    names = backticked_in_second_column(ROOT / "GLOSSARY.md")
    assert names
    assert set(names) - names_in_code() == set()
