"""Letters: plain text, sent after the transaction and beside the request, so that neither waits or fails for them."""

import logging
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from threading import Thread
from urllib.parse import SplitResult, unquote, urlsplit

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
    place = urlsplit(smtp_url)
    if not letter["To"]:
        return
    try:
        with _connected(place) as server:
            if place.username:
                server.login(unquote(place.username), unquote(place.password or ""))
            server.send_message(letter)
    except (OSError, smtplib.SMTPException) as error:
        reason = _reason(error, place.hostname or "")
        logger.error("A letter could not be sent: %s", reason)  # noqa: TRY400 (an error may quote it)


def _connected(place: SplitResult) -> smtplib.SMTP:
    """A connection to the mail server at `place`."""
    host = place.hostname or ""
    if place.scheme == "smtps":
        return smtplib.SMTP_SSL(host, place.port or 465, timeout=PATIENCE, context=ssl.create_default_context())
    server = smtplib.SMTP(host, place.port or 587, timeout=PATIENCE)
    try:
        _encrypt(server, must=bool(place.username))
    except BaseException:
        server.close()
        raise
    return server


def _encrypt(server: smtplib.SMTP, *, must: bool) -> None:
    """From now on nobody on the way can read along, where the server offers that or a password follows (`must`)."""
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=ssl.create_default_context())
    elif must:
        raise OpenLineError


class OpenLineError(smtplib.SMTPException):
    """A password is wanted where everybody on the way could read it."""


def _reason(error: Exception, host: str) -> str:
    """What went wrong with the mail server `host`, in words that quote neither the password nor the letter."""
    match error:
        case OpenLineError():
            return f"{host} offers no encryption, and the password would be read on the way."
        case ssl.SSLCertVerificationError():
            return f"the certificate of {host} is refused: {error.verify_message}"
        case smtplib.SMTPAuthenticationError():
            return f"{host} refuses the user or the password."
        case smtplib.SMTPException() | ssl.SSLError():
            return f"{host} did not take it ({type(error).__name__})."
        case _:
            return f"{host} cannot be reached ({type(error).__name__})."
