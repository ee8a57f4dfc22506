"""Effects planted in the synthetic country for studies to find again, each with its truth (`planted.toml`)."""

from mutualis.synthetic.planted.effect import Draft, Effect, Grown, Whereabouts
from mutualis.synthetic.planted.effects import Effects
from mutualis.synthetic.planted.growth import Growth
from mutualis.synthetic.planted.parameters import scenario, scenarios

__all__ = ["Draft", "Effect", "Effects", "Grown", "Growth", "Whereabouts", "scenario", "scenarios"]
