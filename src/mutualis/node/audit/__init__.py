"""The audit log of a node: checkpoints that it signs, the witness that keeps them, and the check of both."""

from mutualis.node.audit.checking import Verdict, Witnessed, verify
from mutualis.node.audit.checkpoints import Submission, checkpoint, submission, witnessed
from mutualis.node.audit.witness import Witness

__all__ = ["Submission", "Verdict", "Witness", "Witnessed", "checkpoint", "submission", "verify", "witnessed"]
