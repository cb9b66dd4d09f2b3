"""The ribbon, the VBA, the registry and the words agree: what one of them has, the others have."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib import resources

import pytest
from lxml import etree

from addin.build.package import ADDIN, SHEETS, WORKBOOK_CODE_NAME, sources
from addin.build.words import words
from dev import ROOT
from runxl.commands.registry import COMMANDS, RibbonGroup


def told(element: etree._Element | None, attribute: str) -> str:
    """Return what an element of the ribbon says, "" where it says nothing."""
    return "" if element is None else str(element.get(attribute, ""))


NAMESPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
RIBBON = etree.parse(ADDIN / "ribbon" / "customUI14.xml").getroot()
BUTTONS = {told(button, "id"): button for button in RIBBON.iter(f"{NAMESPACE}button")}
GROUPS = {told(group, "id"): group for group in RIBBON.iter(f"{NAMESPACE}group")}
PRESSED = [command for command in COMMANDS if command.button]

SOURCES = {module.name: module.source.replace("\r\n", "\n") for module in sources()}
PROCEDURE = re.compile(r"^(Public |Private )(Sub|Function) (\w+)\((.*)\)", re.MULTILINE)
CONTROL_ID = re.compile(r"runxl_(?P<code>[a-z-]+)")


def public_procedures() -> dict[str, tuple[str, str]]:
    """Return each public procedure's module and the signature between its parentheses."""
    return {
        name: (module, signature)
        for module, source in SOURCES.items()
        for scope, _, name, signature in PROCEDURE.findall(source)
        if scope == "Public "
    }


def callbacks(*attributes: str) -> set[str]:
    return {told(element, one) for element in RIBBON.iter("*") for one in attributes} - {""}


def test_the_ribbon_has_a_button_for_each_command_that_the_registry_gives_one_and_no_other() -> None:
    assert set(BUTTONS) == {f"runxl_{command.name}" for command in PRESSED}


def test_each_button_stands_in_its_group_and_has_its_letter() -> None:
    placed = {one: (told(button.getparent(), "id"), told(button, "keytip")) for one, button in BUTTONS.items()}
    assert placed == {
        f"runxl_{command.name}": (f"runxl_group-{command.button.group.value}", command.button.keytip)
        for command in PRESSED
        if command.button
    }


def test_the_groups_and_the_buttons_come_in_the_order_of_the_registry() -> None:
    assert list(GROUPS) == [f"runxl_group-{group.value}" for group in RibbonGroup]
    assert list(BUTTONS) == [f"runxl_{command.name}" for command in PRESSED]


def test_each_button_rings_with_its_own_command() -> None:
    rings = dict(re.findall(r'^Public Sub (\w+)\(control As IRibbonControl\)\n    RunxlPress "(\w+)"\nEnd Sub$',
                            SOURCES["RunxlRibbon"], re.MULTILINE))  # fmt: skip
    assert rings == {told(button, "onAction"): one.removeprefix("runxl_") for one, button in BUTTONS.items()}


def test_every_action_has_a_sub_with_the_signature_that_excel_calls() -> None:
    found = public_procedures()
    assert {found.get(action) for action in callbacks("onAction")} == {("RunxlRibbon", "control As IRibbonControl")}


def test_every_word_has_a_sub_with_the_signature_that_excel_calls() -> None:
    found = public_procedures()
    asked = callbacks("getLabel", "getScreentip", "getSupertip")
    assert {found.get(one) for one in asked} == {("RunxlRibbon", "control As IRibbonControl, ByRef returnedVal")}


def test_no_sub_of_the_ribbon_is_left_without_a_button() -> None:
    in_ribbon = {name for name, (module, _) in public_procedures().items() if module == "RunxlRibbon"}
    assert in_ribbon == callbacks("onAction", "getLabel", "getScreentip", "getSupertip")


