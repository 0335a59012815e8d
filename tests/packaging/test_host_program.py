"""Stamping, signing and keeping: the program a customer downloads is exactly what the operator signed."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from daypass.protocol.errors import ProtocolError
from daypass.protocol.stamp import certificate_table, find_stamp
from daypass.server.deployment.authenticode import SignatureInvalid, has_signature, signer_of
from daypass.server.deployment.host_program import (
    HostNotBuilt,
    HostPrograms,
    SignCommand,
    SigningFailed,
    own_sign_command,
)

ADDRESS, KEY = "https://support.example.org", bytes(range(32))


@pytest.fixture
def programs(small_program: Path, tmp_path: Path) -> HostPrograms:
    return HostPrograms(small_program, tmp_path / "host", sign=None)


def test_the_program_carries_its_address_and_a_signature_but_names_no_publisher(programs: HostPrograms) -> None:
    made = programs.program_for(ADDRESS, KEY, "a certificate")
    with made.path.open("rb") as program:
        stamp = find_stamp(program)
    assert (stamp.public_url, stamp.server_key_bytes(), stamp.ca_pem) == (ADDRESS, KEY, "a certificate")
    assert made.publisher is None and has_signature(made.path)
    assert made.size == made.path.stat().st_size
    assert made.sha256 == hashlib.sha256(made.path.read_bytes()).hexdigest()


def test_the_signature_covers_the_stamp_and_the_program_before_it(programs: HostPrograms, tmp_path: Path) -> None:
    whole = programs.program_for(ADDRESS, KEY).path.read_bytes()
    signature, _ = certificate_table(whole[:4096])
    for place in (2000, signature - 4097, signature - 4096, signature - 4000, signature - 1):
        changed = bytearray(whole)
        changed[place] ^= 1
        forged = tmp_path / "forged.exe"
        forged.write_bytes(changed)
        with pytest.raises(SignatureInvalid):
            signer_of(forged)


def test_a_renamed_download_still_verifies(programs: HostPrograms, tmp_path: Path) -> None:
    renamed = tmp_path / "DaypassSupport-7K2QM-9XJ4T-0B6YR-ZP3WD (1).exe"
    shutil.copy(programs.program_for(ADDRESS, KEY).path, renamed)
    signer_of(renamed)
    with renamed.open("rb") as program:
        assert find_stamp(program).public_url == ADDRESS


def test_a_download_cut_short_has_no_stamp(programs: HostPrograms, tmp_path: Path) -> None:
    whole = programs.program_for(ADDRESS, KEY).path.read_bytes()
    signature, _ = certificate_table(whole[:4096])
    short = tmp_path / "short.exe"
    short.write_bytes(whole[: signature - 10])
    with short.open("rb") as program, pytest.raises(ProtocolError):
        find_stamp(program)


def test_the_same_address_is_signed_once_also_after_a_restart(small_program: Path, tmp_path: Path) -> None:
    first = HostPrograms(small_program, tmp_path / "host", None).program_for(ADDRESS, KEY)
    again = HostPrograms(small_program, tmp_path / "host", None).program_for(ADDRESS, KEY)
    assert again == first
    other = HostPrograms(small_program, tmp_path / "host", None).program_for("https://other.example.org", KEY)
    assert other.sha256 != first.sha256 and first.path.is_file()


def test_a_kept_program_that_was_damaged_is_made_again(small_program: Path, tmp_path: Path) -> None:
    first = HostPrograms(small_program, tmp_path / "host", None).program_for(ADDRESS, KEY)
    first.path.write_bytes(b"damaged")
    again = HostPrograms(small_program, tmp_path / "host", None).program_for(ADDRESS, KEY)
    signer_of(again.path)
    assert again.size > 4096


def test_only_a_few_programs_of_former_addresses_are_kept(programs: HostPrograms) -> None:
    made = [programs.program_for(f"https://{number}.example.org", KEY) for number in range(5)]
    assert [program.path.is_file() for program in made] == [False, False, True, True, True]
    assert programs.program_for("https://0.example.org", KEY).path.is_file()


def test_the_servers_own_signing_key_is_readable_by_the_server_alone(programs: HostPrograms, tmp_path: Path) -> None:
    programs.program_for(ADDRESS, KEY)
    assert (tmp_path / "host/test-certificate-key.pem").stat().st_mode & 0o777 == 0o600


def test_an_operators_command_signs_and_its_certificate_names_the_publisher(
    small_program: Path, tmp_path: Path
) -> None:
    operators = own_sign_command(tmp_path / "operator's keys")
    programs = HostPrograms(small_program, tmp_path / "host", operators)
    assert programs.program_for(ADDRESS, KEY).publisher == "Daypass test certificate"
    assert not list((tmp_path / "host").glob("test-certificate*"))


def test_the_signing_command_is_never_given_to_a_shell(small_program: Path, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    command = SignCommand.parse(f"{sys.executable} -c 'pass' {{in}} {{out}} ; touch {marker}")
    with pytest.raises(SigningFailed, match="ended with 0"):
        command.sign(small_program, tmp_path / "signed.exe")
    assert not marker.exists()


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ("/no/such/signer {in} {out}", "no/such/signer"),
        (
            f"{sys.executable} -c 'import sys; sys.exit(\"no token in the slot\")' {{in}} {{out}}",
            "no token in the slot",
        ),
        ("cp {in} {out}", "carries no signature"),
    ],
)
def test_a_signer_that_fails_is_named_with_its_own_words(
    command: str, why: str, small_program: Path, tmp_path: Path
) -> None:
    programs = HostPrograms(small_program, tmp_path / "host", SignCommand.parse(command))
    with pytest.raises(SigningFailed, match=why):
        programs.program_for(ADDRESS, KEY)
    assert not list((tmp_path / "host").glob("*/DaypassSupport.exe"))


def test_a_signer_that_hands_back_another_signed_program_is_found_out(small_program: Path, tmp_path: Path) -> None:
    other = HostPrograms(small_program, tmp_path / "other", None).program_for("https://other.example.org", KEY).path
    programs = HostPrograms(
        small_program, tmp_path / "host", SignCommand(("sh", "-c", 'cp "$0" "$2"', str(other), "{in}", "{out}"))
    )
    with pytest.raises(SigningFailed, match="another program"):
        programs.program_for(ADDRESS, KEY)


def test_a_command_without_a_place_for_the_files_is_refused_at_start() -> None:
    with pytest.raises(ValueError, match="{out}"):
        SignCommand.parse("sign {in}")
    assert SignCommand.from_environment({"DAYPASS_SIGN_COMMAND": " "}) is None
    assert SignCommand.from_environment({"DAYPASS_SIGN_COMMAND": "sign 'a b' {in} {out}"}) == SignCommand(
        ("sign", "a b", "{in}", "{out}")
    )


def test_a_missing_packed_program_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(HostNotBuilt, match="make host"):
        HostPrograms(tmp_path / "none.exe", tmp_path / "host", None).program_for(ADDRESS, KEY)


def test_another_tool_agrees_about_the_signature(programs: HostPrograms, tmp_path: Path) -> None:
    made = programs.program_for(ADDRESS, KEY).path
    trusted = tmp_path / "host/test-certificate.pem"
    checked = subprocess.run(
        ["osslsigncode", "verify", "-CAfile", trusted, "-in", made], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stdout
    assert signer_of(made).name == "Daypass test certificate"
