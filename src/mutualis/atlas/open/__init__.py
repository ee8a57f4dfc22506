"""Open data: the figures of every page in the formats of machines, an interface for programs, and SDMX."""
