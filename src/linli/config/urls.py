"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("linli.core.people.web.allauth_urls")),
    path("", include("linli.base.web.urls")),
    path("", include("linli.core.people.web.urls")),
]
