"""E-mail through an SMTP server: plain text and HTML, over TLS unless the settings forbid it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime
from html import escape

from api.adapters.notifiers.secrets import read_secret
from api.adapters.notifiers.settings import PORTS, AlertSettings
from api.adapters.notifiers.wording import facts, headline, page, paragraphs
from api.core.alerts.types import Notice
from api.core.ports import NotSent

TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True)
class EmailNotifier:
    address: str
    settings: AlertSettings

    def notify(self, notice: Notice) -> None:
        mail = message(
            notice,
            sender=self.settings.smtp_from,
            address=self.address,
            public_url=self.settings.public_url,
        )
        deliver(mail, self.settings)


def deliver(mail: EmailMessage, settings: AlertSettings) -> None:
    """Raises NotSent."""
    password = read_secret(settings.smtp_password, settings.smtp_password_file)
    try:
        with _connected(settings) as server:
            if settings.smtp_username:
                server.login(settings.smtp_username, password or "")
            server.send_message(mail)
    except (smtplib.SMTPException, OSError) as error:
        raise refusal(error) from None


def message(notice: Notice, *, sender: str, address: str, public_url: str) -> EmailMessage:
    """Its Message-ID is the notice's, so that a mail sent twice is one."""
    link = page(notice, public_url)
    mail = EmailMessage()
    mail["Subject"] = f"[Farol] {headline(notice)} ({notice.severity})"
    mail["From"] = sender
    mail["To"] = address
    mail["Date"] = format_datetime(notice.at)
    mail["Message-ID"] = f"<{notice.id}@{sender.rpartition('@')[2].rstrip('>') or 'farol'}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(_plain(notice, link))
    mail.add_alternative(_html(notice, link), subtype="html")
    return mail


def refusal(error: smtplib.SMTPException | OSError) -> NotSent:
    """In our words: a server may repeat in its own what it was sent."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return NotSent("the mail server's certificate is not valid", transient=True)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return NotSent("the mail server offers no encryption or sign-in", transient=False)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return NotSent(
            f"the mail server refused the recipient ({codes[0]})", transient=_soft(codes)
        )
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return NotSent("the mail server refused the name or the password", transient=False)
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        return NotSent(f"the mail server answered {code}", transient=_soft([code]))
    return NotSent(f"the mail server could not be reached ({type(error).__name__})", transient=True)


def _soft(codes: list[int]) -> bool:
    """RFC 5321, 4.2.1: from 500 on a refusal is for good."""
    return all(code < 500 for code in codes)


def _connected(settings: AlertSettings) -> smtplib.SMTP:
    port = settings.smtp_port or PORTS[settings.smtp_security]
    trusted = ssl.create_default_context()
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(settings.smtp_host, port, timeout=TIMEOUT_SECONDS, context=trusted)
    server = smtplib.SMTP(settings.smtp_host, port, timeout=TIMEOUT_SECONDS)
    if settings.smtp_security == "starttls":
        try:
            server.starttls(context=trusted)
        except BaseException:
            server.close()
            raise
    return server


def _plain(notice: Notice, link: str) -> str:
    lines = [f"{label}: {value}" for label, value in facts(notice).items()]
    return "\n\n".join(
        part for part in (headline(notice), *paragraphs(notice), "\n".join(lines), link) if part
    )


def _html(notice: Notice, link: str) -> str:
    texts = "".join(f"<p>{escape(text)}</p>" for text in paragraphs(notice))
    rows = "".join(
        f'<tr><td style="padding-right:1em;color:#666">{escape(label)}</td>'
        f"<td>{escape(value)}</td></tr>"
        for label, value in facts(notice).items()
    )
    opened = f'<p><a href="{escape(link)}">Open in Farol</a></p>' if link else ""
    return (
        '<html><body style="font-family:sans-serif">'
        f"<h2>{escape(headline(notice))}</h2>{texts}<table>{rows}</table>{opened}</body></html>"
    )
