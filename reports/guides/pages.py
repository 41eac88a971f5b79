"""The officers' guides in the portal, for everybody who has signed in."""

from dataclasses import replace

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from core.own_words import in_own_words
from reports.guides import reading as guides


def guide(request: HttpRequest, name: str = guides.LIST) -> HttpResponse:
    """One guide, or the list of them."""
    found = guides.read(name)
    if found is None:
        raise Http404
    is_list = name == guides.LIST
    more = [
        (guides.address_of(one.name), one.title) for one in map(guides.read, guides.MORE) if is_list and one is not None
    ]
    if name not in guides.MORE:  # those are of every province at once
        found = replace(found, title=in_own_words(found.title), html=in_own_words(found.html))
    # our own files, and HTML in them is left out
    context = {"guide": found, "is_list": is_list, "more": more, "text": mark_safe(found.html)}
    return render(request, "reports/guide.html", context)


def picture(request: HttpRequest, folder: str, name: str) -> FileResponse:
    """A picture of a guide."""
    path = guides.picture_of(folder, name)
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
