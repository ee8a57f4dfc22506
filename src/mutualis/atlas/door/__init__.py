"""What every request passes on its way in: it is measured, held against a limit, and answered from what is kept."""

from mutualis.atlas.door.entrance import entrance
from mutualis.atlas.door.settings import Settings, settings

__all__ = ["Settings", "entrance", "settings"]
