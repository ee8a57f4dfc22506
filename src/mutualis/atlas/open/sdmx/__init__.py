"""SDMX-REST 2.1 over the releases: structures and data in SDMX-ML 2.1 and SDMX-CSV, written by pysdmx.

One data structure, FIGURES; one dataflow for each indicator and one, FIGURES, for all. Each release is a version of
them: the first that went out is 1.0, the second 2.0 (the ledger counts them), so a figure of an old release stays at
its address.
"""
