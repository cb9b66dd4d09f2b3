"""What recipients do to a workbook and to a mail, and what comes of each: one line of a table per act.

Every act answers for the theatre in a round of seven units. What is expected: the theatre's status in Inlämningar, its
number in the master, what waits in Konflikter, and what the theatre's remark or the reason of a file not used says.
"""

from __future__ import annotations

from decimal import Decimal
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, NamedTuple

import pytest

from runxl.grid import Content
from runxl.layout import ACTIONS, LINES, MEASURES, SETTINGS, UNITS
from tests.bad_input.packages import zipped
from tests.exchange.acts import (
    COMMENT,
    WHEN,
    as_file,
    as_is,
    both_alike,
    both_differently,
    changing,
    chosen_then_again,
    dates_from_1904,
    deleted_then_back,
    emptied_between,
    encrypted,
    forged,
    forwarded,
    late,
    mailbox_file,
    newer_first,
    newer_last,
    next_round,
    no_longer_a_recipient,
    nothing_and_late,
    oldest_twice,
    one_name_twice,
    other_capitals,
    outlook_mail,
    permuted,
    repacked,
    replaced,
    resent,
    saved_anew,
    saved_anew_unused,
    says,
    twice,
    two_in_a_zip,
    typing,
    undone,
    unreadable,
    with_gap,
    with_row,
    without_row,
    zipped_in_a_mail,
)
from tests.exchange.mailbox.files import eml, zip_of
from tests.exchange.postal import NAMES, NUMBER, PERSONNEL, SENT_NUMBER, SENT_TOTAL, Post, cell, sent_round
from tests.exchange.sheets import exported

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

READY, SUBMITTED, WITH_ERRORS, MISSING, LATE = "klar", "inlämnad", "med fel", "saknas", "försenad"
OTHER_BOOK = zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"))
REPLACED = "En nyare fil gäller"


class Act(NamedTuple):
    """What a recipient did, and what comes of it; `used` says of the theatre's file, `unused` of another file."""

    name: str
    done: Callable[[Post], object]
    status: str = READY
    number: Decimal = NUMBER
    waits: tuple[tuple[object, ...], ...] = ()
    used: str = ""
    unused: str = ""


def refused(name: str, done: Callable[[Post], object], why: str) -> Act:
    """Return an act of which nothing is taken, and what the reason says."""
    return Act(name, done, MISSING, SENT_NUMBER, unused=why)


PRODUCTION = "Produktion och turné; kostnad; -6520; -6600; -9850; -9900; -9900"
GONE_ROW = ("borttagen rad", "teater_produktion", "", PRODUCTION, None, PRODUCTION)
CONFLICT = ("värde", "teater_personal", "actual", SENT_NUMBER, NUMBER, Decimal(-12070))
NEW_ROW = tuple(
    ("ny rad", "teater-gastspel", key, None, value, None)
    for key, value in (("label", "Gästspel"), ("type", "intäkt"), ("actual", Decimal(75)))
)

MAILED = (
    Act("mailed as it should be", lambda post: post.mail(post.answered())),
    Act("a bare file", as_is("svar.xlsx", Post.answered)),
    Act("in a folder of the inbox", as_is("teatern/september/svar.xlsx", Post.answered)),
    Act("zipped", as_is("svar.zip", lambda post: zip_of(("mapp/teater.xlsx", post.answered())))),
    Act("zipped in a mail", zipped_in_a_mail),
    Act("forwarded by another", forwarded),
    Act("saved from Outlook", outlook_mail),
    Act("a whole mailbox", mailbox_file),
    Act("one name for two units' files", one_name_twice),
    Act("as .xlsm without macros", as_file(Post.answered, "svar.xlsm")),
    Act("called something else", as_file(Post.answered, "slutgiltig version 3.dat")),
    Act(
        "from another's address",
        lambda p: p.mail(p.answered(), sender="b@x.example"),
        used="Mejlet kom från b@x.example",
    ),
    Act("the same twice", twice, unused="Samma fil som teater-09.eml"),
    Act("two, the newer read last", newer_last, unused="En nyare fil gäller: b.eml"),
    Act("two, the newer read first", newer_first, unused="En nyare fil gäller: a.eml"),
    Act("two zipped", as_is("z.zip", two_in_a_zip(-1, NUMBER)), unused="En nyare fil gäller: z.zip » teater.xlsx"),
    Act("two zipped, the other newer", as_is("z.zip", two_in_a_zip(NUMBER, -1)), number=Decimal(-1), unused="nyare"),
    Act("two mailed in a zip", as_file(two_in_a_zip(NUMBER, -1), "z.zip"), number=Decimal(-1), unused="En nyare fil"),
    Act("two zipped in a mail", as_file(two_in_a_zip(-1, NUMBER), "z.zip"), unused="En nyare fil gäller"),
    Act("late", late, used="Kom efter sista dag 2026-09-11"),
    Act("nothing, and late", nothing_and_late, LATE, SENT_NUMBER),
    Act("nothing yet", lambda _: None, MISSING, SENT_NUMBER),
    Act("as it was sent", lambda p: p.mail(p.sent()), SUBMITTED, SENT_NUMBER, used="inget är ifyllt"),
    Act("another unit's file", lambda p: p.mail(p.sent("museum")), MISSING, SENT_NUMBER),
)

