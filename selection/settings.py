"""How one installation is set up, read from the environment.

Two ways to run: *demo* (``DEMO=1``: SQLite, filesystem broker, generated secrets, a movable
clock) and *service* (PostgreSQL, Redis, every secret given). DEBUG is off in both.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF

from selection.secrets import secret
from selection.steady import Every

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
DEMO = env.bool("DEMO", default=False)
if not DEMO:  # the demo brings all its own
    environ.Env.read_env(env.str("ENV_FILE", default=str(BASE_DIR / ".env")))

DEBUG = False
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
SECRETS_DIR = VAR_DIR / "secrets" if DEMO else None

SECRET_KEY = secret(env, "SECRET_KEY", SECRETS_DIR)
IDENTITY_KEY = secret(env, "IDENTITY_KEY", SECRETS_DIR)
IDENTITY_DIGEST_KEY = secret(env, "IDENTITY_DIGEST_KEY", SECRETS_DIR)
BALLOT_KEY = secret(env, "BALLOT_KEY", SECRETS_DIR)
BALLOT_KEY_DIR = Path(env.str("BALLOT_KEY_DIR", default=str(VAR_DIR / "ballot-keys")))

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMO else [])
# What the codes on papers lead to; behind another name than the first of ALLOWED_HOSTS it has to be said
OWN_ADDRESS = (
    f"http://127.0.0.1:{env.int('PORT', default=8000)}" if DEMO else f"https://{''.join(ALLOWED_HOSTS[:1])}"
)
SITE_ADDRESS = env.str("SITE_ADDRESS", default=OWN_ADDRESS)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "selection.apps.StaticFilesConfig",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "django_fsm",
    "django_htmx",
    "guardian",
    "csp",
    "selection.apps.SelectionConfig",
    "selection.accounts",
    "selection.records",
    "personnel",
    "ballots",
    "campaigns",
    "serving",
    "supervision",
    "paperwork",
    "reporting",
    "keeping",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "selection.errors.explain",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "selection.strangers.Closed",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "selection.privacy.keep_no_copy",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "selection.strangers.one_answer_for_all_methods",
]

ROOT_URLCONF = "selection.urls"
WSGI_APPLICATION = "selection.wsgi.application"
APPEND_SLASH = False  # it would tell which addresses exist

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "selection.context.surroundings",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    },
]
FORM_RENDERER = "selection.forms.Renderer"

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'selection.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
    DATABASES["default"]["TEST"] = {"NAME": env.str("TEST_DATABASE", default=None)}
else:
    # A connection for each thread; where the database is away, nobody waits for long to be told.
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("WEB_THREADS", default=8), "timeout": 5}
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"selection.accounts.passwords.{name}"}
    for name in ("NotTheName", "LongEnough", "NotCommon", "NotOnlyDigits")
]
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # User.may() reads guardian's rows; has_perm() asks nobody
    "security.W005",  # HSTS speaks for this host alone: a county's other sites may lie below its name
    "security.W021",
]
ANONYMOUS_USER_NAME = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "selection.accounts.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
# A whole staff signs in within minutes from the one address of its school, many after a slip of the finger.
# The account is asked first: who hammers at one account does not use up what the whole network may get wrong.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "5/5m/key,600/m/ip", "sign_in_with": "600/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=not DEMO)
MFA_ADAPTER = "selection.accounts.second_factor.Adapter"
MFA_FORMS = {"authenticate": "selection.accounts.forms.SecondStepForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "中层干部选拔任用"
MFA_TOTP_TOLERANCE = 1  # the code before and the one after: a phone's clock may be half a minute off
# The chat programs by which one may sign in; each is there once all of its variables are given.
MESSENGERS = {
    "dingtalk": {name: env.str(name, default="") for name in ("DINGTALK_ID", "DINGTALK_SECRET")},
    "wecom": {name: env.str(name, default="") for name in ("WECOM_ID", "WECOM_SECRET", "WECOM_AGENT")},
    "feishu": {name: env.str(name, default="") for name in ("FEISHU_ID", "FEISHU_SECRET")},
}
SOCIALACCOUNT_PROVIDERS = {
    messenger: {"APPS": [dict(zip(("client_id", "secret", "key"), given.values(), strict=False))]}
    for messenger, given in MESSENGERS.items()
    if all(given.values())
}
SOCIALACCOUNT_ADAPTER = "selection.accounts.adapter.BoundOnlyAdapter"
SOCIALACCOUNT_STORE_TOKENS = SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("tabler", NODE_MODULES / "@tabler/core/dist/css"),
    ("tabler", NODE_MODULES / "@tabler/core/dist/js"),
    ("htmx", NODE_MODULES / "htmx.org/dist"),
    ("echarts", NODE_MODULES / "echarts/dist"),
    ("icons", NODE_MODULES / "bootstrap-icons/font"),
]
STORAGES = {
    "default": {
        "BACKEND": "selection.whole_files.WholeFiles",
        "OPTIONS": {
            "location": VAR_DIR / "files",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
SITE_FONTS_DIR = Path(env.str("SITE_FONTS_DIR", default=str(VAR_DIR / "fonts")))

CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_URL = env.str("REDIS_URL", default="filesystem://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object]
CACHES: dict[str, dict[str, object]]
# Room for the counters of sign-in and of letters: of 300, Django's own number, the tries at others would push one out.
IN_MEMORY: dict[str, object] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "OPTIONS": {"MAX_ENTRIES": 100_000},
}
if CELERY_BROKER_URL.startswith("filesystem:"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(VAR_DIR / "queue"),
        "data_folder_out": str(VAR_DIR / "queue"),
        "control_folder": str(VAR_DIR / "queue-control"),
        "store_processed": False,
        "polling_interval": 0.2,
    }
    CACHES = {"default": IN_MEMORY}
else:
    # A Redis that does not answer must not hold up the page that hands it work; the next tick catches up.
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 3, "socket_timeout": 3}
    CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1}
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": CELERY_BROKER_URL,
            "OPTIONS": CELERY_BROKER_TRANSPORT_OPTIONS,
        }
    }
# What one process may remember for a moment without asking the others.
CACHES["process"] = IN_MEMORY | {"LOCATION": "process"}
CELERY_BEAT_SCHEDULE = {
    "tick": {
        "task": "campaigns.tasks.tick",
        "schedule": Every(15 if DEMO else 60),
        "options": {"expires": 50},
    },
}

# A group robot or a mailbox for each organisation: its code, “=”, and an address as Apprise writes it
REVIEW_WORKDAYS = env.int("REVIEW_WORKDAYS", default=3)  # within which zone and bureau answer a school
NOTICE_ROBOTS = [line.partition("=")[::2] for line in env.str("NOTICE_ROBOTS", default="").split()]

MADE_FILE_DAYS = env.int("MADE_FILE_DAYS", default=7)  # for which a file that the worker made can be fetched

# A file of a county's own with the years for which each kind of material is kept
RETENTION_KINDS = env.str("RETENTION_KINDS", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "selection.logs.Discreet"}},
    "formatters": {"line": {"()": "selection.logs.Line", "format": "%(levelname)s %(name)s: %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "filters": ["discreet"], "formatter": "line"},
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.request": {"level": "ERROR"},  # a page that is not found is no event
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # nor is a stranger's knock
        "apprise": {"level": "CRITICAL"},  # what it says quotes the address, which is a secret
        "django.server": {"handlers": [], "propagate": False},
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"  # Strict would sign out whoever scans a code
SECURE_SSL_REDIRECT = not DEMO  # gunicorn reads X-Forwarded-Proto of the proxy on this machine
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 86400
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "selection.errors.csrf_failure"
