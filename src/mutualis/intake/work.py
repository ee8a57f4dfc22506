"""What the steps of one intake share: the node, the trusted parcel, the engine and a folder that is gone afterwards."""

from dataclasses import dataclass
from pathlib import Path

from mutualis.model import DeliveryPeriod
from mutualis.model.protocols import Engine
from mutualis.node import Node
from mutualis.parcel import Manifest, Parcel


@dataclass(frozen=True)
class Work:
    """One delivery under way at the insurer's node."""

    node: Node
    parcel: Parcel
    engine: Engine
    folder: Path
    threads: int

    @property
    def manifest(self) -> Manifest:
        return self.parcel.manifest

    @property
    def version(self) -> str:
        """The layout version of the delivery."""
        return self.parcel.manifest.layout_version

    @property
    def period(self) -> DeliveryPeriod:
        return DeliveryPeriod.parse(self.parcel.manifest.period)
