"""The site's own settings, and one more page."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "tests.e2e.record_site.urls"
