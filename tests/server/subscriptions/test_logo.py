"""A company's logo: drawn anew under caps, on the customer's page in the place of the name, and nowhere else."""

import asyncio
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from tests.server.asking import asking, owner_of

from daypass.server.__main__ import main
from daypass.server.app import Parts
from daypass.server.audit.tables import audit_entry

pytestmark = pytest.mark.slow


def logo_file(kind: str = "PNG", size: tuple[int, int] = (1200, 300), border: int = 100) -> bytes:
    """A red bar with an empty border."""
    whole = Image.new("RGBA", (size[0] + 2 * border, size[1] + 2 * border), (0, 0, 0, 0))
    whole.paste((200, 30, 30, 255), (border, border, border + size[0], border + size[1]))
    file = BytesIO()
    (whole.convert("RGB") if kind in ("JPEG", "GIF") else whole).save(file, kind)
    return file.getvalue()


async def test_the_logo_takes_the_place_of_the_name_and_goes_again(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        answer = await browser.put("/api/company/logo", content=logo_file())
        assert answer.status_code == 200, answer.text
        address = answer.json()["logo"]
        company = (await browser.get("/api/company")).json()
        assert company["logo"] == address
        session = (await browser.post("/api/support-sessions", json={"language": "en"})).json()
        asked = {"accept": "text/html"}
        async with asking(app) as customer:
            image = await customer.get(address)
            assert (image.status_code, image.headers["content-type"]) == (200, "image/webp")
            with Image.open(BytesIO(image.content)) as drawn:
                assert (drawn.format, drawn.size, drawn.info.get("exif")) == ("WEBP", (480, 120), None)
            path = session["link"].partition("//")[2].partition("/")[2]
            page = await customer.get(f"/{path}", headers=asked)
            assert f'<img class="logo" src="{address}" alt="{company["name"]}">' in page.text
            assert "img-src 'self'" in page.headers["content-security-policy"]
        assert (await browser.delete("/api/company/logo")).status_code == 204
        assert (await browser.delete("/api/company/logo")).status_code == 204, "none is no error"
        assert (await browser.get("/api/company")).json()["logo"] is None
        assert (await browser.get(address)).status_code == 404
        page = await browser.get(f"/{path}", headers=asked)
        assert 'class="logo"' not in page.text and company["name"] in page.text
        mail = (await browser.get(f"/api/support-sessions/{session['id']}/mail")).json()
        assert "<img" not in mail["html"]
    async with parts_on.database.reading() as db:
        details = [row.details for row in await db.execute(select(audit_entry).order_by(audit_entry.c.no))]
    assert details.count({"texts": ["logo"]}) == 2


NO_LOGOS = [
    b"",
    b"no picture",
    b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    logo_file("GIF"),
    logo_file("JPEG")[:700],
    logo_file(size=(3700, 3700), border=10),
    b"\x89PNG" + bytes(1 << 20),
]


async def test_what_is_no_logo_is_refused_and_the_former_one_stays(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    async with asking(app, cookie) as browser:
        kept = (await browser.put("/api/company/logo", content=logo_file("JPEG"))).json()["logo"]
        for sent in NO_LOGOS:
            answer = await browser.put("/api/company/logo", content=sent)
            refused = (answer.status_code, answer.json()["code"])
            assert refused in ((422, "picture_refused"), (413, "too_large")), sent[:40]
            assert (await browser.get("/api/company")).json()["logo"] == kept, sent[:40]


async def test_an_empty_picture_is_no_logo(parts_on: Parts) -> None:
    app, cookie = await owner_of(parts_on)
    file = BytesIO()
    Image.new("RGBA", (300, 100), (0, 0, 0, 0)).save(file, "PNG")
    async with asking(app, cookie) as browser:
        assert (await browser.put("/api/company/logo", content=file.getvalue())).status_code == 422
        for nowhere in (
            "/customer/logo/x.webp",
            "/customer/logo/..%2fmark.svg",
            "/customer/logo/" + "0" * 16 + ".webp",
        ):
            assert (await browser.get(nowhere)).status_code == 404


def test_the_operator_sets_and_removes_it_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DAYPASS_HOME", str(tmp_path))
    assert main(["company", "create", "Example Computers"]) == 0
    (tmp_path / "logo.png").write_bytes(logo_file())
    (tmp_path / "words.png").write_bytes(b"words")
    capsys.readouterr()
    assert main(["company", "set", "--logo", "logo.png"]) == 0
    assert '"logo": "/customer/logo/' in capsys.readouterr().out
    for nothing in ("words.png", "missing.png"):
        assert main(["company", "set", "--logo", nothing]) == 1
    assert "no logo" in capsys.readouterr().err
    assert main(["company", "set", "--no-logo"]) == 0
    assert '"logo": null' in capsys.readouterr().out


async def test_of_many_set_at_the_same_moment_one_stays_and_nobody_meets_an_error(parts_on: Parts) -> None:
    """Logos and photos alike: on PostgreSQL the second of two met the row that the first had just written."""
    app, cookie = await owner_of(parts_on)
    files = [logo_file(size=(300 + number, 80)) for number in range(5)]
    async with asking(app, cookie) as browser:
        for path in ("/api/company/logo", "/api/me/picture"):
            setting = [browser.put(path, content=file) for file in files]
            answers = await asyncio.gather(*setting[:3], browser.delete(path), *setting[3:], browser.delete(path))
            assert sorted(answer.status_code for answer in answers) == [200] * 5 + [204] * 2
