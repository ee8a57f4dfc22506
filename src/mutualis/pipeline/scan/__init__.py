"""Does any node hold an identifier, a claim or a stay that its party may not hold? Looks at every byte."""

from mutualis.pipeline.scan.allowed import Phase
from mutualis.pipeline.scan.scan import Leak, Scanned, canaries, scan_node, scan_workspace

__all__ = ["Leak", "Phase", "Scanned", "canaries", "scan_node", "scan_workspace"]