REFUSED = (
    refused("a mail without a file", as_is("m.eml", lambda _: eml(Date=WHEN)), "ingen bifogad"),
    refused("the master", as_is("m.xlsx", lambda p: p.master.read_bytes()), "hela rapporten"),
    refused("another workbook", as_is("b.xlsx", lambda _: OTHER_BOOK), "inte en Excel-arbetsbok"),
    refused("a document", as_is("svar.docx", lambda _: zipped(("word/document.xml", b"<d/>"))), "arbetsbok"),
    refused("an old workbook", as_is("svar.xls", lambda _: b"\x09\x08\x10\0\0\6\5\0"), "xls"),
    refused("text", as_is("svar.csv", lambda _: b"teater;1"), "csv"),
    refused("an empty file", as_is("svar.xlsx", lambda _: b""), "tom"),
    refused("half a file", as_is("svar.xlsx", lambda p: p.answered()[:9000]), "skadad"),
    refused("behind a password", as_is("svar.xlsx", encrypted), "lösenord"),
    refused("with macros", repacked(lambda parts: parts.update({"xl/vbaProject.bin": b"x"})), "makro"),
    refused("with DDE", typing((COMMENT, Content(None, "cmd|'/C calc'!A0"))), "DDE"),
    refused("another's id in the hidden sheet", as_file(forged), "museum"),
    refused("another period", typing(((SETTINGS, "period", "value"), "2026-07")), "2026-07"),
    refused("another unit id", typing(((UNITS, "teater", "id"), "scen")), "scen"),
    refused("another target", typing(((MEASURES, "M01", "target"), "10")), "Mått!I5"),
    refused("an earlier round", next_round, "omgång"),
    refused("a newer template", changing(says("version", 999)), "999"),
)

ADDED = with_row(id="gastspel", unit="teater", label="Gästspel", type="intäkt", actual=75)
SHEETS = (
    Act("sorted", changing(permuted)),
    Act("a blank row within", changing(with_gap)),
    Act(
        "the hidden sheet blank",
        changing(lambda s: says("workbook_id", None)(s).then(says("round_id", None)(s))),
        used="teater",
    ),
    Act("an unknown workbook id", changing(says("workbook_id", "0000")), used="teater"),
    Act(
        "a sheet renamed", repacked(replaced("xl/workbook.xml", b'"Rader"', b'"V\xc3\xa5ra rader"')), used="Våra rader"
    ),
    Act("a number typed over a formula", typing(((LINES, "teater_personal", "variance"), 77)), used="Rader!H7"),
    Act("as Google Sheets saves it", as_file(lambda p: exported(p.answered())), used="rubriker"),
    Act(
        "as Numbers saves it",
        as_file(lambda p: exported(p.answered(), title="Tabell 1", without_identity=True)),
        used="_runxl",
    ),
    Act(
        "in another order, with an empty column",
        as_file(lambda p: exported(p.answered(), order=(3, 1, 0, 2), inserted=(5,))),
    ),
    Act("dates counted from 1904", repacked(dates_from_1904), waits=()),
    Act("number as text", typing((PERSONNEL, "−12 100"))),
    Act("text in an amount", typing((PERSONNEL, "ca 12 000")), WITH_ERRORS, SENT_NUMBER),
    Act("a number that is none", repacked(unreadable()), WITH_ERRORS, SENT_NUMBER),
    Act("a number that is none, spelled oddly", repacked(unreadable("<!-- x -->")), WITH_ERRORS, SENT_NUMBER),
    Act("a formula in an amount", typing((PERSONNEL, Content(NUMBER, "-12000-100")))),
    Act("an error in an amount", typing((PERSONNEL, Content(None, "1/0"))), WITH_ERRORS, SENT_NUMBER),
    Act("a row added", changing(ADDED), SUBMITTED, waits=NEW_ROW),
    Act("another's row", changing(with_row(id="museum_entre", unit="museum", label="Entré", actual=1)), WITH_ERRORS),
    Act("a row deleted", changing(without_row), SUBMITTED, waits=(GONE_ROW,)),
    Act("a row deleted, then mailed again with it", deleted_then_back, unused=REPLACED),
)

