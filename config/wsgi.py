"""The door for a web server: ``config.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
site = get_wsgi_application()

from yongxu.public.doorway import Doorway  # noqa: E402  (needs the settings)

application = Doorway(site)
