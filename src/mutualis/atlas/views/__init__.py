"""Views of a figure besides the map: bars, trend, comparison, profile, funnel, equity, fiche, availability, report."""
