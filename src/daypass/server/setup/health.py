"""What a watchdog asks: is the process alive, is it ready, what does it count."""

import ipaddress

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from daypass.server.allowed_callers import ANYONE, OPERATOR
from daypass.server.database import Database
from daypass.server.problems import Refusal, not_found

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def router(database: Database, metrics: CollectorRegistry, metrics_from: tuple[str, ...]) -> APIRouter:
    """Health and metrics; metrics only for the networks the operator named (loopback by default), else 404."""
    routes = APIRouter(tags=["health"])
    networks = [ipaddress.ip_network(network, strict=False) for network in metrics_from]

    @routes.get("/healthz", operation_id="healthz", dependencies=[ANYONE])
    async def alive() -> dict[str, str]:
        """200 while the process answers."""
        return {"status": "ok"}

    @routes.get("/readyz", operation_id="readyz", dependencies=[ANYONE])
    async def ready() -> dict[str, str]:
        """200 when the database answers, else 503."""
        try:
            async with database.reading() as db:
                await db.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as error:
            raise Refusal("not_ready") from error
        return {"status": "ready"}

    @routes.get("/metrics", include_in_schema=False, dependencies=[OPERATOR])
    async def read_metrics(request: Request) -> Response:
        if not _is_inside(request.client.host if request.client else "", networks):
            raise not_found()
        return Response(generate_latest(metrics), media_type=CONTENT_TYPE_LATEST)

    return routes


def _is_inside(address: str, networks: list[Network]) -> bool:
    try:
        return any(ipaddress.ip_address(address) in network for network in networks)
    except ValueError:
        return False
