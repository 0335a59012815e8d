"""Walks through reports, audit trail and guides."""

from collections.abc import AsyncIterator

from playwright.async_api import expect
from tests.e2e.console_visit import Visit, walk
from tests.e2e.filled_company import words


@walk("/reports")
async def reports(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/reports", words("console.reports.title"))
    await expect(visit.page.get_by_role("row").nth(1)).to_be_visible()
    yield "remote access"
    await visit.page.get_by_text(words("console.reports.account"), exact=True).first.click()
    await expect(visit.page.get_by_role("row").nth(1)).to_be_visible()
    yield "account access"
    await visit.page.get_by_label(words("console.range.label")).select_option("own")
    await visit.page.get_by_label(words("console.range.from"), exact=True).fill("2026-02-02")
    await visit.page.get_by_label(words("console.range.to"), exact=True).fill("2026-01-01")
    await expect(visit.page.get_by_text(words("console.range.backwards"))).to_be_visible()
    yield "dates backwards"
    await visit.page.get_by_label(words("console.range.from"), exact=True).fill("2020-01-01")
    await visit.page.get_by_label(words("console.range.to"), exact=True).fill("2020-01-02")
    await expect(visit.page.get_by_text(words("console.reports.empty"))).to_be_visible()
    yield "empty"


@walk("/audit")
async def the_audit(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/audit", words("console.audit.title"))
    await expect(visit.page.get_by_role("row").nth(1)).to_be_visible()
    yield "filled"
    await visit.press("console.audit.check_now")
    await expect(visit.page.get_by_text("A cadeia está íntegra")).to_be_visible()
    await visit.open(f"/audit?session={visit.company.sessions['noted']['id']}", words("console.audit.title"))
    await expect(visit.page.get_by_role("row").nth(1)).to_be_visible()
    yield "one session"


@walk("/guides")
async def guides(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/guides", words("console.guides.title"))
    await visit.settled()
    yield "contents"
    await visit.page.get_by_label(words("console.guides.seek")).fill("nada disso")
    await expect(visit.page.get_by_text(words("console.guides.none"))).to_be_visible()
    yield "nothing found"


@walk("/guides/$slug")
async def one_guide(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/guides/connect")
    await visit.page.get_by_label(words("guide.no"), exact=True).check()
    yield "article with pictures"
    await visit.open("/guides/DP-301")
    yield "article of a code"
    await visit.page.goto("/console/guides/nothing")
    await expect(visit.page.get_by_role("alert")).to_be_visible()
    yield "unknown"


@walk("/guides/answers")
async def answers(visit: Visit) -> AsyncIterator[str]:
    await visit.open("/guides/answers", words("console.guides.answers"))
    await visit.settled()
    yield "filled"
