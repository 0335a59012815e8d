"""What can go wrong between people, programs and the wire: one table of problems, one exception for bad bytes.

A problem has a stable `code` for programs, a `DP-…` code for people to read out, the HTTP status under which a server answers
it (None where it never travels over HTTP), and the variables its texts use. The texts, three sentences each in three
languages, are in locales/ under `errors.DP-…` as `happened`, `why` and `next`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One row of the table."""

    dp: str
    code: str
    status: int | None = None
    variables: tuple[str, ...] = ()


class ProtocolError(Exception):
    """Untrusted bytes that are not what the protocol allows here. `dp` is what a person is told, if they are told."""

    def __init__(self, what: str, dp: str = "DP-205") -> None:
        super().__init__(what)
        self.what = what
        self.dp = dp


_TABLE = (
    # this PC
    Problem("DP-101", "not_windows"),
    Problem("DP-102", "no_administrator_rights"),
    Problem("DP-103", "host_software_present", variables=("program",)),
    Problem("DP-104", "unsupported_windows"),
    Problem("DP-105", "no_room", variables=("megabytes",)),
    Problem("DP-106", "clock_wrong"),
    Problem("DP-107", "blocked_by_smart_app_control"),
    Problem("DP-108", "removed_by_antivirus"),
    Problem("DP-109", "windows_s_mode"),
    Problem("DP-110", "no_aes_instructions"),
    Problem("DP-111", "installation_failed"),
    Problem("DP-112", "damaged_download"),
    Problem("DP-113", "other_session_here", variables=("technician", "company")),
    # the way to the server
    Problem("DP-201", "server_unreachable"),
    Problem("DP-202", "proxy_asks_for_sign_in"),
    Problem("DP-203", "tls_intercepted"),
    Problem("DP-204", "versions_differ", 409),
    Problem("DP-205", "malformed", 400),
    Problem("DP-206", "too_large", 413),
    Problem("DP-207", "insecure_origin", 403),
    Problem("DP-208", "line_lost"),
    Problem("DP-209", "ticket_refused", 403),
    Problem("DP-210", "peer_did_not_come"),
    Problem("DP-211", "activation_gave_up"),
    # pairing
    Problem("DP-301", "code_wrong", variables=("tries_left",)),
    Problem("DP-302", "code_used_up"),
    Problem("DP-303", "link_expired", 410),
    Problem("DP-304", "link_revoked", 410),
    Problem("DP-305", "link_used", 409),
    Problem("DP-306", "technician_away"),
    Problem("DP-307", "unknown_number", 404),
    Problem("DP-308", "too_many_tries", 429, ("minutes",)),
    Problem("DP-309", "not_the_server_of_this_app"),
    Problem("DP-310", "not_a_code", variables=("digits",)),
    Problem("DP-311", "code_expired"),
    Problem("DP-312", "too_many_codes"),
    # connecting
    Problem("DP-401", "password_wrong", variables=("tries_left",)),
    Problem("DP-402", "wait_before_next_try", 429, ("minutes",)),
    Problem("DP-403", "nobody_agreed"),
    Problem("DP-404", "paused"),
    Problem("DP-405", "resume_refused"),
    Problem("DP-406", "host_offline", 409),
    Problem("DP-407", "host_identity_changed"),
    Problem("DP-408", "host_too_old", 409),
    Problem("DP-409", "attention_refused"),
    Problem("DP-410", "monitor_gone"),
    Problem("DP-411", "clipboard_held"),
    Problem("DP-412", "clipboard_too_long"),
    Problem("DP-413", "drawing_not_shown"),
    Problem("DP-421", "input_not_locked"),
    Problem("DP-422", "pc_freed"),
    Problem("DP-423", "pc_just_freed"),
    Problem("DP-424", "screen_not_hidden"),
    Problem("DP-425", "hold_not_allowed"),
    Problem("DP-431", "chat_too_fast"),
    Problem("DP-432", "chat_full"),
    # limits
    Problem("DP-501", "technician_limit", 409, ("limit",)),
    Problem("DP-502", "company_limit", 409, ("limit",)),
    Problem("DP-503", "no_seat", 409, ("used", "seats")),
    Problem("DP-504", "trial_plan", 403),
    Problem("DP-505", "plan_lacks_tool", 403),
    Problem("DP-506", "no_subscription", 403),
    # the session itself
    Problem("DP-601", "session_over", 410),
    Problem("DP-602", "not_active_yet", 409),
    Problem("DP-603", "mail_not_sent", 502),
    Problem("DP-604", "not_found", 404),
    Problem("DP-605", "removal_incomplete"),
    Problem("DP-606", "session_handed_over", 409, ("technician",)),
    Problem("DP-607", "invitation_withdrawn", 403),
    # files
    Problem("DP-701", "name_refused"),
    Problem("DP-702", "name_taken"),
    Problem("DP-703", "disk_full"),
    Problem("DP-704", "file_locked"),
    Problem("DP-705", "access_denied"),
    Problem("DP-706", "no_such_file"),
    Problem("DP-707", "changed_while_read"),
    Problem("DP-708", "link_not_followed"),
    Problem("DP-709", "nobody_signed_in"),
    Problem("DP-710", "elevation_not_allowed"),
    Problem("DP-711", "hash_differs"),
    Problem("DP-712", "disk_error"),
    Problem("DP-713", "path_too_long"),
    Problem("DP-714", "not_to_bin"),
    Problem("DP-715", "into_itself"),
    Problem("DP-716", "too_large_for_drive"),
    Problem("DP-717", "drive_not_ready"),
    Problem("DP-718", "folder_must_be_allowed"),
    # dashboard
    Problem("DP-801", "no_longer_there"),
    Problem("DP-802", "protects_the_session"),
    Problem("DP-803", "refused_by_the_system"),
    Problem("DP-804", "not_done_in_time"),
    Problem("DP-805", "not_on_this_pc"),
    Problem("DP-806", "terminal_not_opened"),
    Problem("DP-807", "too_many_terminals"),
    Problem("DP-808", "restart_after_the_session"),
    Problem("DP-809", "no_safe_mode"),
    Problem("DP-810", "did_not_restart"),
    Problem("DP-811", "registry_name_taken"),
    Problem("DP-900", "unexpected", 500),
)

PROBLEMS: dict[str, Problem] = {problem.dp: problem for problem in _TABLE}
BY_CODE: dict[str, Problem] = {problem.code: problem for problem in _TABLE}
