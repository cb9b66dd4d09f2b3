"""Mails as programs write them, and as they should not be written."""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime
from zipfile import ZIP_STORED

import pytest

from runxl.exchange.limits import MAIL_LINES
from runxl.exchange.mailbox import Attachment, Unread, attachments_in
from tests.bad_input.packages import zipped
from tests.exchange.mailbox.files import WORKBOOK, eml, found, mail, written, zip_of

BASE64 = base64.encodebytes(WORKBOOK)


def only(data: bytes) -> Attachment:
    (item,) = attachments_in("svar.eml", data)
    assert isinstance(item, Attachment)
    return item


def with_headers(headers: str) -> bytes:
    """Return a mail that carries one workbook, under these headers."""
    part = written(
        "Content-Type: application/octet-stream; name=teater.xlsx\nContent-Transfer-Encoding: base64", BASE64
    )
    return headers.encode() + b"\n" + part.partition(b"\n")[2]


def test_a_workbook_in_a_mail_says_where_it_lay_who_sent_it_and_when() -> None:
    data = eml(("teater.xlsx", WORKBOOK), Date="Mon, 31 Aug 2026 14:00:00 +0200")
    received = datetime(2026, 8, 31, 12, tzinfo=UTC)
    assert only(data) == ("svar.eml » teater.xlsx", "teater.xlsx", WORKBOOK, "asa@teater.example", received, None)


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("From: asa@teater.example", "asa@teater.example"),
        ("From: =?iso-8859-1?Q?=C5sa_=D6berg?= <asa@teater.example>", "asa@teater.example"),
        ("From: =?utf-8?B?w4VzYSDDlmJlcmcgPGFzYUB0ZWF0ZXIuZXhhbXBsZT4=?=", "asa@teater.example"),
        ('From: "Öberg, Åsa" <asa@teater.example>', "asa@teater.example"),
        ('From: "chef@region.example" <asa@teater.example>', "asa@teater.example"),
        ("Sender: asa@teater.example", "asa@teater.example"),
        ("From: Åsa", ""),
        ("From: " + "(" * 2000, ""),
    ],
)
def test_the_sender_is_the_address_whatever_the_name_says(header: str, address: str) -> None:
    assert only(with_headers(header)).sender == address


SERVERS = (
    "Received: from b by c; Tue, 1 Sep 2026 09:00:00 +0200\nReceived: from a by b; Tue, 1 Sep 2026 08:59:00 +0200\n"
)


@pytest.mark.parametrize(
    ("headers", "received"),
    [
        (SERVERS + "Date: Mon, 31 Aug 2026 14:00:00 +0200", datetime(2026, 9, 1, 7, tzinfo=UTC)),
        ("Received: from b by c\nDate: Mon, 31 Aug 2026 14:00:00 +0200", datetime(2026, 8, 31, 12, tzinfo=UTC)),
        ("Date: Mon, 31 Aug 2026 14:00:00", datetime(2026, 8, 31, 14, tzinfo=UTC)),
        ("Date: Thu, 1 Jan 1970 00:00:00 +0000", None),
        ("Date: Mon, 31 Aug 9999 23:59:59 -1200", None),
        ("Date: i går", None),
        ("X-Other: 1", None),
    ],
)
def test_a_mail_came_when_the_last_server_took_it_else_when_it_was_dated(
    headers: str, received: datetime | None
) -> None:
    assert only(with_headers(headers)).received == received


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename*=utf-8''%C3%85rs%20underlag.xlsx", "Års underlag.xlsx"),
        ("attachment; filename*0*=iso-8859-1''%C5rs; filename*1=under; filename*2=lag.xlsx", "Årsunderlag.xlsx"),
        ('attachment; filename="=?utf-8?Q?=C3=85rsunderlag.xlsx?="', "Årsunderlag.xlsx"),
        ('attachment;\n filename="=?utf-8?Q?=C3=85rs?=\n =?utf-8?Q?underlag.xlsx?="', "Årsunderlag.xlsx"),
        ('attachment; filename="Årsunderlag.xlsx"', "Årsunderlag.xlsx"),
        ('attachment; filename="långt namn\n på filen.xlsx"', "långt namn på filen.xlsx"),
        ("attachment; filename=teater\u202excod.xlsx", "teater\ufffdxcod.xlsx"),
        ("attachment; filename=" + "a" * 245 + ".xlsx", "a" * 114 + "….xlsx"),
    ],
)
def test_names_are_decoded_however_a_program_wrote_them(disposition: str, name: str) -> None:
    headers = f"Content-Type: application/x\nContent-Disposition: {disposition}\nContent-Transfer-Encoding: base64"
    assert only(written(headers, BASE64)).name == name


