"""Every setting of Stance. All that differs between places comes from the environment (docs/settings.md)."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF
from kombu.entity import Queue

from clinics.reach import host_for_others
from config import env

os.umask(0o077)
"""Whatever a process of ours writes is for its owner only: the database, its journals, mails, messages, backups."""

ROOT = Path(__file__).resolve().parent.parent
STANCE_HOME = env.folder("STANCE_HOME", ROOT / "var")

DEBUG = env.flag("STANCE_DEBUG", default=False)
SECRET_KEY = env.secret("STANCE_SECRET_KEY", kept_in=STANCE_HOME / "secret_key")
AUDIT_KEY = env.secret("STANCE_AUDIT_KEY", kept_in=STANCE_HOME / "audit_key")
"""Seals the audit trail. Another key than the one that sealed it makes every event look edited."""
CSRF_TRUSTED_ORIGINS = env.words("STANCE_TRUSTED_ORIGINS")
PORT = env.number("PORT", 8000)
BIND = env.text("STANCE_BIND", "127.0.0.1")
HOST_FOR_OTHERS = host_for_others(BIND)
"""Where phones of the same network find this machine; None where it listens for itself alone."""
ALLOWED_HOSTS = env.words("STANCE_HOSTS", ",".join(filter(None, ("localhost,127.0.0.1,[::1]", HOST_FOR_OTHERS))))
SITE_URL = env.text("STANCE_SITE_URL", f"http://{HOST_FOR_OTHERS or 'localhost'}:{PORT}").rstrip("/")
IS_PUBLIC = env.flag("STANCE_PUBLIC", default=False)
"""True where real people reach the site: HTTPS only, second factor for staff."""
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.number("STANCE_PROXIES", 0)
"""How many proxies of ours stand in front; wrong, all visitors look like one, or one like many."""

INSTALLED_APPS = [
    "config",
    "exercises",
    "gait",
    "patients",
    "clinics",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "csp",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "clinics.accounts.sessions.SessionTimes",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "clinics.middleware.PrivateResponses",
    "clinics.accounts.second_factor.SecondFactorFirst",
    "clinics.accounts.unsaved_work.WatchForms",
    "patients.moving.read_only.EmergencyReadsOnly",
    "clinics.middleware.OneChangePerRequest",
    "clinics.audit.middleware.EveryLookIsNoted",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

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
                "csp.context_processors.nonce",
                "clinics.context.workplace",
            ],
        },
    },
]

# --- data -----------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", STANCE_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = env.folder("STANCE_MEDIA", STANCE_HOME / "media")
"""Private: served only by views that check who asks."""
POSE_MODEL = Path(env.text("STANCE_POSE_MODEL") or ROOT / "gait" / "weights" / "pose_landmarker.task")
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
QUESTIONNAIRES = Path(found).expanduser().resolve() if (found := env.text("STANCE_QUESTIONNAIRES")) else None
"""A folder with the items of instruments that this installation holds licences for (docs/methods/outcomes.md)."""
FILE_UPLOAD_TEMP_DIR = env.folder("STANCE_UPLOADS", STANCE_HOME / "uploads")
MEDIA_GROUP = env.group("STANCE_MEDIA_GROUP")
"""Where nginx hands out the media under a user of its own: a group that it and Stance belong to. None: nobody else."""
DISK_FLOOR_BYTES = env.number("STANCE_DISK_FLOOR_MB", 2048) * 1024 * 1024
"""Less free space than this, and new videos are refused: what is there must stay workable."""
ACCEL_REDIRECT = env.flag("STANCE_ACCEL_REDIRECT", default=False)
"""Yes where nginx hands out the media that a view has allowed."""
UPLOAD_LIMIT_BYTES = env.number("STANCE_UPLOAD_LIMIT_MB", 2048) * 1024 * 1024

# --- people ---------------------------------------------------------------
AUTH_USER_MODEL = "clinics.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "clinics.accounts.adapter.InvitedOnlyAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
"""Whoever's password, address or second factor changes hears of it by mail."""
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/300s/key", "reset_password": "20/m/ip,5/m/key"}
"""Sign-ins, refused ones and reset mails, per address of the visitor (ip) and per account (key)."""
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "clinics.accounts.passkey_form.PasskeyForm"}
MFA_ADAPTER = "clinics.accounts.passkey_form.FactorNames"
MFA_TOTP_ISSUER = "Stance"
MFA_TOTP_TOLERANCE = 1  # a code read off just before it changes still counts (RFC 6238, section 5.2)
MFA_ALLOW_UNVERIFIED_EMAIL = True
"""Nobody signs up by themselves: an address is in use only after an invitation or a confirmation reached it."""
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PUBLIC
USERSESSIONS_TRACK_ACTIVITY = True
SESSION_COOKIE_AGE = env.number("STANCE_SESSION_HOURS", 12) * 60 * 60
"""After that everybody signs in again, busy or not."""
SESSION_IDLE_S = env.number("STANCE_IDLE_MINUTES", 15) * 60
SESSION_WARNING_S = env.number("STANCE_IDLE_WARNING_MINUTES", 2) * 60
"""How long before the end of an unused session its page warns."""
CACHES = {"default": env.cache("STANCE_CACHE", STANCE_HOME / "cache")}
"""Counts attempts to sign in: in files for all processes of one machine, in Redis for several machines."""

