"""Addresses of this room."""

from linli.core.people.web import account_urls

app_name = "people"
urlpatterns = [*account_urls.urlpatterns]
