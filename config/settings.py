"""One file; the environment decides (`environment.py`: which settings count).

DEBUG on is development and demonstration: keys may be missing, `PORTAL_DATE` and `demo` are allowed.
DEBUG off is production: SECRET_KEY and AUDIT_KEY must be given. Django's own yellow error pages are
shown only with TRACEBACK on, so that the demonstration answers as the real portal does.
"""

import os
import sys
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from accounts.sign_in import keys
from accounts.sign_in.addresses import read_proxies
from config import environment
from core import clock
from core.numbers import parse_date

ROOT = Path(__file__).resolve().parent.parent
VERSION = "0.1.0"  # the foot of every page says it; CHANGELOG.md what it holds
VAR = ROOT / "var"
(VAR / "static").mkdir(parents=True, exist_ok=True)

TESTING = "pytest" in sys.modules
OWN_DATABASE = f"sqlite:///{VAR / 'portal.sqlite3'}"  # of the demonstration
environ.Env.ENVIRON = environment.chosen(
    os.environ, {} if TESTING else environment.read(ROOT / ".env"), own_database=OWN_DATABASE
)
env = environ.Env()
DEVELOPMENT = TESTING or env.bool("DEBUG", default=False)
DEBUG = DEVELOPMENT and env.bool("TRACEBACK", default=False)


def _key(name: str) -> str:
    value = env.str(name, default="")
    if not value and not DEVELOPMENT:
        raise ImproperlyConfigured(f"Thiếu {name}: máy chủ thật phải có khóa này trong môi trường.")
    return value or f"chỉ dùng khi phát triển: {name}"


SECRET_KEY = _key("SECRET_KEY")
AUDIT_KEY = _key("AUDIT_KEY")
if not DEVELOPMENT and (_weak := keys.objection(SECRET_KEY, AUDIT_KEY)):
    raise ImproperlyConfigured(_weak)

_working = "" if TESTING else env.str("PORTAL_DATE", default="")
if _working and not DEVELOPMENT:
    raise ImproperlyConfigured("PORTAL_DATE chỉ dùng cho bản trình diễn.")
clock.set_working_date(parse_date(_working) if _working else None)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=sorted(environment.LOOPBACK))
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "office.admin_site.OwnDoorConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "accounts",
    "office",
    "units",
    "campaign",
    "awards",
    "reports",
    "django_tasks",
    "django_tasks_db",  # below the office, whose `db_worker` adds to its own
]

MIDDLEWARE = [
    "accounts.sign_in.origin.ClientAddress",
    # whatever answers, the way to TLS and static files too, these four have a word in its headers
    "config.headers.EveryAnswer",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "reports.integrity.health.ForProbes",
    "config.compressing.CompressedPages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.sessions.NotKept",
    "accounts.readable.ReadableRequest",
    "config.reading.HeadAsGet",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SignInRequired",
    "accounts.sessions.SessionEnds",
    "campaign.year_kept.KeepsYear",
    "reports.campaign_of_page.CampaignOfPage",
    "django_htmx.middleware.HtmxMiddleware",
    "office.once_only.OnceOnly",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["config.short_templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.frame.page_frame",
            ],
            "builtins": [
                "reports.templatetags.portal",
                "reports.templatetags.numbers_and_days",
                "reports.templatetags.states",
                "reports.templatetags.frames",
                "office.templatetags.sending",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# ---- database: one schema on both engines ----
DATABASES = {"default": env.db_url("DATABASE_URL", default=OWN_DATABASE)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",  # two writers queue instead of failing
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;",
    }
    # a file, so that races can be run in processes; one per run
    DATABASES["default"]["TEST"] = {"NAME": VAR / f"test-{os.getpid()}.sqlite3"}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # our questions are short: to compile one costs more than to ask it (docs/performance.md); empty behind a pooler
    if _asked := env.str("DATABASE_OPTIONS", default="-c jit=off"):
        DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", _asked)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- long work: a queue in the database, read by `manage.py db_worker`; in tests at once ----
_QUEUE = "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend"
TASKS = {"default": {"BACKEND": _QUEUE}}
LONG_WORK_BEAT = env.float("LONG_WORK_BEAT", default=10)  # seconds between two signs of life; six missed: it is dead

# ---- people ----
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.sign_in.validators.NotGuessable"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else [
        "accounts.sign_in.hashing.Argon2",
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]  # the second: older hashes
)
# whose X-Forwarded-For counts: addresses or networks of proxies, "unix" for one behind a socket file
try:
    TRUSTED_PROXIES = read_proxies(env.list("TRUSTED_PROXIES", default=[]))
