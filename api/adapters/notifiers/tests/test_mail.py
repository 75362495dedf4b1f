"""E-mail through a real SMTP conversation on the loopback interface."""

import email
import logging
import smtplib
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

import pytest

from api.adapters.notifiers.mail import EmailNotifier, message, refusal
from api.adapters.settings import Settings
from api.core.alerts.types import Notice
from api.core.ports import NotSent
from testing.receivers import MailServer, mail_server
from testing.servers import free_port

Make = Callable[..., Notice]
PASSWORD = "between-you-and-me"


@pytest.fixture
def plain() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def encrypting(certificate: Path) -> Iterator[MailServer]:
    with mail_server(certificate) as server:
        yield server


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def notifier(port: int, security: str, **more: Any) -> EmailNotifier:
    settings = Settings(
        smtp_host="127.0.0.1",
        smtp_port=port,
        smtp_security=security,
        smtp_from="farol@example.org",
        alert_email_to=["ana@example.org"],
        **more,
    )
    return EmailNotifier("ana@example.org", settings)


def refused(sender: EmailNotifier, notice: Notice) -> NotSent:
    with pytest.raises(NotSent) as error:
        sender.notify(notice)
    return error.value


def parsed(mail: bytes) -> EmailMessage:
    return cast(EmailMessage, email.message_from_bytes(mail, policy=default))


def test_a_mail_is_text_and_html(plain: MailServer, notice: Make) -> None:
    notifier(plain.port, "none", public_url="https://farol.example.org").notify(notice())
    [mail] = [parsed(mail) for mail in plain.mails]
    assert mail["Subject"] == "[Farol] The inputs of flight-delay have drifted (serious)"
    assert (mail["From"], mail["To"]) == ("farol@example.org", "ana@example.org")
    assert mail["Message-ID"] == "<alert-7-event-12@example.org>"
    assert mail["Date"].datetime == notice().at
    text, html = (part.get_content().replace("\r\n", "\n") for part in mail.iter_parts())
    assert "9 of 14 fields; <origin> & others" in text
    assert "Severity: serious\nModel: flight-delay" in text
    assert text.strip().endswith("https://farol.example.org/models/flight-delay")
    assert "9 of 14 fields; &lt;origin&gt; &amp; others" in html
    assert '<a href="https://farol.example.org/models/flight-delay">' in html


@pytest.mark.usefixtures("trusted")
def test_with_starttls_everything_but_the_greeting_is_encrypted(
    encrypting: MailServer, notice: Make
) -> None:
    account = {"smtp_username": "farol", "smtp_password": PASSWORD}
    notifier(encrypting.port, "starttls", **account).notify(notice())
    words = [command.split()[0].upper() for command in encrypting.commands]
    assert words[:5] == ["EHLO", "STARTTLS", "(ENCRYPTED)", "EHLO", "AUTH"]
    assert len(encrypting.mails) == 1


@pytest.mark.usefixtures("trusted")
def test_with_tls_it_is_encrypted_from_the_first_byte(certificate: Path, notice: Make) -> None:
    with mail_server(certificate, implicit_tls=True) as server:
        notifier(server.port, "tls").notify(notice())
    assert server.commands[0] == "(encrypted)"
    assert len(server.mails) == 1


def test_a_server_without_starttls_gets_neither_the_password_nor_the_mail(
    plain: MailServer, notice: Make
) -> None:
    account = {"smtp_username": "farol", "smtp_password": PASSWORD}
    error = refused(notifier(plain.port, "starttls", **account), notice())
    assert str(error) == "the mail server offers no encryption or sign-in"
    assert not error.transient
    assert [command.split()[0] for command in plain.commands] in (["ehlo"], ["ehlo", "QUIT"])


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(
    encrypting: MailServer, notice: Make
) -> None:
    error = refused(notifier(encrypting.port, "starttls"), notice())
    assert str(error) == "the mail server's certificate is not valid"
    assert encrypting.mails == []


@pytest.mark.parametrize(
    ("command", "reply", "sentence", "transient"),
    [
        ("MAIL", "451 later", "the mail server answered 451", True),
        ("MAIL", "550 never", "the mail server answered 550", False),
        ("RCPT", "450 busy", "the mail server refused the recipient (450)", True),
        ("RCPT", "550 no ana", "the mail server refused the recipient (550)", False),
    ],
)
def test_a_refusal_says_whether_trying_again_may_help(
    plain: MailServer, notice: Make, command: str, reply: str, sentence: str, transient: bool
) -> None:
    plain.replies[command] = reply
    error = refused(notifier(plain.port, "none"), notice())
    assert (str(error), error.transient) == (sentence, transient)


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_is_not_told_to_anybody(
    encrypting: MailServer, notice: Make, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    encrypting.replies["AUTH"] = f"535 no, {PASSWORD} is wrong"
    account = {"smtp_username": "farol", "smtp_password": PASSWORD}
    sender = notifier(encrypting.port, "starttls", **account)
    error = refused(sender, notice())
    assert str(error) == "the mail server refused the name or the password"
    for said in (caplog.text, str(error), repr(sender)):
        assert PASSWORD not in said


def test_nobody_there_is_worth_another_try(notice: Make) -> None:
    error = refused(notifier(free_port(), "none"), notice())
    assert error.transient
    assert str(error) == "the mail server could not be reached (ConnectionRefusedError)"


def test_a_server_that_hangs_up_is_worth_another_try() -> None:
    assert refusal(smtplib.SMTPServerDisconnected("bye")).transient


def test_a_title_cannot_add_a_header(notice: Make) -> None:
    """The core makes a title one line; should it ever not, nothing is sent."""
    with pytest.raises(ValueError, match="linefeed"):
        message(
            notice(title="a\nBcc: everybody@example.org"),
            sender="farol@example.org",
            address="ana@example.org",
            public_url="",
        )
