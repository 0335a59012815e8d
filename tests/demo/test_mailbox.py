"""The mailbox of the demo takes the server's mails and nobody else's."""

import socket
from email.message import EmailMessage

import aiosmtplib
from demo.mailbox import open_mailbox

from daypass.server.mail.smtp_address import smtp_address

MAIL_IN_A_FORM = "\r\n".join(
    (
        "POST / HTTP/1.1",
        "Host: localhost",
        "Content-Type: text/plain",
        "",
        "EHLO page.example.org",
        "MAIL FROM:<somebody@example.org>",
        "RCPT TO:<customer@example.org>",
        "DATA",
        "Subject: from a web page",
        "",
        "https://example.org/d/other",
        ".",
        "QUIT",
        "",
    )
)


def test_what_a_web_page_posts_to_its_port_is_no_mail() -> None:
    with open_mailbox() as mailbox:
        there = smtp_address(mailbox.smtp_url)
        with socket.create_connection((there.host, there.port), timeout=10) as page:
            page.sendall(MAIL_IN_A_FORM.encode())
            while page.recv(4096):
                pass
        assert mailbox.letters() == []


async def test_the_server_s_mail_arrives() -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "support@example.org", "customer@example.org", "Help"
    mail.set_content("Text")
    with open_mailbox() as mailbox:
        there = smtp_address(mailbox.smtp_url)
        await aiosmtplib.send(
            mail, hostname=there.host, port=there.port, username=there.name, password=there.password, start_tls=False
        )
        assert [letter.subject for letter in mailbox.letters()] == ["Help"]
