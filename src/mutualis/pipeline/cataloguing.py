"""The catalogue of a workspace: where its store is, filling it, and publishing an edition beside the releases."""

import os
from pathlib import Path

import sqlalchemy as sa

from mutualis import catalogue
from mutualis.catalogue import Filled
from mutualis.pipeline.workspace import Workspace

STORE = "MUTUALIS_CATALOGUE"
ADDRESS = "MUTUALIS_ADDRESS"


def catalogue_store(space: Workspace) -> sa.Engine:
    """The store of the catalogue: at the database URL in MUTUALIS_CATALOGUE, else a file in the workspace."""
    return catalogue.open_store(os.environ.get(STORE) or space.path / catalogue.FILE)


def fill_catalogue(space: Workspace) -> Filled:
    """Write what is declared, and the data sets of the releases, into the store; what people added is kept."""
    return catalogue.fill(catalogue_store(space), space.releases)


def publish_catalogue(space: Workspace, address: str = "") -> Path:
    """An edition of what is in the store; its folder."""
    return catalogue.publish(catalogue_store(space), space.releases, address or os.environ.get(ADDRESS, ""))
