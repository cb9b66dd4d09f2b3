from __future__ import annotations

import ast
import gettext
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import runxl
from dev import ROOT
from docs.console import answers, blocks, pages, steps
from docs.intervals import INTERVALS
from docs.pages import SHEETS_PAGE
from docs.pictures import PICTURES, ROUND, SENT
from docs.sheets import sheets_page
from docs.window import AFTER, BEFORE
from runxl.commands.registry import COMMANDS, Command, CommandKind
from runxl.grid import Address, CellError, Content, Edit, Plan, applied
from runxl.language import LANGUAGES
from runxl.templates.shipped import template
from tests.docs.tables import backticked_in_second_column

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [*pages(), ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", ROOT / "GLOSSARY.md"]
VERIFIED = ROOT / "docs" / "verified.md"
BUTTONS = [command for command in COMMANDS if command.button]
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
def test_no_page_names_the_folder_that_an_example_was_tried_in(page: Path) -> None:
    assert not re.search(r"/tmp\b|\\Temp\b", page.read_text("utf-8"))  # noqa: S108  (looked for, not used)


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
    label = catalogue.gettext(command.label)
    asked_for = f"`runxl {command.name}" if command.is_typed else f"Knappen **{label}** på RUN-fliken"
    assert page.startswith(f"# {label}\n\n{asked_for}")


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
    typed = [command.name for command in COMMANDS if command.is_typed and command.kind is not CommandKind.SETUP]
    assert [name for name in typed if f"docs/kommandon/{name}.md" not in readme] == ["demo"]


def test_every_name_in_the_glossary_stands_in_the_code() -> None:
    names = backticked_in_second_column(ROOT / "GLOSSARY.md")
    assert names
    assert set(names) - names_in_code() == set()


@pytest.mark.parametrize("command", BUTTONS, ids=lambda command: command.name)
def test_the_readme_names_every_button_and_leads_to_its_page(command: Command) -> None:
    catalogue = gettext.translation("runxl", ROOT / "src" / "runxl" / "locales", ["sv"])
    rows = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("|")]
    label, page = catalogue.gettext(command.label), f"(docs/kommandon/{command.name}.md)"
    assert any(label in row and page in row for row in rows)


def test_the_pictures_are_those_that_are_drawn() -> None:
    drawn = {BEFORE, AFTER, INTERVALS, *ROUND, *SENT} | {name for names in PICTURES.values() for name in names}
    assert {file.stem for file in (ROOT / "docs" / "bilder").iterdir()} == drawn


def test_a_picture_says_in_words_what_it_shows() -> None:
    described = [len(text) > 20 for page in pages() for text in re.findall(r"!\[([^\]]*)\]", page.read_text("utf-8"))]
    assert described
    assert all(described)


def test_the_checks_by_hand_say_how_many_cells_and_findings_the_example_has() -> None:
    snapshot = runxl.open(template("exempel-fiktiv")).read()
    outcome = runxl.commands.run(snapshot)
    written, found = len(outcome.plan.edits), len(outcome.findings)
    page = VERIFIED.read_text("utf-8")
    assert f"*{found} fynd, {written} celler skrivna*" in page
    assert f"*{written} celler återställda*" in page
    assert f"tabellen har {found} rader" in page
    assert f"en ny osparad arbetsbok med {written} rader" in page


def test_the_checks_by_hand_say_what_a_press_makes_of_what_was_typed() -> None:
    book = runxl.open(template("exempel-fiktiv"))
    typed = {
        Address("Målbedömning", 9, 9): Content("=2+2"),
        Address("Målbedömning", 9, 12): Content(Decimal("1.23456789")),
        Address("Rader", 6, 6): Content(CellError("#N/A"), "NA()"),
    }
    snapshot = applied(book.read(), Plan(tuple(Edit(cell, content) for cell, content in typed.items())))
    outcome = runxl.commands.run(snapshot)
    filled = applied(snapshot, outcome.plan)
    page = VERIFIED.read_text("utf-8")
    assert f"*{len(outcome.findings)} fynd*;" in page
    assert all(filled.content(cell).formula for cell in typed)
    assert any("Rader!F6 visar felet #N/A" in str(content.value) for content in filled.sheets["Fynd"].cells.values())
