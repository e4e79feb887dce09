"""Every address of the product."""

from django.urls import URLPattern, URLResolver, include, path

from linli.config.api import api_urls, docs
from linli.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api_urls()),
    path("healthz", healthz, name="healthz"),
    path("api/docs", docs, name="api-docs"),
    path("accounts/", include("linli.core.people.web.allauth_urls")),
    path("", include("linli.base.web.urls")),
    path("", include("linli.core.areas.web.urls")),
    path("", include("linli.core.people.web.urls")),
    path("", include("linli.core.organisation.web.urls")),
    path("", include("linli.core.dues.web.urls")),  # before membership: below /me/membership/ it takes any word
    path("", include("linli.core.admission.web.urls")),
    path("", include("linli.core.membership.web.urls")),
    path("", include("linli.core.mobile.web.urls")),
    path("", include("linli.core.partnership.web.urls")),
    path("", include("linli.core.matters.web.urls")),
    path("", include("linli.core.whistles.web.urls")),
    path("", include("linli.core.rehearsals.web.urls")),
    path("", include("linli.core.hotline.web.urls")),
    path("", include("linli.core.callouts.web.urls")),
    path("", include("linli.core.openness.web.urls")),
    path("", include("linli.portal.web.urls")),
]
