"""What a WSGI server serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

if settings.IS_PUBLIC:
    from config.safety import require_no_open_demo, require_safe_settings

    require_safe_settings()
    require_no_open_demo()
