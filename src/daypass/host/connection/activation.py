"""The installed service's first contact with the server: the pairing proof in, the grant out. Safe to repeat."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from daypass.host.connection.backoff import Backoff
from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_requests import ServerRequests
from daypass.host.lifecycle.live_session import LiveSession
from daypass.host.lifecycle.session_record import SessionIdentity
from daypass.protocol.errors import ProtocolError
from daypass.protocol.grant import Grant, open_grant
from daypass.protocol.host_api import Activated, Activation, Key32, Signature64, read_json, write_json
from daypass.protocol.messages import Consent
from daypass.protocol.signed import SigningKey

GIVE_UP_AFTER_MS = 15 * 60 * 1000
_MAY_PASS = frozenset({"DP-106", "DP-201", "DP-202", "DP-203", "DP-308", "DP-900"})
_read_activated = read_json(Activated)
_log = logging.getLogger(__name__)


async def activate(
    session: LiveSession, requests: ServerRequests, backoff: Backoff, waiting: Callable[[str], Awaitable[None]]
) -> None:
    """Try until the server grants or refuses; `waiting` hears what is in the way meanwhile.

    Raises HostProblem when the server refuses, DP-211 after 15 minutes without an answer.
    """
    give_up_at = session.awake_ms() + GIVE_UP_AFTER_MS
    while session.grant is None:
        try:
            await _activate_once(session, requests)
        except HostProblem as problem:
            _log.warning("activation: %s", problem.dp)
            if problem.dp not in _MAY_PASS:
                raise
            if session.awake_ms() >= give_up_at:
                raise HostProblem("DP-211") from problem
            await waiting(problem.dp)
            await asyncio.sleep(backoff.next_wait_s())


async def _activate_once(session: LiveSession, requests: ServerRequests) -> None:
    identity = session.identity
    body = write_json(_activation(identity, session.progress.consent))
    answer = await requests.post("/api/host/activation", body, bearer=identity.host_token)
    try:
        activated = _read_activated(answer)
        grant = open_grant(identity.address.server_key, activated.grant)
    except ProtocolError as error:
        raise HostProblem("DP-309") from error
    if not _is_ours(grant, identity):
        raise HostProblem("DP-309")
    session.activate(bytes(activated.grant), grant, activated.server_time_at, activated.receipt_to)


def _activation(identity: SessionIdentity, consent: Consent) -> Activation:
    return Activation(
        session_id=identity.session_id,
        host_key=Key32(SigningKey(identity.host_seed).public),
        technician_key=Key32(identity.technician_key),
        transcript=Key32(identity.transcript),
        technician_signature=Signature64(identity.technician_signature),
        host_signature=Signature64(identity.host_signature),
        computer_name=identity.computer_name,
        system=identity.system,
        consent=consent,
    )


def _is_ours(grant: Grant, identity: SessionIdentity) -> bool:
    return (
        grant.session_id == identity.session_id
        and grant.host_key == SigningKey(identity.host_seed).public
        and grant.technician_key == identity.technician_key
        and grant.activated_at < grant.deadline_at
    )
