"""Settings that hold everywhere. What differs stands in dev, test and production."""

import os
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF

BASE_DIR = Path(__file__).resolve().parents[2]
env = environ.Env()

# The GDAL that reads uploads is left three formats and its memory: some others open whatever file
# an upload names. It looks at this when it is first imported; a test compares what is left.
os.environ["GDAL_SKIP"] = (
    "PCIDSK,PDS4,VICAR,PDF,MBTiles,EEDA,OGCAPI,GDALG,MapInfo File,LVBAG,S57,DGN,OGR_VRT,"
    "CSV,GML,GPX,LIBKML,KML,GeoJSONSeq,ESRIJSON,TopoJSON,OGR_GMT,SQLite,WAsP,"
    "OpenFileGDB,DXF,FlatGeobuf,GeoRSS,VFK,PGDUMP,OSM,GPSBabel,OGR_PDS,WFS,OAPIF,EDIGEO,"
    "Idrisi,ODS,XLSX,Elasticsearch,Carto,AmigoCloud,SXF,Selafin,JML,PLSCENES,CSW,VDV,MVT,"
    "NGW,MapML,GTFS,PMTiles,JSONFG,MiraMonVector,ADBC,AVCBin,AVCE00,AIVector,HTTP"
)

INSTALLED_APPS = [
    "config.apps.ConfigConfig",
    "projects.apps.ProjectsConfig",
    "parks.apps.ParksConfig",
    "records.apps.RecordsConfig",
    # Above accounts, whose admin takes the secrets of devices out of the admin again.
    "django_otp",
    "django_otp.plugins.otp_totp",
    "accounts.apps.AccountsConfig",
    "geo.apps.GeoConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.forms",
    "django_filters",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.sessions.NotesVisits",
    "config.middleware.LanguageMiddleware",
    "config.middleware.PrivateAnswers",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "records.log.middleware.ActMiddleware",
    "records.duplicates.redirects.OldCodes",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "work"
LOGOUT_REDIRECT_URL = "map"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The database writes and compares Chinese text: config.checks refuses a C locale.
DATABASES = {"default": env.db("DATABASE_URL", default="postgis://registry@127.0.0.1/registry")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Answers take milliseconds: to compile a query or to start workers takes longer than it saves.
DATABASES["default"]["OPTIONS"] = {
    "options": "-c jit=off -c max_parallel_workers_per_gather=0",
    **DATABASES["default"].get("OPTIONS", {}),
}

# What is worked out from the data is kept by each process until the data change.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 4_000},
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
FIXTURES_FOLDER = BASE_DIR / "fixtures"

# Five wrong passwords for a user from one address, and that pair has to wait: neither can somebody
# elsewhere lock a user out, nor one clerk the whole office behind its address.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_CLIENT_IP_CALLABLE = "accounts.throttle.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.throttle.locked_out"
# What the app on a telephone calls the site: short, so that the QR code has few squares.
OTP_TOTP_ISSUER = "园区项目登记"
# A link to set a new password holds so long, and is worth one password.
PASSWORD_RESET_TIMEOUT = 24 * 3600
# In so long a time so many links are sent to one e-mail address, and asked for from one address.
RESET_MAIL_WINDOW = timedelta(hours=1)
RESET_MAILS_TO, RESET_MAILS_FROM_ADDRESS = 3, 20
SESSION_ENGINE = "accounts.sessions"
# Where a mail server is named, such as smtp://user:password@host:25, users may have the link sent.
RESET_BY_EMAIL = "EMAIL_URL" in os.environ
vars().update(env.email_url("EMAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", default="registry@localhost")
# How many reverse proxies of ours stand in front: so many last entries of X-Forwarded-For count.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# A map draws this many records one by one; of more it gets rings, and marks where it looks near.
MAP_RECORDS_AT_ONCE = 5_000
MAP_RECORDS_IN_FRAME = 1_000

# The approval number that a map published in China must show; empty leaves the slot visible.
# After so many months without a report a project under construction is “to verify”.
STALE_AFTER_MONTHS = env.int("STALE_AFTER_MONTHS", default=3)
MAP_APPROVAL_NUMBER = env("MAP_APPROVAL_NUMBER", default="")

# Online base maps, off by default: a key of Tianditu for browsers, and the address of tiles of
# OpenStreetMap with {z}, {x} and {y}. The map page alone may then fetch images of these hosts.
TIANDITU_KEY = env("TIANDITU_KEY", default="")
OSM_TILES = env("OSM_TILES", default="")

# docs/adr/0004: no coordinate system or data source given by a user ever reaches GDAL.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
