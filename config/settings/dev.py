"""Settings for a developer's machine."""

from config.settings.base import *  # noqa: F403
from config.settings.base import env

DEBUG = True
SECRET_KEY = env("SECRET_KEY", default="only-for-development")
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
