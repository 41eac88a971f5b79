"""One file; the environment decides.

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

from core import clock
from core.numbers import parse_date

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
(VAR / "static").mkdir(parents=True, exist_ok=True)

env = environ.Env()
environ.Env.read_env(ROOT / ".env")

TESTING = "pytest" in sys.modules
DEVELOPMENT = TESTING or env.bool("DEBUG", default=False)
DEBUG = DEVELOPMENT and env.bool("TRACEBACK", default=False)


def _key(name: str) -> str:
    value = env.str(name, default="")
    if not value and not DEVELOPMENT:
        raise ImproperlyConfigured(f"Thiếu {name}: máy chủ thật phải có khóa này trong môi trường.")
    return value or f"chỉ dùng khi phát triển: {name}"


SECRET_KEY = _key("SECRET_KEY")
AUDIT_KEY = _key("AUDIT_KEY")

_working = "" if TESTING else env.str("PORTAL_DATE", default="")
if _working and not DEVELOPMENT:
    raise ImproperlyConfigured("PORTAL_DATE chỉ dùng cho bản trình diễn.")
clock.set_working_date(parse_date(_working) if _working else None)

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "accounts",
    "office",
    "units",
    "campaign",
    "awards",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.readable.ReadableRequest",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.SignInRequired",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reports.frame.page_frame",
            ],
            "builtins": ["reports.templatetags.portal"],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# ---- database: one schema on both engines ----
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'portal.sqlite3'}")}
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
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ---- long work: a queue in the database, read by `manage.py db_worker`; in tests at once ----
_QUEUE = "django_tasks.backends.immediate.ImmediateBackend" if TESTING else "django_tasks_db.DatabaseBackend"
TASKS = {"default": {"BACKEND": _QUEUE}}

# ---- people ----
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"]
    if TESTING
    else ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
)
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "reports:workbench"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_ENABLED = env.bool("AXES_ENABLED", default=not TESTING)
AXES_VERBOSE = False
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
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_ROOT = VAR / ("test-files" if TESTING else "files")  # outside the web root: reached only through an owner's page
WHITENOISE_USE_FINDERS = DEVELOPMENT
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEVELOPMENT
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
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
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    if env.bool("BEHIND_PROXY", default=False):  # a proxy that sets this header itself, and lets nobody else set it
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
CSRF_FAILURE_VIEW = "reports.errors.csrf_failure"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
