"""Dashboards of population health for a region, a first-line zone or a group of municipalities: public, from releases.

Every number on them is a figure of the release, or for a zone the ratio of the sums of its municipalities' figures.
"""

from mutualis.atlas.population import embedded, fhir
from mutualis.atlas.population.routes import routes as pages

ROUTES = (pages, fhir.routes, embedded.routes)

__all__ = ["ROUTES"]
