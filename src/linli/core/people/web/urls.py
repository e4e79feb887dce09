"""Addresses of this room."""

from linli.core.people.web import account_urls
from linli.core.people.web.imports import urls as imports

app_name = "people"
urlpatterns = [*account_urls.urlpatterns, *imports.urlpatterns]
