"""Installs the host with a manifest and rolls everything back when any step fails. Knows no operating system."""

import errno
import logging
from collections.abc import Callable

from daypass.host.connection.problems import HostProblem
from daypass.host.connection.server_address import ServerAddress
from daypass.host.lifecycle.expiry import Reading
from daypass.host.lifecycle.session_record import SessionIdentity, SessionProgress, SessionRecord
from daypass.host.platform.error_numbers import number_of
from daypass.host.platform.ports import ROOM_MB, Artefact, Installation, Vault
from daypass.host.windows.view import Step

_log = logging.getLogger(__name__)


def install_host(
    installation: Installation,
    open_vault: Callable[[str], Vault],
    identity: SessionIdentity,
    show: Callable[[Step], None],
    own_server: ServerAddress | None = None,
    clocks: Reading | None = None,
) -> None:
    """Put the host on the PC and start its service. Raises HostProblem DP-111 with nothing left behind.

    `own_server` is the one in the program's stamp: for any other nothing is begun (DP-112), or the signed program would give
    a stranger's server control of this PC. `clocks` are the PC's now.
    """
    if own_server is not None and identity.address != own_server:
        raise HostProblem("DP-112")
    manifest: list[Artefact] = []
    record = SessionRecord(open_vault(identity.session_id))

    def note(artefact: Artefact) -> None:
        """On disk before the thing is made. The first is the directory the record lies in: that one is known by its name."""
        manifest.append(artefact)
        if len(manifest) > 1:
            record.keep_manifest(manifest)

    try:
        show(Step.INSTALLING)
        installation.install(identity.session_id, note)
        record.keep_identity(identity)
        record.keep_progress(SessionProgress(technician=identity.technician, installed=clocks))
        show(Step.STARTING)
        installation.start_service(identity.session_id)
    except Exception as error:
        _log.exception("the installation failed; rolling back")
        installation.remove(identity.session_id, manifest)
        left = installation.leftovers(manifest)
        if left:
            _log.error("the rollback left %s", left)
        raise (
            HostProblem("DP-105", {"megabytes": str(ROOM_MB)}) if _no_room(error) else HostProblem("DP-111")
        ) from error


def _no_room(error: BaseException) -> bool:
    return isinstance(error, OSError) and number_of(error) == errno.ENOSPC
