"""Every room's pages under both languages, every room's API under neither."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from motcua.site import views
from motcua.site.api import urls as api
from motcua.site.capabilities import PLATFORM_APPS, ROOMS, SOURCE

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]


def _includes(*files: str) -> list[URLPattern | URLResolver]:
    """An include for each of these files that a room or a platform app has, upper floors first."""
    packages = [*ROOMS, *(f"platform.{name}" for name in PLATFORM_APPS)]
    return [
        path("", include(f"motcua.{package}.{file}"))
        for package in packages
        for file in files
        if (SOURCE / f"{package}.{file}".replace(".", "/")).with_suffix(".py").is_file()
    ]


urlpatterns += [*api.urlpatterns, *_includes("http.urls")]
urlpatterns += i18n_patterns(*api.pages, *_includes("web.urls", "urls"), prefix_default_language=False)

handler400 = "motcua.site.refusals.handler400"
handler403, handler404, handler500 = (f"motcua.platform.ui.errors.handler{status}" for status in (403, 404, 500))
