"""Django's settings, derived from `environment` and the list of capabilities."""

from csp.constants import NONE, SELF

from motcua.platform.database import addresses
from motcua.platform.database.places import places_of
from motcua.platform.database.secrets import read_secrets
from motcua.site import logs, trying_eid
from motcua.site.capabilities import installed_apps, locale_folders
from motcua.site.environment import environment

ENVIRONMENT = environment()
PLACES = places_of(ENVIRONMENT.home)
_kept = read_secrets(PLACES.secrets)

DEBUG = ENVIRONMENT.debug
SECRET_KEY = (
    ENVIRONMENT.secret_key.get_secret_value() if ENVIRONMENT.secret_key else _kept.django_key or "made-at-first-start"
)
ALLOWED_HOSTS = ENVIRONMENT.host_names
ROOT_URLCONF = "motcua.site.urls"
WSGI_APPLICATION = "motcua.site.wsgi.django_application"
SILENCED_SYSTEM_CHECKS = ["models.W042"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    *installed_apps(),
    "motcua.site.api",
]
MIDDLEWARE = [
    "motcua.site.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # below WhiteNoise, whose files are compressed already
    "csp.middleware.CSPMiddleware",
    "motcua.site.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "motcua.site.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "motcua.site.refusals.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("motcua.platform.ui.drawing.Loader", ["django.template.loaders.app_directories.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "motcua.site.frame.frame",
            ],
        },
    },
]

# The database: `default` serves, `owner` migrates.
ADDRESSES = (
    addresses.external(
        ENVIRONMENT.database_url.get_secret_value(),
        _kept,
        ENVIRONMENT.app_database_url.get_secret_value() if ENVIRONMENT.app_database_url else None,
    )
    if ENVIRONMENT.database_url
    else addresses.embedded(PLACES, _kept)
)
DATABASES = {"default": ADDRESSES.app.django(), "owner": ADDRESSES.owner.django() | {"CONN_MAX_AGE": 0}}

# People and sessions.
AUTH_USER_MODEL = "identity.Account"
LOGIN_URL = "/sign-in"
# The data plane asks here who a token stands for.
MOTCUA_DRAFT_DAYS = environment().draft_days
MOTCUA_LOOK_ANSWER_DAYS = environment().look_answer_days
MOTCUA_RIGHTS = environment().rights
MOTCUA_THREADS = environment().threads
MOTCUA_FEED_DAYS, MOTCUA_FEED_WAITING = environment().feed_days, environment().feed_waiting
MOTCUA_FIGURES_LEAST = environment().figures_least
MOTCUA_WEBHOOK_DAYS = environment().webhook_days
MOTCUA_WEBHOOK_LOOPBACK = ENVIRONMENT.demo if ENVIRONMENT.webhook_loopback is None else ENVIRONMENT.webhook_loopback
MOTCUA_TRUSTED_PROXIES = ENVIRONMENT.proxies
MOTCUA_CALL_ONLY = tuple(filter(None, (name.strip().lower() for name in ENVIRONMENT.call_only.split(","))))
MOTCUA_CALL_INSIDE = frozenset(filter(None, (name.strip().lower() for name in ENVIRONMENT.call_inside.split(","))))
MOTCUA_DRAFT_WARNING_DAYS = environment().draft_warning_days
MOTCUA_BANKS = ENVIRONMENT.bank_secrets
MOTCUA_BANK_SIMULATOR = ENVIRONMENT.home / "bank-simulator.json"
"""Where the simulated bank of the demo leaves its address."""
# Where officials begin, by role; who has several begins at the first. Others begin at the desk.
MOTCUA_LANDING = "dossiers:desk"
MOTCUA_LANDINGS = {
    "receiver": "dossiers:desk",
    "specialist": "dossiers:desk",
    "head": "dossiers:desk",
    "editor": "authoring:home",
    "publisher": "authoring:home",
}
MOTCUA_DESK_OF, MOTCUA_COLLEAGUES_AT = "motcua.site.actors.desk_of", "motcua.agencies.api.list_officials"
MOTCUA_OFFICIAL_PASSWORDS = ENVIRONMENT.official_passwords
MOTCUA_OFFICIAL_SESSION_HOURS = ENVIRONMENT.official_session_hours
MOTCUA_OFFICIAL_IDLE_MINUTES = ENVIRONMENT.official_idle_minutes
MOTCUA_ENROLMENT_MINUTES = ENVIRONMENT.enrolment_minutes
MOTCUA_STEP_UP_MINUTES = ENVIRONMENT.step_up_minutes
MOTCUA_ACTOR_OF_TOKEN = "motcua.site.actors.actor_of_token"  # noqa: S105 - a dotted name
MOTCUA_APPLICANT_OF_TOKEN = "motcua.site.actors.applicant_of_token"  # noqa: S105 - a dotted name
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
SESSION_ENGINE = "motcua.identity.session_store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.is_https
_host_only = "__Host-" if ENVIRONMENT.is_https else ""  # browsers drop the prefix on plain http
SESSION_COOKIE_NAME = f"{_host_only}motcua-session"
CSRF_COOKIE_NAME = f"{_host_only}motcua-csrf"
LANGUAGE_COOKIE_NAME = f"{_host_only}motcua-language"

# Browsers.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if ENVIRONMENT.is_https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.is_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.is_https else None
SECURE_SSL_REDIRECT = ENVIRONMENT.is_https
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
CSRF_TRUSTED_ORIGINS = [ENVIRONMENT.public_url] if ENVIRONMENT.public_url else []
CSRF_FAILURE_VIEW = "motcua.platform.ui.errors.csrf_failure"

# Uploads: more than a thousand fields or a few megabytes of text is no form of ours.
UPLOAD_LIMIT_BYTES = ENVIRONMENT.upload_limit_mb * 2**20
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
MEDIA_ROOT = ENVIRONMENT.home / "files"
MOTCUA_CLAMD_SOCKET = ENVIRONMENT.clamd_socket
KEYS = ENVIRONMENT.home / "keys"
"""Private: the key that signs archives of procedures, and the list of keys that are trusted."""
MOTCUA_EID = trying_eid.file(ENVIRONMENT)
BACKUP_DIR = None if ENVIRONMENT.database_url else ENVIRONMENT.backup_dir
MOTCUA_BACKUP_HOURS, MOTCUA_BACKUP_DAYS = ENVIRONMENT.backup_hours, ENVIRONMENT.backup_days
LEDGER = ENVIRONMENT.home / "ledger"
"""Public: the ledger's tiles and its checkpoint."""
LEDGER_ORIGIN = ENVIRONMENT.ledger_name
LEDGER_KEYS = ENVIRONMENT.ledger_key.get_secret_value() if ENVIRONMENT.ledger_key else _kept.ledger_key

# Languages and time.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = locale_folders()
USE_I18N = USE_TZ = True
TIME_ZONE = ENVIRONMENT.time_zone

# Static files.
STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.home / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if ENVIRONMENT.static_manifest
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not ENVIRONMENT.static_manifest

LOGGING_CONFIG = None
logs.configure(ENVIRONMENT.log_level)

# What rooms may ask for by name.
PUBLIC_URL = ENVIRONMENT.public_url.rstrip("/") or f"http://{ENVIRONMENT.host}:{ENVIRONMENT.port}"
DEMO = ENVIRONMENT.demo