def microsofts_attributes(element: etree._Element) -> set[str]:
    """Return the attributes that the schema of Office's own toolkit, which openxml-audit carries, gives an element."""
    data = resources.files("openxml_audit") / "data/openxml/schemas/schemas_microsoft_com_office_2009_07_customui.json"
    types = json.loads(data.read_text(encoding="utf-8"))["Types"]
    name = etree.QName(element).localname
    kind = f"mso14:CT_{name[0].upper()}{name[1:]}/mso14:{name}"
    [found] = [one for one in types if one["Name"] == kind]
    return {one["QName"].removeprefix(":") for one in found.get("Attributes", [])}


def test_excel_knows_every_attribute() -> None:
    # Excel shows no tab at all when it meets one that it does not know, and says nothing.
    unknown = {
        told(element, "id"): set(element.attrib) - microsofts_attributes(element) for element in RIBBON.iter("{*}*")
    }
    assert {one: names for one, names in unknown.items() if names} == {}


def test_no_callback_asks_what_excel_would_remember_from_its_start() -> None:
    assert callbacks("getEnabled", "getVisible", "onLoad", "loadImage") == set()


def test_every_id_is_there_once() -> None:
    ids = Counter(told(element, "id") for element in RIBBON.iter("*") if element.get("id"))
    assert {one: count for one, count in ids.items() if count > 1} == {}


def test_every_letter_is_there_once_and_begins_no_other() -> None:
    keytips = [told(button, "keytip") for button in BUTTONS.values()]
    assert len(set(keytips)) == len(keytips)
    assert all(re.fullmatch("[A-Z]", keytip) for keytip in keytips)


def test_every_icon_is_on_microsofts_list() -> None:
    lines = (ADDIN / "ribbon" / "icons.txt").read_text(encoding="utf-8").splitlines()
    assert callbacks("imageMso") == {line for line in lines if not line.startswith("#")}


@pytest.mark.parametrize("column", [1, 2], ids=["Swedish", "English"])
def test_every_button_has_a_label_and_two_tips_and_every_group_a_label(column: int) -> None:
    said = {row[0]: row[column] for row in words(SOURCES.values())}
    needed = [f"label-group-{group.value}" for group in RibbonGroup]
    needed += [f"{kind}-{command.name}" for command in PRESSED for kind in ("label", "screentip", "supertip")]
    assert [code for code in needed if not said[code].strip()] == []


def test_excel_takes_no_tip_longer_than_it_shows() -> None:
    # MS-CUSTOMUI 2.2.34 and its neighbours: ST_LongString holds 1,024 characters
    assert [row for row in words(SOURCES.values()) if max(map(len, row)) > 1024] == []


def test_the_tab_has_the_groups_and_buttons_of_the_design() -> None:
    swedish = {code: text for code, text, _ in words([])}
    assert [
        (swedish[f"label-group-{group.value}"], [c.name for c in PRESSED if c.button and c.button.group is group])
        for group in RibbonGroup
    ] == [
        ("Uppföljning", ["run", "variances", "goals", "check"]),
        ("Granska", ["preview", "undo", "findings", "fix", "log"]),
        ("Arbetsbok", ["new", "settings"]),
        ("Underlag", ["send", "collect", "merge", "why"]),
        ("Hjälp", ["help"]),
    ]


def test_no_word_is_built_in_that_nothing_shows() -> None:
    shown = set(re.findall(r'"(ring-[a-z-]+)"', "".join(SOURCES.values())))
    catalogue = (ROOT / "src/runxl/locales/sv/LC_MESSAGES/runxl.po").read_text(encoding="utf-8")
    assert set(re.findall(r'msgid "(ring-[a-z-]+)"', catalogue)) == shown


def test_no_name_in_the_vba_means_two_things() -> None:
    # VBA calls it ambiguous when a module, a sheet's code name and a public procedure share a name
    names = Counter([*SOURCES, *SHEETS.values(), WORKBOOK_CODE_NAME, *public_procedures()])
    assert {name: count for name, count in names.items() if count > 1} == {}
    assert len(public_procedures()) == sum(
        scope == "Public " for source in SOURCES.values() for scope, *_ in PROCEDURE.findall(source)
    )


def test_every_name_that_other_add_ins_can_see_begins_with_ours() -> None:
    assert [name for name in (*SOURCES, *public_procedures()) if not name.startswith("Runxl")] == []
