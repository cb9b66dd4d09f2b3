"""Drafts read back by the standard library's parser, as a mail program would."""

from __future__ import annotations

from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from runxl.errors import WorkbookError
from runxl.exchange.invitations import invitation
from runxl.exchange.letters import Attached, Letter, draft, is_address
from runxl.exchange.recipients import Recipient
from runxl.sheets.table import Row

if TYPE_CHECKING:
    from typing import Any

WORKBOOK = bytes(range(256)) * 40
LETTER = Letter(
    "Åsa Lindqvist",
    "asa.lindqvist@example.org",
    "ekonomi@example.org",
    "Underlag januari–augusti 2026: Länsteatern",
    "Hej Åsa!\n\nFyll i arbetsboken på datorn.\n.\nFrom nu till fredag.\n",
    (Attached("underlag-2026-08-ångström.xlsx", WORKBOOK),),
)


def parsed(letter: Letter) -> Any:  # noqa: ANN401  (as the library types a message's parts)
    message = message_from_bytes(draft(letter), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def test_it_opens_as_a_message_to_send_from_whoever_opens_it() -> None:
    message = parsed(LETTER)
    assert message["X-Unsent"] == "1"
    assert message["From"] is message["Date"] is message["Message-ID"] is None


def test_swedish_headers_come_back_as_they_were() -> None:
    message = parsed(LETTER)
    [to] = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Åsa Lindqvist", "asa.lindqvist@example.org")
    assert str(message["Cc"]) == "ekonomi@example.org"
    assert message["Subject"] == "Underlag januari–augusti 2026: Länsteatern"
    assert draft(LETTER).isascii()


def test_the_text_comes_back_as_it_was() -> None:
    text = parsed(LETTER).get_body().get_content()
    assert text.replace("\r\n", "\n") == LETTER.text


def test_the_workbook_comes_back_byte_for_byte_with_its_name_and_type() -> None:
    [attachment] = parsed(LETTER).iter_attachments()
    assert attachment.get_content() == WORKBOOK
    assert attachment.get_filename() == "underlag-2026-08-ångström.xlsx"
    assert attachment.get_content_type() == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def test_lines_end_as_mail_wants_and_are_not_too_long() -> None:
    data = draft(LETTER)
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_the_same_letter_is_the_same_bytes() -> None:
    assert draft(LETTER) == draft(LETTER)
    assert draft(LETTER) != draft(LETTER._replace(attached=(Attached("x.xlsx", b"PK"),)))


def test_without_copy_and_attachment_there_is_neither() -> None:
    message = parsed(LETTER._replace(copy="", attached=()))
    assert message["Cc"] is None
    assert not message.is_multipart()


TWO_LINES = "x\r\nBcc: alla@example.org"


@pytest.mark.parametrize(
    "letter",
    [
        LETTER._replace(name=TWO_LINES),
        LETTER._replace(address=TWO_LINES),
        LETTER._replace(copy=TWO_LINES),
        LETTER._replace(subject=TWO_LINES),
    ],
)
def test_a_draft_that_would_not_be_read_as_it_is_meant_is_refused(letter: Letter) -> None:
    with pytest.raises(WorkbookError) as refusal:
        draft(letter)
    assert refusal.value.code == "draft-bent"


def headers_of(letter: Letter) -> tuple[list[str], str]:
    """Return the names of the headers as they stand in the file, and the address lines with what is folded unfolded."""
    head = draft(letter).partition(b"\r\n\r\n")[0].decode("ascii").replace("\r\n ", " ")
    return [line.partition(":")[0] for line in head.split("\r\n")], head


def without_spaces(text: str) -> str:
    """Return a text as it is compared: the library's parser leaves a space between two lines of a display name."""
    return "".join(text.split())


ENCODED_WORDS = [
    "=?utf-8?q?=0D=0ABcc:_evil@example.net?=",
    "=?utf-8?q?x=0D=0A=0D=0ASkriv_ert_l=C3=B6senord?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXhhbXBsZS5uZXQ=?=",
    "Åsa =?iso-8859-1?q?=0ABcc:_evil@example.net?= Ek",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3F=3D0D=3D0ABcc:_evil@example.net=3F=3D?=",
]


@pytest.mark.parametrize("text", ENCODED_WORDS)
def test_an_encoded_word_that_somebody_typed_is_its_letters_and_no_more(text: str) -> None:
    letter = LETTER._replace(name=text, subject=f"Underlag: {text}")
    names, _ = headers_of(letter)
    assert names == ["X-Unsent", "To", "Cc", "Subject", "MIME-Version", "Content-Type"]
    message = parsed(letter)
    [to] = message["To"].addresses
    assert (without_spaces(to.display_name), to.addr_spec) == (without_spaces(text), "asa.lindqvist@example.org")
    assert message["Subject"] == f"Underlag: {text}"
    assert message.get_body().get_content().replace("\r\n", "\n") == LETTER.text


MANY_NAMES = "Ekonomienheten vid teatern, evil@example.net, Lindqvist Asa med ansvar for underlag till delar"


@pytest.mark.parametrize(
    "name", [MANY_NAMES, "Lindqvist, Asa, ekonomichef vid teatern och ansvarig for delarsrapporten"]
)
def test_commas_in_a_name_make_no_second_recipient(name: str) -> None:
    letter = LETTER._replace(name=name)
    [to] = parsed(letter)["To"].addresses
    assert (without_spaces(to.display_name), to.addr_spec) == (without_spaces(name), "asa.lindqvist@example.org")
    assert headers_of(letter)[1].count("@") == 2  # the recipient's, and the copy's


def test_a_sign_that_no_mail_can_hold_is_a_question_mark() -> None:
    letter = LETTER._replace(text="Rader!C7 innehåller '\ud800\x00'.\rSlut\x85")
    assert parsed(letter).get_body().get_content().splitlines() == ["Rader!C7 innehåller '?\x00'.", "Slut"]


@pytest.mark.parametrize("name", ['"; Bcc: x@example.org', "Ek, Bo", "<x@example.org>", "Bo (chef)", "=?utf-8?q?x?="])
def test_a_name_with_signs_of_its_own_stays_a_name(name: str) -> None:
    message = parsed(LETTER._replace(name=name))
    [to] = message["To"].addresses
    assert to.addr_spec == "asa.lindqvist@example.org"
    assert message["Bcc"] is None


LONG = ["Å" * 100, "Ek, Åsa " * 12, '"å", <b@example.org> ' * 4, "ord " * 25]


@pytest.mark.parametrize("text", LONG)
def test_a_long_name_and_a_long_subject_come_back_with_every_letter(text: str) -> None:
    name = text.strip()
    message = parsed(LETTER._replace(name=name, subject=f"Underlag: {name}"))
    [to] = message["To"].addresses
    assert to.addr_spec == "asa.lindqvist@example.org"
    assert without_spaces(to.display_name) == without_spaces(name)
    assert without_spaces(message["Subject"]) == without_spaces(f"Underlag: {name}")
    assert message.keys() == ["X-Unsent", "To", "Cc", "Subject", "MIME-Version", "Content-Type"]
    assert max(map(len, draft(LETTER._replace(name=name)).split(b"\r\n"))) <= 998


@pytest.mark.parametrize("text", ["a@example.org", "a.b-c+d@sub.example.org", "o'brien@example.org", "A_1@EXAMPLE.ORG"])
def test_one_address_is_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@b",
        "a@example.org,b@example.org",
        "a@example.org; b@example.org",
        "a@example.org b@example.org",
        "Bo <a@example.org>",
        "mailto:a@example.org",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\n",
        "a@@example.org",
        ".a@example.org",
        "a..b@example.org",
        "å@example.org",
        "a@exämple.org",
        "a@example.org\x00",
        '"a b"@example.org',
        "a@[127.0.0.1]",
        "a@" + "b" * 250 + ".org",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_address(text)


def test_the_invitation_says_what_when_and_that_nothing_is_installed() -> None:
    deadline = date(2026, 9, 11)
    recipient = Recipient(Row(6, {}), "teater", "Länsteatern", "Åsa Ek", "asa@example.org", "", deadline)
    letter = invitation(recipient, "januari–augusti 2026", LETTER.attached[0])
    assert letter.subject == "Underlag till delårsrapport januari–augusti 2026: Länsteatern"
    assert letter.text.startswith("Hej Åsa Ek!\n")
    for words in ("senast 2026-09-11", "Inget behöver installeras", "svara på det här mejlet med filen bifogad"):
        assert words in letter.text.replace("\n", " ")


def test_a_label_with_braces_is_only_a_label() -> None:
    recipient = Recipient(Row(6, {}), "x", "{name.__class__} %s", "", "x@example.org", "", date(2026, 9, 11))
    letter = invitation(recipient, "april", LETTER.attached[0])
    assert letter.subject.endswith(": {name.__class__} %s")
    assert letter.text.startswith("Hej!\n")
