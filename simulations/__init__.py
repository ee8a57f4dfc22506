"""Simulations of the methods, a module a family; `python -m simulations` runs all (`mutualis.methods.simulating`)."""
