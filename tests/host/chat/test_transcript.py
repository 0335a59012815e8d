"""The transcript survives the service, and its hash says what was written."""

from daypass.host.chat import transcript as transcripts
from daypass.host.chat.transcript import LINES_IN_A_PART, Transcript
from daypass.host.platform.fake.vault import MemoryVault
from daypass.protocol.chat import Author, ChatLine, first_head, next_head

SESSION = "session-1"


def written(vault: MemoryVault, count: int) -> Transcript:
    transcript = Transcript(vault, SESSION)
    for number in range(1, count + 1):
        line = ChatLine(number=number, at=number, author=Author.CUSTOMER, text=f"line {number}")
        transcript.keep(line)
        transcript.take(line)
    return transcript


def test_what_was_written_is_there_after_a_restart_with_the_same_hash() -> None:
    vault = MemoryVault()
    before = written(vault, 2 * LINES_IN_A_PART + 3)
    after = Transcript(vault, SESSION)
    assert after.lines == before.lines and after.head == before.head
    head = first_head(SESSION)
    for line in after.lines:
        head = next_head(head, line)
    assert after.head == head and after.head_after(0) == first_head(SESSION)


def test_a_part_that_is_damaged_ends_the_transcript_before_it() -> None:
    vault = MemoryVault()
    written(vault, LINES_IN_A_PART + 5)
    vault.write("chat-1", b"\xc1")
    assert len(Transcript(vault, SESSION).lines) == LINES_IN_A_PART


def test_lines_come_in_bearable_numbers() -> None:
    transcript = written(MemoryVault(), 30)
    assert [line.number for line in transcript.since(0, 25)] == list(range(1, 26))
    assert [line.number for line in transcript.since(25, 25)] == [26, 27, 28, 29, 30]
    assert transcript.since(30, 25) == ()


def test_a_transcript_is_full_by_lines_or_by_characters(monkeypatch: object) -> None:
    transcript = written(MemoryVault(), 3)
    assert not transcript.full
    line = ChatLine(number=4, at=4, author=Author.CUSTOMER, text="x" * 4000)
    for _ in range(transcripts.MOST_CHARACTERS // 4000):
        transcript.take(line)
    assert transcript.full
