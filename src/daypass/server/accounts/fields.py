"""What people type, as fields of requests: capped, one line, nothing invisible."""

from typing import Annotated, Literal

from fastapi import Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, EmailStr, Field, Strict

from daypass.server.accounts.models import LONGEST_PASSWORD, SHORTEST_PASSWORD, readable_name, readable_text


def _no_text_or_truth(value: object) -> object:
    if isinstance(value, str | bool):
        raise ValueError("not a whole number")
    return value


# In a body, "yes" is no truth and "5" is no number; 5.0 is one.
Truth = Annotated[bool, Strict()]
Number = Annotated[int, BeforeValidator(_no_text_or_truth)]
Language = Literal["pt-BR", "en", "es"]
RoleName = Literal["owner", "admin", "technician"]
# PostgreSQL keeps no NUL, and no person types one.
PlainText = Annotated[str, Field(pattern=r"^[^\x00]*$")]

OneLine = Annotated[str, Field(pattern=r"^[^\x00]*$"), AfterValidator(readable_name)]
ManyLines = Annotated[str, Field(pattern=r"^[^\x00]*$"), AfterValidator(readable_text)]


def _with_something_to_read(name: str) -> str:
    readable = readable_name(name)
    if not readable:
        raise ValueError("nothing in it can be read")
    return readable


Name = Annotated[
    str, Field(max_length=80, pattern=r"^[^\x00]*[^\s\x00][^\x00]*$"), AfterValidator(_with_something_to_read)
]
NewPassword = Annotated[str, Field(min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD)]
Password = Annotated[str, Field(min_length=1, max_length=LONGEST_PASSWORD)]
NewEmail = Annotated[EmailStr, Field(max_length=254)]


class Asked(BaseModel):
    """A request's body: a field that nobody knows is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")


def address_of(request: Request) -> str:
    """Where the request comes from."""
    return request.client.host if request.client else ""


def browser_of(request: Request) -> str:
    """What the browser calls itself, as its person may read it later."""
    return readable_name(request.headers.get("user-agent", "")[:400])[:200]