def test_a_name_in_the_bytes_of_an_old_program_is_read_as_windows_wrote_it() -> None:
    data = written("Content-Disposition: attachment; filename=NAMN.xlsx\nContent-Transfer-Encoding: base64", BASE64)
    assert only(data.replace(b"NAMN", "Årsunderlag".encode("cp1252"))).name == "Årsunderlag.xlsx"


@pytest.mark.parametrize(
    "name",
    ["../teater.xlsx", "..\\teater.xlsx", "/etc/teater.xlsx", "C:\\teater.xlsx", "a\x01.xlsx", "a" * 300 + ".xlsx"],
)
def test_a_name_that_no_honest_program_gives_is_refused(name: str) -> None:
    headers = f'Content-Disposition: attachment; filename="{name}"\nContent-Transfer-Encoding: base64'
    (item,) = attachments_in("svar.eml", written(headers.replace("\\", "\\\\"), BASE64))
    assert isinstance(item, Unread)
    assert item.reason.code == "inbox-name-refused"
    assert len(item.path) < 140


@pytest.mark.parametrize(
    "headers",
    [
        "Content-Type: application/octet-stream; name=teater.xlsx",
        "Content-Type: image/png; name=teater.dat",
        "Content-Type: text/plain",
        "Content-Disposition: inline",
        "Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Type: not a type; name=teater",
    ],
)
def test_a_workbook_is_known_by_its_content_whatever_its_part_is_called(headers: str) -> None:
    assert only(written(f"{headers}\nContent-Transfer-Encoding: base64", BASE64)).data == WORKBOOK


def test_a_mail_without_attachments_is_listed() -> None:
    assert found(attachments_in("svar.eml", eml())) == {"svar.eml": "inbox-mail-without-workbook"}


def test_the_letters_own_picture_and_signature_are_no_attachments() -> None:
    letter = mail(("teater.xlsx", WORKBOOK))
    letter.add_attachment(b"\x89PNG", "image", "png", filename="logga.png", cid="<logga>")
    letter.add_attachment(b"\x30\x82", "application", "pkcs7-signature", filename="smime.p7s")
    assert found(attachments_in("svar.eml", letter.as_bytes())) == {"svar.eml » teater.xlsx": "read"}


def test_what_is_no_workbook_is_listed_with_what_it_is() -> None:
    data = eml(
        ("protokoll.pdf", b"%PDF-1.7"),
        ("kopia.csv", b"a;b"),
        ("gammal.xls", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)),
        ("hemlig.xlsx", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le")),
        ("brev.docx", zip_of(("word/document.xml", b"<x/>"))),
        ("blad.numbers", zip_of(("Index/Document.iwa", b"x"))),
        ("blad.ods", zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), method=ZIP_STORED)),
        ("binar.xlsb", zip_of(("xl/workbook.bin", b"x"))),
        ("tom.xlsx", b""),
        ("winmail.dat", b"\x78\x9f\x3e\x22" + bytes(20)),
        ("smime.p7m", b"\x30\x82"),
    )
    assert found(attachments_in("a.eml", data)) == {
        "a.eml » protokoll.pdf": "inbox-not-a-workbook",
        "a.eml » kopia.csv": "text-file",
        "a.eml » gammal.xls": "old-workbook",
        "a.eml » hemlig.xlsx": "file-has-password",
        "a.eml » brev.docx": "inbox-not-a-workbook",
        "a.eml » blad.numbers": "inbox-numbers-document",
        "a.eml » blad.ods": "open-document",
        "a.eml » binar.xlsb": "binary-workbook",
        "a.eml » tom.xlsx": "file-empty",
        "a.eml » winmail.dat": "inbox-winmail",
        "a.eml » smime.p7m": "inbox-mail-sealed",
    }


def test_base64_that_came_to_harm_is_listed() -> None:
    headers = "Content-Disposition: attachment; filename=teater.xlsx\nContent-Transfer-Encoding: base64"
    harmed = written(headers, b"!" + BASE64[1:40])
    assert found(attachments_in("a.eml", harmed)) == {"a.eml » teater.xlsx": "inbox-attachment-damaged"}


def test_a_mailing_lists_line_after_the_base64_does_no_harm() -> None:
    headers = "Content-Disposition: attachment; filename=teater.xlsx\nContent-Transfer-Encoding: base64"
    assert only(written(headers, BASE64 + b"-- \n_listan_")).data[: len(WORKBOOK)] == WORKBOOK