MEANWHILE = (
    Act("both changed alike", both_alike),
    Act("both changed differently", both_differently, SUBMITTED, Decimal(-12070), waits=(CONFLICT,)),
    Act("chosen ours, then mailed again", chosen_then_again, READY, Decimal(-12070), unused=REPLACED),
    Act("collected and undone", undone),
    Act("inbox emptied since", emptied_between),
    Act("the first sending of two", resent),
    Act("no longer a recipient", no_longer_a_recipient, "", SENT_NUMBER, unused="Mottagare"),
    Act("an id with other capitals in Mottagare", other_capitals),
    Act("an older file saved anew, mails gone", saved_anew, unused=REPLACED),
    Act("an older file saved anew, never used", saved_anew_unused, unused="En nyare fil gäller: teater-10.eml"),
    Act("three, the oldest twice", oldest_twice, unused="Samma fil som teater-08.eml"),
)


TEXTS = (
    Act("a command as text", typing((COMMENT, "=cmd|' /C calc'!A0"))),
    Act("a sum as text", typing((COMMENT, "=1+1"))),
    Act("a link as text", typing((COMMENT, "http://example.org/x?y=1"))),
    Act("a plus as text", typing((COMMENT, "+46 8 123"))),
)


@pytest.mark.parametrize("act", [*MAILED, *REFUSED, *SHEETS, *TEXTS, *MEANWHILE], ids=lambda act: act.name)
def test_what_a_recipient_does_comes_to_what_the_table_says(act: Act, tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    act.done(post)
    assert post.collect() in (0, 1)
    rows = [row for row in post.submissions() if row["unit"] == "teater"]
    status, remark = (rows[0]["status"], str(rows[0]["remark"] or "")) if rows else ("", "")
    told = " ".join(str(row["remark"]) for row in post.unused())
    found = (status, post.stands(PERSONNEL), post.waiting())
    assert found == (act.status, act.number, list(act.waits)), (remark, told)
    assert act.used in remark
    assert act.unused in told
    assert act.unused or not told
    assert post.total() == SENT_TOTAL + act.number - SENT_NUMBER


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "=1+1", "@SUM(A1)", "http://example.org/x?y=1", "\u202eexe.xslx"]
)
def test_text_that_looks_like_something_else_stays_text(text: str, tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    typing((COMMENT, text))(post)
    post.collect()
    assert post.snapshot().content(cell(post.snapshot(), COMMENT)) == Content(text)


def test_a_value_typed_over_a_formula_stays_out_and_is_told(tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    typing(((LINES, "teater_personal", "variance"), 77))(post)
    post.collect()
    variance = cell(post.snapshot(), (LINES, "teater_personal", "variance"))
    assert post.snapshot().content(variance).formula is not None
    assert post.snapshot().content(variance).value == -100
    assert "77" in str(post.snapshot().note(variance))
    assert "Rader!H7" in answer_to(post, "teater")


def test_pasted_values_that_are_right_are_nothing_typed_over(tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    variance = (LINES, "teater_personal", "variance")
    typing((variance, -100))(post)
    post.collect()
    assert post.status()["remark"] is None
    assert not post.snapshot().note(cell(post.snapshot(), variance))
    assert not (post.answers / "svar-teater.eml").exists()


def test_a_day_is_the_same_day_whatever_it_is_counted_from(tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    repacked(dates_from_1904)(post)
    post.collect()
    assert post.stands((ACTIONS, "teater-1", "due")) == 46326
    assert post.status()["taken"] == 1


def test_what_cannot_be_held_is_answered_by_the_cell_of_their_workbook(tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    typing((PERSONNEL, "ca 12 000"))(post)
    post.collect()
    said = answer_to(post, "teater")
    assert "Rader!F7" in said
    assert "ca 12 000" in said
    assert post.status()["errors"] == 1


def test_one_who_is_missing_gets_a_reminder_until_something_comes(tmp_path: Path) -> None:
    post = sent_round(tmp_path)
    post.collect()
    assert sorted(file.name for file in post.answers.iterdir()) == sorted(f"paminnelse-{name}.eml" for name in NAMES)
    post.mail(post.answered())
    post.collect()
    assert not (post.answers / "paminnelse-teater.eml").exists()
    assert (post.answers / "paminnelse-museum.eml").exists()


def answer_to(post: Post, unit: str) -> str:
    mail = message_from_bytes((post.answers / f"svar-{unit}.eml").read_bytes(), policy=default)
    assert isinstance(mail, EmailMessage)
    body = mail.get_body()
    assert body is not None
    return str(body.get_content()).replace("\N{NO-BREAK SPACE}", " ")
