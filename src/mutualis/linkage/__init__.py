"""Linkage under an authorisation: each step run by its own party's node, over signed parcels encrypted to the next.

Nothing is read, made or sent but what the authorisation allows: `permit` says whether, `messages` holds every parcel to
the columns of its file.
"""
