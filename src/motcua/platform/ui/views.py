"""The living style guide: every component in the reader's language, and the pages one hopes not to see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from motcua.platform.ui import errors, samples
from motcua.platform.web.api import public


@public
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component; `?errors=1` shows the same page after a refused submission."""
    context = samples.guide()
    if "errors" in request.GET:
        context["error_summary"] = samples.error_summary()
    return render(request, "ui/style_guide.html", context)


@public
def desk(request: HttpRequest) -> HttpResponse:
    """The desk's frame with made-up dossiers."""
    return render(request, "ui/style_guide_desk.html", samples.desk())


@public
def live_search(request: HttpRequest) -> HttpResponse:
    """What the search box asks for while one types."""
    words = request.GET.get("q", "").strip()
    return render(request, "ui/style_guide_results.html", {"words": words, "results": samples.found(words)})


@public
def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """The error page of `status`, for looking at; 0 is the page for lost connections."""
    return errors.page(request, status)