except ValueError as error:
    raise ImproperlyConfigured("TRUSTED_PROXIES: ghi địa chỉ hoặc mạng, cách nhau bằng dấu phẩy, hoặc unix.") from error
# sign-ins that one process takes at once, that wait for their turn, and for how many seconds
SIGN_INS_AT_ONCE = env.int("SIGN_INS_AT_ONCE", default=1)
SIGN_INS_WAITING = env.int("SIGN_INS_WAITING", default=10)
SIGN_IN_WAITS_SECONDS = 5.0
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "reports:workbench"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W021"] if DEVELOPMENT else []

# ---- language, time, numbers ----
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["config.formats"]

# ---- files ----
STATIC_URL = "/tinh/"
STATIC_ROOT = Path(env.str("STATIC_FOLDER", default=str(VAR / "static")))
STATICFILES_DIRS = [ROOT / "static"]
# outside the web root: reached only through an owner's page; on a real server outside the code, too
MEDIA_ROOT = VAR / "test-files" if TESTING else ROOT / env.str("FILES_FOLDER", default=str(VAR / "files"))
FILE_UPLOAD_TEMP_DIR = MEDIA_ROOT / "tam"  # large files while they arrive; what a kill leaves there is swept
for _folder in (MEDIA_ROOT, FILE_UPLOAD_TEMP_DIR):
    _folder.mkdir(mode=0o700, parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = DEVELOPMENT
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {
        "BACKEND": "office.files.disk.WholeFiles",
        # not FILE_UPLOAD_PERMISSIONS, which would also close the static files to a web server of another name
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
BACKUP_FOLDER = ROOT / env.str("BACKUP_FOLDER", default=str(VAR / "sao-luu"))  # of `manage.py backup`
BACKUPS_KEPT = env.int("BACKUPS_KEPT", default=14)
BACKUP_WARNS_AFTER_DAYS = env.int("BACKUP_WARNS_AFTER_DAYS", default=2)
if BACKUPS_KEPT < 1 or BACKUP_WARNS_AFTER_DAYS < 1:
    raise ImproperlyConfigured("BACKUPS_KEPT và BACKUP_WARNS_AFTER_DAYS phải từ 1 trở lên.")
UPLOAD_LIMIT = 20 * 1024 * 1024  # bytes of one file
# a command that reads a file and ends with 0 (clean) or 1 (infected); anything else, and silence, keep the file out
VIRUS_SCANNER = env.list("VIRUS_SCANNER", default=[])
VIRUS_SCANNER_SECONDS = 30
MAIL_SERVER = env.str("MAIL_SERVER", default="")  # smtp+tls://user:password@host:587; without it no e-mail leaves
if MAIL_SERVER:
    vars().update(env.email_url("MAIL_SERVER"))
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default="cong-thi-dua@localhost")
PORTAL_ADDRESS = env.str("PORTAL_ADDRESS", default="")  # https://… as people open the portal, for links in messages
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 40_000  # a sheet of 65 communes × 24 columns, the preview of a whole province

# ---- sessions: they end when nothing is done, after a working day, and with the browser ----
SESSION_IDLE_SECONDS = 60 * env.int("SESSION_IDLE_MINUTES", default=30)
SESSION_COOKIE_AGE = 3600 * env.int("SESSION_HOURS", default=10)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# ---- public pages ----
SMALL_COUNT_BELOW = env.int("SMALL_COUNT_BELOW", default=5)  # fewer poor households than this are not said, but for 0
if SMALL_COUNT_BELOW < 3:
    raise ImproperlyConfigured("SMALL_COUNT_BELOW phải từ 3 trở lên: nếu chỉ giấu số 1 thì chỗ giấu cho biết là 1.")

# ---- browser ----
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap draws the marks of check boxes from data:
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
if not DEVELOPMENT:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # a browser takes such a name only over TLS, for this host alone: no neighbour sets it
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/$"]  # a probe on the machine itself speaks plain HTTP
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    if env.bool("BEHIND_PROXY", default=False):  # a proxy that sets this header itself, and lets nobody else set it
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
CSRF_FAILURE_VIEW = "reports.integrity.errors.csrf_failure"

# ---- what is written down of the portal itself: lines on stderr, failures also on the page "Lỗi của cổng" ----
DISK_FREE_MB = env.int("DISK_FREE_MB", default=500)  # with less, the sign of life says so
ERRORS_KEPT_DAYS = env.int("ERRORS_KEPT_DAYS", default=30)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "logging.Formatter" if DEBUG else "core.logs.Line"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "errors": {"class": "office.error_log.Recorder", "level": "ERROR"},
    },
    "root": {"handlers": ["console", "errors"], "level": "WARNING"},
    "loggers": {
        # hand-made requests, refused with 400: no failure of the portal's
        "django.security": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
