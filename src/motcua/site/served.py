"""The application as the web server runs it: what the first searches would wait for is built while it comes up."""

import threading

from motcua.site.wsgi import application

__all__ = ["application"]

from motcua.catalogue import api as catalogue  # after the application: models need Django set up

threading.Thread(target=catalogue.warm_up, name="warm-up", daemon=True).start()
