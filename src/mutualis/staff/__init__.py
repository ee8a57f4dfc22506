"""The web application behind a login: editing the catalogue, dashboards of a practice or hospital."""
