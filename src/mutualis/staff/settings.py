"""What an operator sets: where the application stands, who may send people to it, how long they stay.

A TOML file in the folder of the application (`settings.toml`), then the environment. Secrets stand in the environment
only: MUTUALIS_STAFF_DATABASE for the address of a database, MUTUALIS_STAFF_SECRET_<NAME> for a client's secret.
"""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from mutualis.model import MutualisError

FILE = "settings.toml"
ADDRESS = "MUTUALIS_STAFF_ADDRESS"
DATABASE = "MUTUALIS_STAFF_DATABASE"
SECRET = "MUTUALIS_STAFF_SECRET_"  # noqa: S105
LOCAL = ("localhost", "127.0.0.1")


def _origin(address: str) -> str:
    return safe(address.rstrip("/"), whole=True)


def safe(address: str, whole: bool = False) -> str:
    """An address that may be asked, or be ours (`whole`: an origin without a path): by https, or on this machine."""
    parts = urlsplit(address)
    if not parts.hostname or parts.username or (whole and (parts.path or parts.query)):
        raise ValueError("write it as https://name.example.org")
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise ValueError("only this machine may be reached without https")
    return address


Origin = Annotated[str, AfterValidator(_origin)]
Web = Annotated[str, AfterValidator(safe)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Client(_Part):
    """Another system that signs people in, and what we are called there (OpenID Connect Core 1.0; SMART App Launch 2).

    `claim` is the part of its signed statement by which an account of ours is found.
    """

    name: Slug
    title: str
    issuer: Web
    client_id: str
    claim: str = "sub"
    secret: str = Field(default="", repr=False)


class Provider(Client):
    """An OpenID Connect provider."""


class Smart(Client):
    """A server of a record software that launches applications; `issuer` is its FHIR address (`iss` of a launch)."""

    claim: str = "fhirUser"


class RecordSystem(_Part):
    """A record software that signs its own launches: its public key as JWK, and the practices it may speak for."""

    name: Slug
    title: str
    issuer: str
    key: Mapping[str, str]
    practices: tuple[str, ...]


class Hashing(_Part):
    """The cost of argon2id; the default is the second choice of RFC 9106, section 4 (64 MiB of memory)."""

    time_cost: int = Field(default=3, ge=1)
    memory_kib: int = Field(default=65536, ge=8)
    parallelism: int = Field(default=4, ge=1)


class Settings(_Part):
    """The settings of the staff application."""

    folder: Path
    address: Origin = "http://localhost:8100"
    database: str = Field(default="", repr=False)
    proxies: tuple[str, ...] = ()
    idle_minutes: int = Field(default=30, ge=1)
    longest_hours: int = Field(default=12, ge=1)
    provider: tuple[Provider, ...] = ()
    smart: tuple[Smart, ...] = ()
    record_system: tuple[RecordSystem, ...] = ()
    hashing: Hashing = Hashing()

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by https, also when a proxy ends it."""
        return self.address.startswith("https:")

    @property
    def host(self) -> str:
        """The name under which browsers know us; passkeys are bound to it."""
        return urlsplit(self.address).hostname or ""

    @property
    def store(self) -> Path | str:
        """Where accounts and sessions are kept."""
        return self.database or self.folder / "staff.db"


def read(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a folder; one without a file has the defaults."""
    path = folder / FILE
    told: dict[str, Any] = {}
    if path.is_file():
        try:
            told = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise MutualisError(f"The settings '{path.name}' are no TOML.", there_is=_place(error)) from None
    for name, key in ((ADDRESS, "address"), (DATABASE, "database")):
        if name in environment:
            told[key] = environment[name]
    return checked({**told, "folder": folder}, environment)


def checked(told: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from plain values; what is wrong is told by its place, never by its value."""
    try:
        settings = Settings.model_validate(told)
    except ValidationError as error:
        wrong = "; ".join(_told(each["loc"], each["msg"]) for each in error.errors())
        raise MutualisError(
            "The settings of the staff application are wrong.", there_is=wrong, do="see docs/staff.md for each setting"
        ) from None
    return _with_secrets(settings, environment or {})


def _with_secrets(settings: Settings, environment: Mapping[str, str]) -> Settings:
    def with_secret(client: Any) -> Any:
        secret = environment.get(SECRET + client.name.upper().replace("-", "_"), "")
        return client.model_copy(update={"secret": secret}) if secret else client

    changed = {
        "provider": tuple(map(with_secret, settings.provider)),
        "smart": tuple(map(with_secret, settings.smart)),
    }
    return settings.model_copy(update=changed)


def _place(error: Exception) -> str:
    return str(error).split(":")[0] if isinstance(error, UnicodeDecodeError) else str(error)


def _told(place: tuple[int | str, ...], what: str) -> str:
    """`'provider.0.name': Field required`; pydantic's own words hold the rule, not the value."""
    return f"'{'.'.join(map(str, place))}': {what.removeprefix('Value error, ')}"
