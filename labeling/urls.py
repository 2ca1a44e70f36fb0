"""Every address of the service."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path

from accounts.api.unknown import UnknownView
from labeling.pages import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("api/v1/", include("accounts.api.urls")),
    path("api/v1/", include("projects.api.urls")),
    path("api/v1/", include("labeling.api.urls")),
    re_path("^api/", UnknownView.as_view()),  # after everything that the API has
    path("", include("accounts.pages.urls")),
    path("", include("projects.pages.urls")),
    path("", include("labeling.pages.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
