"""mutualis: the work of a national health-insurance data centre, from an insurer's parcel to a published figure."""

__version__ = "0.1.0"
