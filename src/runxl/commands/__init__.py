"""What a controller can do, one module each. A fill command takes a snapshot, returns an outcome and writes nothing."""

from runxl.commands.check import check
from runxl.commands.goals import goals
from runxl.commands.outcome import Outcome
from runxl.commands.run import run
from runxl.commands.variances import variances

__all__ = ["Outcome", "check", "goals", "run", "variances"]
