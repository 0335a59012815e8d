"""Builds what the guides need, and mounts their routes."""

from fastapi import FastAPI

from daypass.server.accounts.door import Door
from daypass.server.database import Database
from daypass.server.deployment.page_rendering import StaticFiles
from daypass.server.guides import pages, routes
from daypass.server.guides.library import library, pictures_folder
from daypass.server.guides.opinions import Opinions
from daypass.server.guides.page_rendering import GuidePages, GuidePictures
from daypass.server.guides.robot_check import RobotCheck
from daypass.server.identifiers import Clock


def include_guides(
    app: FastAPI, *, database: Database, door: Door, key: bytes, static: StaticFiles, clock: Clock
) -> None:
    """The public guides and those of the console. `key`: the secret that signs the forms below the articles."""
    articles = library()
    pictures = GuidePictures.read(pictures_folder())
    opinions = Opinions(database, articles, RobotCheck(key), clock)
    app.include_router(pages.router(articles, opinions, GuidePages(articles, pictures, static)))
    app.include_router(routes.router(articles, opinions, pictures, door))
