"""What whoever is at the PC reads on a blank screen: why it is blank, and how to have it back at once."""

from daypass.translation import Translation


def blank_words(language: str, technician: str, company: str) -> tuple[str, ...]:
    """Lines from the top; the first is the title."""
    texts = Translation(language)
    title = texts.text("host.blank.title", technician=technician, company=company)
    return title, texts.text("host.blank.back"), texts.text("host.blank.why")
