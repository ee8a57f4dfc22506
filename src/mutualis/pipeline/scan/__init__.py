"""Does any node hold an identifier of a domain it may not hold, or the third party a claim? Looks at every byte."""

from mutualis.pipeline.scan.scan import Leak, Scanned, canaries, scan_node, scan_workspace

__all__ = ["Leak", "Scanned", "canaries", "scan_node", "scan_workspace"]
