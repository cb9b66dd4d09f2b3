"""Outlook's own mails: files made by hand (see outlook.py), as Outlook lays them out and as a hostile sender would."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest

from addin.build.compoundfile import compound_file
from runxl.exchange.mailbox import Attachment, attachments_in
from tests.exchange.mailbox import outlook
from tests.exchange.mailbox.files import WORKBOOK, eml, found, zip_of
from tests.exchange.mailbox.outlook import attached_mail, attachment, msg

SENDER = {outlook.SENDER_SMTP: "asa@teater.example"}
NOON = datetime(2026, 8, 31, 12, tzinfo=UTC)
LARGE = WORKBOOK + bytes(9000)


def only(data: bytes) -> Attachment:
    (item,) = attachments_in("svar.msg", data)
    assert isinstance(item, Attachment)
    return item


def test_a_workbook_in_an_outlook_mail_says_where_it_lay_who_sent_it_and_when() -> None:
    data = msg({**SENDER, outlook.DELIVERED: NOON}, [attachment("Års underlag.xlsx", LARGE)])
    assert only(data) == ("svar.msg » Års underlag.xlsx", "Års underlag.xlsx", LARGE, "asa@teater.example", NOON, None)


@pytest.mark.parametrize(
    ("values", "sender"),
    [
        ({outlook.SENDER_SMTP: "asa@teater.example", outlook.SENDER_ADDRESS: "other@x.example"}, "asa@teater.example"),
        ({outlook.SENDER_ADDRESS: "asa@teater.example"}, "asa@teater.example"),
        ({outlook.SENDER_ADDRESS: "/O=REGION/OU=EXCHANGE/CN=RECIPIENTS/CN=ASA"}, ""),
        (
            {outlook.SENDER_ADDRESS: "/O=R/CN=ASA", outlook.HEADERS: "From: Asa <asa@teater.example>\r\n\r\n"},
            "asa@teater.example",
        ),
        ({outlook.CODEPAGE: 1252, outlook.SENDER_ADDRESS: ("asa@teater.example", "cp1252")}, "asa@teater.example"),
        ({}, ""),
    ],
)
def test_the_sender_is_the_internet_address_and_not_the_directorys_name(
    values: dict[int, outlook.Value], sender: str
) -> None:
    assert only(msg(values, [attachment("a.xlsx", WORKBOOK)])).sender == sender


@pytest.mark.parametrize(
    ("values", "received"),
    [
        ({outlook.DELIVERED: NOON, outlook.SUBMITTED: datetime(2026, 8, 30, tzinfo=UTC)}, NOON),
        ({outlook.SUBMITTED: NOON}, NOON),
        ({outlook.DELIVERED: datetime(1601, 1, 1, tzinfo=UTC)}, None),
        ({outlook.DELIVERED: "igår"}, None),
        ({}, None),
    ],
)
def test_an_outlook_mail_came_when_it_was_delivered_else_when_it_was_sent(
    values: dict[int, outlook.Value], received: datetime | None
) -> None:
    assert only(msg(values, [attachment("a.xlsx", WORKBOOK)])).received == received


def test_a_short_name_of_8_bits_is_taken_where_there_is_no_other() -> None:
    values: dict[int, outlook.Value] = {outlook.LONG_NAME: "", outlook.SHORT_NAME: ("ÅRSUND~1.XLS", "iso-8859-15")}
    assert only(msg({}, [attachment("", WORKBOOK, values)])).name == "ÅRSUND~1.XLS"


def test_a_zip_file_and_an_ordinary_mail_in_an_outlook_mail_are_opened() -> None:
    inside = [attachment("a.zip", zip_of(("a.xlsx", WORKBOOK))), attachment("b.eml", eml(("b.xlsx", WORKBOOK)))]
    assert found(attachments_in("m.msg", msg(SENDER, inside))) == {
        "m.msg » a.zip » a.xlsx": "read",
        "m.msg » b.eml » b.xlsx": "read",
    }


def test_an_outlook_mail_within_another_speaks_for_itself() -> None:
    inner = outlook.mail({**SENDER, outlook.SUBJECT: "SV: Underlag"}, [attachment("a.xlsx", WORKBOOK)])
    item = only(msg({outlook.SENDER_SMTP: "assistent@region.example", outlook.DELIVERED: NOON}, [attached_mail(inner)]))
    assert (item.path, item.sender, item.received) == ("svar.msg » SV: Underlag » a.xlsx", "asa@teater.example", NOON)


@pytest.mark.parametrize(("depth", "last"), [(50, "inbox-too-deep"), (500, "inbox-mail-built-oddly")])
def test_outlook_mails_within_one_another_are_opened_to_a_depth_and_no_further(depth: int, last: str) -> None:
    inner = outlook.mail({outlook.SUBJECT: "innerst"}, [attachment("a.xlsx", WORKBOOK)])
    for _ in range(depth):
        inner = outlook.mail({outlook.SUBJECT: "mejl"}, [attached_mail(inner), attachment("b.xlsx", WORKBOOK)])
    said = list(found(attachments_in("m.msg", msg({}, [attached_mail(inner)]))).values())
    assert last in said
    assert said.count("read") == (5 if depth == 50 else 0)


def test_what_is_linked_pasted_or_shown_in_the_letter_is_no_workbook() -> None:
    data = msg(
        SENDER,
        [
            attachment("länkad.xlsx", b"", {outlook.METHOD: outlook.BY_REFERENCE}),
            attachment("inklistrad", b"", {outlook.METHOD: outlook.OBJECT}),
            attachment("logga.png", b"\x89PNG", {outlook.MIME_TYPE: "image/png", outlook.CONTENT_ID: "logga"}),
            attachment("smime.p7m", b"\x30\x82"),
        ],
    )
    assert found(attachments_in("m.msg", data)) == {
        "m.msg » länkad.xlsx": "inbox-attachment-linked",
        "m.msg » inklistrad": "inbox-attachment-pasted",
        "m.msg » smime.p7m": "inbox-mail-sealed",
    }


def test_an_outlook_mail_without_attachments_is_listed() -> None:
    assert found(attachments_in("m.msg", msg(SENDER))) == {"m.msg": "inbox-mail-without-workbook"}


def test_an_outlook_mail_is_known_by_its_content() -> None:
    assert found(attachments_in("m.dat", msg({}, [attachment("a.xlsx", WORKBOOK)]))) == {"m.dat » a.xlsx": "read"}
    assert found(attachments_in("text.msg", eml(("a.xlsx", WORKBOOK)))) == {"text.msg » a.xlsx": "read"}


def test_one_attachment_that_cannot_be_read_leaves_the_others() -> None:
    harmed = attachment("skadad.xlsx", WORKBOOK)
    without_data = {name: stream for name, stream in harmed.items() if not name.endswith("37010102")}
    said = found(attachments_in("m.msg", msg({}, [without_data, attachment("hel.xlsx", WORKBOOK)])))
    assert said == {"m.msg » skadad.xlsx": "inbox-attachment-damaged", "m.msg » hel.xlsx": "read"}


def test_a_file_cut_off_is_listed() -> None:
    data = msg(SENDER, [attachment("a.xlsx", LARGE)])
    assert found(attachments_in("m.msg", data[:3000])) == {"m.msg": "inbox-mail-damaged"}


def test_a_compound_file_that_is_no_mail_is_listed() -> None:
    assert found(attachments_in("m.msg", compound_file({"Blad": b"x"}))) == {"m.msg": "inbox-mail-damaged"}


@pytest.mark.parametrize(("place", "what"), [(44, "FAT"), (64, "small FAT"), (72, "list of FATs")])
def test_a_file_that_claims_tables_of_gigabytes_is_refused(place: int, what: str) -> None:
    data = bytearray(msg(SENDER, [attachment("a.xlsx", LARGE)]))
    struct.pack_into("<I", data, place, 1 << 27)
    assert found(attachments_in("m.msg", bytes(data))) == {"m.msg": "inbox-mail-damaged"}, what


def test_streams_that_share_their_bytes_are_refused() -> None:
    data = bytearray(
        compound_file({f"s{number:04}": LARGE for number in range(100)} | {"__properties_version1.0": bytes(32)})
    )
    starts = [at for at in range(0, len(data), 128) if data[at : at + 2] == b"s\0"]
    assert len(starts) == 100
    for at in starts:
        # every stream begins at the first one's beginning and claims what is left of the file
        struct.pack_into("<IQ", data, at + 116, 0, len(data) // 2)
    assert found(attachments_in("m.msg", bytes(data))) == {"m.msg": "inbox-mail-damaged"}


def test_a_directory_longer_than_any_mails_is_refused() -> None:
    data = compound_file({f"s{number:05}": b"" for number in range(10_001)} | {"__properties_version1.0": bytes(32)})
    assert found(attachments_in("m.msg", data)) == {"m.msg": "inbox-mail-damaged"}
