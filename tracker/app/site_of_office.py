"""The pages of an office, as the settings say.

Only what serves pages imports this module. Other commands start sooner without it, and need 40 MB
less.
"""

from flask import Flask

from tracker.app.health import health, late_limits, pages_health, swept_on_time
from tracker.app.keys import derived
from tracker.app.program import program_digest
from tracker.services.core.office import Office
from tracker.services.office_data.metrics import gauges_of, in_prometheus_format
from tracker.settings import Settings, templates_folder
from tracker.web import SiteConfig, make_app
from tracker.web.base.site_config import whole_office


def app_of(settings: Settings, office: Office) -> Flask:
    """Return the web application of an office."""
    return make_app(office, site_config_of(settings, office))


def site_config_of(settings: Settings, office: Office) -> SiteConfig:
    """Return how the pages of this office are served."""
    return SiteConfig(
        secret_key=derived(settings.key(), "sessions"),
        failure_key=derived(settings.key(), "failures"),
        templates=templates_folder(),
        trusted_proxies=settings.trusted_proxies,
        secure_cookies=settings.secure_cookies,
        public_url=settings.public_url,
        health=lambda: health(settings, office),
        pages_health=lambda: pages_health(settings),
        swept_lately=lambda: swept_on_time(settings, office),
        mirrors=settings.mirrors,
        security_contact=settings.security_contact,
        public_contact=settings.public_contact,
        tls_on_subdomains=settings.tls_on_subdomains,
        metrics_token=settings.serving.metrics_token(),
        # The office as it is then: the library may have changed since the start.
        metrics=lambda: in_prometheus_format(gauges_of(whole_office(), late_limits(settings))),
        program=program_digest,
    )
