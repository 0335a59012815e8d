"""What mails promise, and the test that holds each promise. A promise without a test, or a test that was renamed, fails here."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
INVITATION, ACCOUNT = HERE.parent / "deployment/test_invitation_mail.py", HERE.parent / "accounts/test_account_mails.py"
RECEIPT = HERE.parent / "deployment/test_receipt_mail.py"
MESSAGE, ENCRYPTION, PAGES = (
    HERE / "test_message.py",
    HERE / "test_encryption.py",
    HERE.parent / "deployment/test_pages.py",
)

PROMISES = {
    "multi-part, no attachment": (MESSAGE, "test_it_is_text_and_html_without_attachments"),
    "the company's name and colour": (INVITATION, "test_a_mail_is_in_the_customers_language_and_the_companys_colour"),
    "by the customer's language": (INVITATION, "test_a_mail_is_in_the_customers_language_and_the_companys_colour"),
    "a plain subject": (INVITATION, "test_a_mail_is_in_the_customers_language_and_the_companys_colour"),
    "no pixel, no foreign domain": (INVITATION, "test_the_mail_loads_nothing_and_names_no_foreign_domain"),
    "Reply-To the technician": (INVITATION, "test_the_mail_arrives_with_link_short_address_and_number"),
    "Reply-To of the team's mails: who invited": (
        ACCOUNT,
        "test_invitation_reset_and_notices_leave_once_and_their_links_work",
    ),
    "the text part is readable alone": (INVITATION, "test_the_mail_arrives_with_link_short_address_and_number"),
    "state refused, in the server's words": (
        INVITATION,
        "test_a_refused_address_is_told_in_the_servers_words_and_not_tried_again",
    ),
    "states queued and sent, retries without loss": (
        INVITATION,
        "test_a_mail_server_that_is_down_loses_nothing_and_gets_each_mail_once",
    ),
    "a lost answer repeats the same message": (INVITATION, "test_a_reply_lost_on_the_way_repeats_the_same_message_id"),
    "a sender that died loses nothing": (INVITATION, "test_a_sender_that_died_gives_its_mail_back"),
    "a receipt after the removal, in the company's dress": (
        RECEIPT,
        "test_a_receipt_says_who_when_how_much_and_what_was_removed",
    ),
    "a receipt only for whoever wants it": (RECEIPT, "test_no_wish_no_receipt"),
    "a receipt claims no removal that nobody confirmed": (
        RECEIPT,
        "test_a_removal_that_nobody_confirms_is_not_claimed_a_day_later",
    ),
    "a receipt leaves once": (RECEIPT, "test_a_receipt_leaves_once_also_when_the_mail_server_was_down"),
    "a receipt's hash on both sides": (RECEIPT, "test_both_sides_have_the_same_fingerprint_of_the_receipt"),
    "page visited": (PAGES, "test_continue_counts_as_a_visit_and_leads_to_the_download"),
    "no header can be added": (MESSAGE, "test_no_value_can_add_a_header"),
    "nor by an encoded word": (MESSAGE, "test_no_encoded_word_hides_a_line_end"),
    "encrypted to other machines": (ENCRYPTION, "test_a_mail_leaves_under_starttls_after_sign_in"),
}


@pytest.mark.parametrize("promise", PROMISES)
def test_each_promise_has_its_test(promise: str) -> None:
    file, name = PROMISES[promise]
    assert re.search(rf"^(async )?def {name}\b", file.read_text(), re.M), f"{promise}: no {name} in {file.name}"
