"""What an ASGI server serves."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_asgi_application()

from config.safety import require_safe_public  # noqa: E402  models can be loaded from here on

require_safe_public()
