"""The application as the web server runs it: what the first requests would wait for is loaded while it comes up."""

import threading

from motcua.site.wsgi import application

__all__ = ["application"]

from django.urls import get_resolver

from motcua.catalogue import api as catalogue  # after the application: models need Django set up

# Every room's pages: half a second that the first request of a new process would wait for.
_ = get_resolver().url_patterns
threading.Thread(target=catalogue.warm_up, name="warm-up", daemon=True).start()
