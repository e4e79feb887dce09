"""Addresses of this room."""

from linli.core.people.web import account_urls, register_urls
from linli.core.people.web.imports import urls as imports

app_name = "people"
urlpatterns = [*account_urls.urlpatterns, *register_urls.urlpatterns, *imports.urlpatterns]
