from __future__ import annotations

import pytest

from runxl.errors import CallError
from runxl.templates.shipped import names, template


def test_the_five_workbooks_are_shipped() -> None:
    assert {"delarsrapport", "exempel-fiktiv", "exempel-run-2020-04", "exempel-utskick", "verksamhet"} == set(names())


def test_a_template_is_found_by_its_name() -> None:
    assert template("delarsrapport").is_file()


def test_a_template_is_found_with_its_extension_too() -> None:
    assert template("delarsrapport.xlsx") == template("delarsrapport")


@pytest.mark.parametrize("name", ["bokslut", "", "../pyproject", "xlsx_templates/delarsrapport"])
def test_any_other_name_is_refused(name: str) -> None:
    with pytest.raises(CallError) as refusal:
        template(name)
    assert refusal.value.code == "unknown-template"
    assert refusal.value.parts["name"] == name