# --- work -----------------------------------------------------------------
BROKER_FOLDER = env.folder("STANCE_BROKER", STANCE_HOME / "broker")
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "filesystem://localhost")
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {
        "data_folder_in": str(BROKER_FOLDER),
        "data_folder_out": str(BROKER_FOLDER),
        "control_folder": str(BROKER_FOLDER / "control"),
        "store_processed": False,
    }
    if CELERY_BROKER_URL.startswith("filesystem")
    else {"visibility_timeout": 6 * 60 * 60, "socket_timeout": 3, "socket_connect_timeout": 2}
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_ENABLE_REMOTE_CONTROL = not CELERY_BROKER_URL.startswith("filesystem")
"""In a folder all workers would share one file for it, which the first to start writes while the second reads it."""
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
ANALYSE_QUEUE, QUICK_QUEUE = "analyse", "quick"
CELERY_TASK_DEFAULT_QUEUE = QUICK_QUEUE
CELERY_TASK_QUEUES = [Queue(ANALYSE_QUEUE), Queue(QUICK_QUEUE)]
"""A worker that is not told which serves both."""
CELERY_TASK_ROUTES = {"gait.tasks.analyse_recording": {"queue": ANALYSE_QUEUE}}
"""Measuring takes minutes, everything else is short and has workers of its own: gait.models.ServiceBeat knows both."""
ANALYSIS_LEASE_S = env.number("STANCE_LEASE_S", 60)
ANALYSIS_HEARTBEAT_S = env.number("STANCE_HEARTBEAT_S", 2)
SWEEP_EVERY_S = env.number("STANCE_SWEEP_S", 15)
RING_AGAIN_S = env.number("STANCE_RING_AGAIN_S", 30)
"""How long a message that no worker answered is waited for, the first time."""

# --- pages ----------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.folder("STANCE_STATIC", STANCE_HOME / "static")
STATICFILES_DIRS = [
    ROOT / "static",
    ("vendor/htmx", ROOT / "node_modules" / "htmx.org" / "dist"),
    ("vendor/uplot", ROOT / "node_modules" / "uplot" / "dist"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.joined_styles.JoinedStylesStorage"},
}
LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English"), ("es", "Español")]
FORMAT_MODULE_PATH = "config.formats"
LOCALE_PATHS = [ROOT / "templates" / "locale"]
TIME_ZONE = "America/New_York"
USE_TZ = True

# --- mail: every one waits in the outbox until the sweeper has sent it; into files by default, never out ------------
EMAIL_BACKEND = "clinics.outbox.backend.OutboxBackend"
MAIL_TRANSPORT = env.text("STANCE_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = env.folder("STANCE_MAIL", STANCE_HOME / "mail")
EMAIL_HOST = env.text("STANCE_SMTP_HOST", "localhost")
EMAIL_PORT = env.number("STANCE_SMTP_PORT", 587)
EMAIL_HOST_USER = env.text("STANCE_SMTP_USER")
EMAIL_HOST_PASSWORD = env.text("STANCE_SMTP_PASSWORD")
EMAIL_USE_TLS = env.flag("STANCE_SMTP_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("STANCE_FROM_EMAIL", "Stance <no-reply@localhost>")

# --- safety ---------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = IS_PUBLIC
# A browser takes these names only over HTTPS and for this very host: no neighbour under the same domain can set them.
SESSION_COOKIE_NAME = "__Host-sessionid" if IS_PUBLIC else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_PUBLIC else "csrftoken"
SECURE_HSTS_SECONDS = 31536000 if IS_PUBLIC else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_PUBLIC else None

REST_FRAMEWORK = {
    "DEFAULT_PERMISSION_CLASSES": ["clinics.api.policy.IsTherapist"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "clinics.api.tokens.TokenOfLimitedAge",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["clinics.api.policy.SmallJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "clinics.api.policy.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "rest_framework.throttling.AnonRateThrottle",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "60/min", "user": "600/min", "upload": "60/hour"},
    "NUM_PROXIES": TRUSTED_PROXIES,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Stance",
    "DESCRIPTION": "Contralateral pelvic drop: assessments, results, signed reports and plans of your clinics.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "ENUM_NAME_OVERRIDES": {"RunStatus": "gait.models.Analysis.Status", "PlanStatus": "exercises.models.Plan.Status"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
