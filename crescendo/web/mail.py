"""Letters: plain text, sent after the transaction and beside the request, so that neither waits or fails for them."""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from threading import Thread
from urllib.parse import unquote, urlsplit

from flask import current_app, render_template

from ..foundation.database import after_commit

PATIENCE = 20  # seconds that a mail server may take for each answer
logger = logging.getLogger(__name__)


def can_send() -> bool:
    """Whether a mail server is set up."""
    return bool(current_app.config["SETTINGS"].smtp_url)


def send_letter(template: str, *, to: str, subject: str, **values: object) -> None:
    """Send the letter of `templates/email/` to one address, once the current transaction is committed.

    To nobody (an empty address) it takes as long, and goes nowhere.
    """
    settings = current_app.config["SETTINGS"]
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = settings.mail_from, to, subject
    letter["Date"], letter["Message-ID"] = (
        formatdate(usegmt=True),
        make_msgid(domain=urlsplit(settings.site_url).hostname),
    )
    letter["Auto-Submitted"] = "auto-generated"
    letter.set_content(render_template(f"email/{template}", site=settings.site_name, **values))
    post = Thread(target=_deliver, args=(settings.smtp_url, letter), name="letter")
    after_commit(post.start)


def _deliver(smtp_url: str, letter: EmailMessage) -> None:
    """Hand the letter over. What goes wrong is for the log, without the letter: it may hold a secret link."""
    parts = urlsplit(smtp_url)
    if not letter["To"]:
        return
    try:
        with _connected(parts.scheme, parts.hostname or "", parts.port) as server:
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        logger.error("A letter could not be sent: %s", type(error).__name__)  # noqa: TRY400 (an error may quote it)


def _connected(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=PATIENCE, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port or 587, timeout=PATIENCE)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    return server
