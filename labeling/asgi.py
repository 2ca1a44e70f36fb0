"""HTTP and sockets on one port: HTTP through the WSGI application on a fixed set of threads (measured: docs/performance.md)."""

import os
from typing import Any, cast

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "labeling.settings")

from django.core.wsgi import get_wsgi_application

wsgi = get_wsgi_application()

from a2wsgi import WSGIMiddleware  # noqa: E402
from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402

from labeling.consumers import routes  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(cast(Any, wsgi), workers=int(os.environ.get("WEB_THREADS", "8"))),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(routes))),
    }
)