def test_a_uuencoded_part_is_read_and_a_uuencoded_text_is_listed() -> None:
    lines = b"".join(binascii.b2a_uu(WORKBOOK[at : at + 45]) for at in range(0, len(WORKBOOK), 45))
    encoded = b"begin 644 teater.xlsx\n" + lines + b"`\nend\n"
    part = "Content-Disposition: attachment; filename=teater.xlsx\nContent-Transfer-Encoding: x-uuencode"
    assert only(written(part, encoded)).data == WORKBOOK
    text = b"From: asa@teater.example\n\nHej!\n\n" + encoded
    assert found(attachments_in("a.eml", text)) == {"a.eml » teater.xlsx": "inbox-attachment-uuencoded"}


def test_what_is_only_linked_is_listed_and_never_fetched() -> None:
    headers = 'Content-Type: message/external-body; access-type=URL; URL="http://example.com/a.xlsx"; name=a.xlsx'
    data = written(headers, b"Content-Type: application/x\n\n")
    assert found(attachments_in("a.eml", data)) == {"a.eml » a.xlsx": "inbox-attachment-linked"}


def test_a_forwarded_mail_speaks_for_itself() -> None:
    inner = mail(("teater.xlsx", WORKBOOK), Subject="Underlag", Date="Mon, 31 Aug 2026 12:00:00 +0000")
    outer = mail(From="assistent@region.example", Date="Tue, 01 Sep 2026 12:00:00 +0000")
    outer.add_attachment(inner)
    item = only(outer.as_bytes())
    assert (item.path, item.sender) == ("svar.eml » Underlag » teater.xlsx", "asa@teater.example")
    assert item.received == datetime(2026, 8, 31, 12, tzinfo=UTC)


def test_a_forwarded_mail_that_says_nothing_is_as_the_mail_around_it() -> None:
    inner = written("Content-Type: application/x; name=a.xlsx\nContent-Transfer-Encoding: base64", BASE64)
    inner = inner.replace(b"From: asa@teater.example\n", b"")
    outer = b"From: assistent@region.example\nDate: Tue, 01 Sep 2026 12:00:00 +0000\nContent-Type: message/rfc822\n\n"
    item = only(outer + inner)
    assert (item.sender, item.received) == ("assistent@region.example", datetime(2026, 9, 1, 12, tzinfo=UTC))


def test_a_forwarded_mail_packed_as_a_file_is_unpacked() -> None:
    packed = base64.encodebytes(eml(("teater.xlsx", WORKBOOK)))
    data = written("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64", packed)
    assert found(attachments_in("a.eml", data)) == {"a.eml » 1.eml » teater.xlsx": "read"}


def test_mails_within_mails_are_opened_to_a_depth_and_no_further() -> None:
    letter = mail(("innerst.xlsx", WORKBOOK), Subject="7")
    for number in range(6, 0, -1):
        around = mail((f"{number}.xlsx", WORKBOOK), Subject=str(number))
        around.add_attachment(letter)
        letter = around
    said = found(attachments_in("a.eml", letter.as_bytes()))
    assert said["a.eml » 2 » 3 » 4 » 5 » 6 » 6.xlsx"] == "read"
    assert said["a.eml » 2 » 3 » 4 » 5 » 6 » 7"] == "inbox-too-deep"
    assert len(said) == 7


def test_a_mail_of_more_levels_parts_or_lines_than_any_program_writes_is_refused() -> None:
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (level, level) for level in range(5000))
    wide = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 3000
    long = b"From: a@b.example\n\n" + b"\n" * MAIL_LINES
    for data in (deep, wide, long):
        assert found(attachments_in("a.eml", data)) == {"a.eml": "inbox-mail-built-oddly"}


def test_more_attachments_than_are_read_are_said_to_be_more() -> None:
    said = found(attachments_in("a.eml", eml(*[(f"{number}.xlsx", WORKBOOK) for number in range(201)])))
    assert said["a.eml"] == "inbox-too-many-attachments"
    assert list(said.values()).count("read") == 200


def test_an_mbox_file_holds_mails_and_a_line_that_begins_with_from_is_none() -> None:
    letter = b"\nFrom today on we are seven.\n>From the start it was eight.\n\nFrom here it goes.\n"
    first = b"From asa@teater.example Mon Aug 31 12:00:00 2026\nFrom: asa@teater.example\n" + letter
    second = b"From - Tue Sep  1 09:00:00 2026\r\n" + eml(("teater.xlsx", WORKBOOK))
    assert found(attachments_in("arkiv.mbox", first + b"\n" + second)) == {
        "arkiv.mbox » 1.eml": "inbox-mail-without-workbook",
        "arkiv.mbox » 2.eml » teater.xlsx": "read",
    }


def test_two_attachments_of_one_name_have_each_its_path() -> None:
    said = found(attachments_in("a.eml", eml(("a.xlsx", WORKBOOK), ("a.xlsx", WORKBOOK))))
    assert said == {"a.eml » a.xlsx": "read", "a.eml » a.xlsx (2)": "read"}
