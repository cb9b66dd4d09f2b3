"""Workbook files written by hand, part by part, for what no library will write."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

CONTENT_TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{TYPES}"><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"
ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{SHEET_TYPE}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_TYPE}.worksheet+xml"/></Types>"""


def rels(*lines: tuple[str, str, str], office: str = OFFICE) -> str:
    """Return a .rels part of (id, kind, target)."""
    inside = "".join(f'<Relationship Id="{id_}" Type="{office}/{kind}" Target="{to}"/>' for id_, kind, to in lines)
    return f'<Relationships xmlns="{RELATIONSHIPS}">{inside}</Relationships>'


def sheet(rows: str, after: str = "") -> str:
    """Return a worksheet part with these rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def workbook(names: str = "", sheets: str = '<sheet name="Blad" sheetId="1" r:id="rId1"/>') -> str:
    """Return a workbook part with one sheet, and what comes after the sheets."""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets>{names}</workbook>'


def parts(rows: str = "", **more: str | bytes) -> dict[str, str | bytes]:
    """Return a whole workbook's parts, its one sheet named Blad; `more` adds a part to xl/ by its name less .xml."""
    kinds = (("sharedStrings", "rId8"), ("styles", "rId9"))
    related = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    related += [(id_, kind, f"{kind}.xml") for kind, id_ in kinds if kind in more]
    return {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": rels(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": workbook(),
        "xl/_rels/workbook.xml.rels": rels(*related),
        "xl/worksheets/sheet1.xml": sheet(rows),
        **{f"xl/{name}.xml": content for name, content in more.items()},
    }


def zipped(content: Mapping[str, str | bytes]) -> bytes:
    """Return parts as a zip file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return stream.getvalue()


def xlsx(rows: str = "", **more: str | bytes) -> bytes:
    """Return a workbook file of `parts`."""
    return zipped(parts(rows, **more))
