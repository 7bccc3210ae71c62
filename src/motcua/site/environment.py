"""Every setting an operator may give, read from the environment once and checked all together."""

import os
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from motcua.platform.database.errors import StartRefusedError
from motcua.site.secret_files import read_secret_files

LEAST_SECRET = 24  # signs
CHECKOUT = Path(__file__).resolve().parents[3]


def default_home() -> Path:
    """Beside the checkout when we run from one, else in the user's home."""
    return CHECKOUT / ".motcua" if (CHECKOUT / "pyproject.toml").is_file() else Path.home() / ".motcua"


class Environment(BaseSettings):
    """The settings; `docs/reference/settings.md` is made from these descriptions."""

    model_config = SettingsConfigDict(env_prefix="MOTCUA_", extra="ignore", env_ignore_empty=True, frozen=True)

    home: Path = Field(
        default_factory=default_home,
        description="Folder for the database, uploaded files, secrets and static files. "
        "Default: `.motcua` in the checkout.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on. Put a TLS proxy in front before opening it up.")
    port: int = Field(8000, ge=1, le=65535, validation_alias=AliasChoices("PORT"), description="Port to listen on.")
    public_url: str = Field(
        "",
        description="Address people type, for example `https://motcua.example.vn`. Default: `http://HOST:PORT`. "
        "With https, cookies are secure, HSTS is sent and `X-Forwarded-Proto` of the proxy is believed.",
    )
    allowed_hosts: str = Field("", description="More host names to answer to, separated by commas.")
    database_url: SecretStr | None = Field(
        None,
        validation_alias=AliasChoices("DATABASE_URL"),
        description="`postgresql://…` of a server of your own (15 or newer), as the role that migrates. "
        "Default: the embedded PostgreSQL 18.",
    )
    app_database_url: SecretStr | None = Field(
        None,
        description="The same database as the application role, if an administrator made that role. "
        "Default: the product makes the role `motcua_app`.",
    )
    secret_key: SecretStr | None = Field(
        None, description="Signs sessions and tokens; the same on every node. Default: made once in `secrets.json`."
    )
    ledger_key: SecretStr | None = Field(
        None,
        description="Signs the ledger's checkpoints: an Ed25519 seed, 32 bytes in base64url. To change keys, write the new "
        "one and the old one, separated by a comma: both sign until you take the old one out. Default: made once in "
        "`secrets.json`.",
    )
    ledger_origin: str = Field(
        "",
        description="The ledger's name in its checkpoints; it never changes once something is signed. Default: the host "
        "of the public address with `/ledger`.",
    )
    time_zone: str = Field("Asia/Ho_Chi_Minh", description="IANA time zone of the offices served.")
    demo: bool = Field(
        True, description="Load the demo world at the first start. Set to false for a real installation."
    )
    workers: int = Field(
        0, ge=0, le=64, description="Web server processes. Default: one for each processor core, at most four."
    )
    threads: int = Field(
        16,
        ge=1,
        le=64,
        description="Threads in each web process; each holds one connection. Many, since a commit waits for the disk.",
    )
    upload_limit_mb: int = Field(20, ge=1, le=1024, description="Largest file a person may upload, in megabytes.")
    draft_days: int = Field(90, ge=1, le=3650, description="How many days a draft is kept after it was last saved.")
    draft_warning_days: int = Field(
        7, ge=1, le=365, description="So many days before a draft is thrown away its person is told."
    )
    look_answer_days: int = Field(
        10,
        ge=1,
        le=365,
        description="Working days within which a head answers whoever asks why their data was looked at. A promise of yours; "
        "no law is assumed.",
    )
    dossiers_kept_years: int = Field(
        0,
        ge=0,
        le=1000,
        description="The longest retention of dossiers, in years after their end, as your archive law says. "
        "`motcua dossiers detach-partition` refuses younger ones, and all of them while this is 0.",
    )
    feed_days: int = Field(
        365, ge=1, le=36500, description="How many days changes of dossiers are kept for those who follow the feed."
    )
    feed_waiting: int = Field(
        2,
        ge=0,
        le=64,
        description="Requests of each web process that may wait for changes at once; below `MOTCUA_THREADS`.",
    )
    figures_least: int = Field(
        5, ge=1, le=1000, description="Figures of fewer dossiers than this are not published at `/figures`."
    )
    near_due_days: int = Field(
        2,
        ge=0,
        le=60,
        description="What is due within so many working days is shown as near due. When its holder and the head are warned, "
        "each procedure says for itself (`warning` in flow.yaml).",
    )
    archive_after_days: int = Field(
        30,
        ge=0,
        le=36500,
        description="So many days after its end a dossier is archived: out of the lists, read-only, found by search. 0: never.",
    )
    kept_years: int = Field(
        0,
        ge=0,
        le=1000,
        description="Years that a dossier is kept after its end where its package says nothing. 0: not said, so that it is "
        "never proposed for destruction.",
    )
    papers_kept_years: int = Field(
        0,
        ge=0,
        le=1000,
        description="The same for the papers that applicants sent. 0: as long as the dossier.",
    )
    qr_fields: str = Field(
        "code,procedure",
        description="What the QR code of a paper says beside the address where it is checked, separated by commas: "
        "`code`, `procedure`, `paper` (its number), `owner` (the personal id as the paper shows it, masked).",
    )
    eid: Path | None = Field(
        None,
        description="File that names the eIDs through which people sign in (OpenID Connect), see "
        "[sign in by eID](../how-to/sign-in-by-eid.md). Default: none.",
    )
    clamd_socket: Path | None = Field(
        None,
        description="Socket of clamd, by which every upload is scanned before it is given to anybody; while clamd is away, "
        "nothing that it has not seen is. Default: uploads are not scanned.",
    )
    backup_dir: Path | None = Field(
        None,
        description="Absolute folder, best on a disk of its own, into which the embedded PostgreSQL hands its log once a minute "
        "and where backups lie. Default: nothing is backed up. See `motcua backup`, `motcua restore`.",
    )
    backup_hours: float = Field(
        24,
        ge=0,
        le=24 * 31,
        description="A backup is taken when the newest is older than this. 0: only by `motcua backup`.",
    )
    backup_days: int = Field(
        14, ge=1, le=3650, description="So many days one can go back; what is older is deleted with the next backup."
    )
    webhook_days: float = Field(
        3,
        gt=0,
        le=60,
        description="So many days a message that does not arrive is tried again before it is a dead letter.",
    )
    banks: SecretStr = Field(
        SecretStr(""),
        description="Banks that may tell of money that came in, and the secret that each signs with: `name=secret`, "
        "separated by commas. The demo's simulated bank is known by itself.",
    )
    webhook_loopback: bool | None = Field(
        None,
        description="Whether webhooks may go to this machine itself, for trying. Default: only in a demo.",
    )
    official_passwords: Literal["auto", "allowed", "refused"] = Field(
        "auto",
        description="Whether officials may sign in by password. `auto`: while the demo is on, and until their first passkey; "
        "`allowed`; `refused`: never, the first key is made by a link (`motcua identity invite-official LOGIN`).",
    )
    rights: str = Field(
        "vn",
        description="Which list says what people may ask about data on them, and by when that is answered: one that is shipped "
        "(`vn`), or the absolute path of a file like it.",
    )
    official_session_hours: int = Field(
        12, ge=1, le=12, description="An official's session ends so many hours after it began."
    )
    official_idle_minutes: int = Field(
        30, ge=1, le=720, description="An official's session ends when nothing was asked for so many minutes."
    )
    enrolment_minutes: int = Field(
        15, ge=1, le=1440, description="How long a link lives with which an official makes a first passkey."
    )
    step_up_minutes: int = Field(
        15,
        ge=1,
        le=720,
        description="How long ago a session may have proved who it is before signing, approving and changing keys ask for "
        "the passkey again.",
    )
    trusted_proxies: int | None = Field(
        None,
        ge=0,
        le=10,
        description="How many proxies of your own stand before the product, each writing whom it saw into "
        "`X-Forwarded-For`. Guesses are counted by who stands before them, an IPv6 line as one. Default: 1 with https, else 0.",
    )
    call_only: str = Field(
        "",
        description="The only hosts that the product may call, separated by commas; `*.gov.vn` is every name below. "
        "Default: any on the public internet, over TLS.",
    )
    call_inside: str = Field(
        "",
        description="Hosts with their ports, separated by commas, that may be called although their address is private, "
        "for example `tsa.example.vn:8443`. Never this machine, never link-local addresses.",
    )
    log_level: str = Field("warning", description="`debug`, `info` (one line a request), `warning` or `error`.")
    static_manifest: bool = Field(True, description="Serve hashed, compressed static files. Tests turn it off.")
    debug: bool = Field(False, description="Django's debug pages. Never on a machine that others can reach.")

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("rights")
    @classmethod
    def _known_rights(cls, value: str) -> str:
        path = (
            Path(value) if "/" in value else Path(__file__).parents[1] / "trust" / "data" / "rights" / f"{value}.yaml"
        )
        if not path.is_absolute() or not path.is_file():
            raise ValueError("name a list that is shipped (vn), or the absolute path of one")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            raise ValueError("is not an IANA time zone such as Asia/Ho_Chi_Minh") from None
        return value

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("is not one of debug, info, warning, error")
        return value.lower()

    @field_validator("banks")
    @classmethod
    def _long_secrets(cls, value: SecretStr) -> SecretStr:
        told = [one.partition("=") for one in value.get_secret_value().split(",") if one.strip()]
        if any(not name.strip() or len(secret.strip()) < LEAST_SECRET for name, _is, secret in told):
            raise ValueError(f"is not `name=secret`, or a secret has fewer than {LEAST_SECRET} signs")
        return value

    @field_validator("public_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            raise ValueError("is not an address such as https://motcua.example.vn")
        return value.rstrip("/")

    @property
    def bank_secrets(self) -> dict[str, str]:
        """By name of the bank."""
        told = [one.partition("=") for one in self.banks.get_secret_value().split(",") if one.strip()]
        return {name.strip(): secret.strip() for name, _is, secret in told}

    @property
    def web_workers(self) -> int:
        return self.workers or min(4, os.cpu_count() or 1)

    @property
    def url(self) -> str:
        return self.public_url or f"http://{self.host}:{self.port}"

    @property
    def proxies(self) -> int:
        """How many proxies are believed."""
        return int(self.is_https) if self.trusted_proxies is None else self.trusted_proxies

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")

    @property
    def ledger_name(self) -> str:
        """The origin line of the ledger's checkpoints."""
        return self.ledger_origin or f"{urlsplit(self.url).hostname or self.host}/ledger"

    @property
    def host_names(self) -> list[str]:
        """Names the product answers to; any other Host header is refused."""
        more = [name.strip() for name in self.allowed_hosts.split(",") if name.strip()]
        return list(dict.fromkeys(["127.0.0.1", "localhost", urlsplit(self.url).hostname or self.host, *more]))


@cache
def environment() -> Environment:
    """The settings of this process. Raises StartRefusedError with one sentence for each wrong one."""
    try:
        return Environment(**_from_files())
    except ValidationError as error:
        raise StartRefusedError("\n".join(map(sentence, map(dict, error.errors())))) from None


def secrets() -> dict[str, str]:
    """The variables that hold secrets, each with its field: these may stand in files too."""
    fields = Environment.model_fields.items()
    return {variable(name): name for name, field in fields if SecretStr in get_args(field.annotation)}


def _from_files() -> dict[str, Any]:
    fields = secrets()
    found = read_secret_files(fields, os.environ)
    aliased = {name: Environment.model_fields[name].validation_alias for name in fields.values()}
    return {name if aliased[fields[name]] else fields[name]: value for name, value in found.items()}


def variable(name: str) -> str:
    """The environment variable that sets the field `name`."""
    alias = Environment.model_fields[name].validation_alias
    return str(alias.choices[0]) if isinstance(alias, AliasChoices) else f"MOTCUA_{name.upper()}"


def sentence(problem: dict[str, object]) -> str:
    """One clear sentence for one wrong setting; the value is left out, since it may be a secret."""
    place = problem["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else ""
    shown = name if name.isupper() else variable(name)
    said = str(problem["msg"]).removeprefix("Value error, ")
    return f"{shown} {said}." if said.startswith("is ") else f"{shown} is wrong: {said}."
