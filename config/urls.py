"""Addresses: Traditional Chinese at /, English at /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("work/", include("yongxu.workspace.urls")),
    path("work/", include("yongxu.reporting.urls")),
    path("work/", include("yongxu.indicators.urls")),
    path("work/", include("yongxu.climate.urls")),
    path("accounts/", include("yongxu.accounts.sign_in_urls")),
    path("accounts/", include("yongxu.accounts.urls")),
    path("", include("yongxu.public.urls")),
    prefix_default_language=False,
)

handler403 = "yongxu.public.views.errors.forbidden"
handler404 = "yongxu.public.views.errors.not_found"
handler429 = "yongxu.accounts.views.limits.too_many"
handler500 = "yongxu.public.views.errors.server_error"
