"""What can happen to a store from outside: what the user sees, and that no review is lost.

How often and how long is set by the environment: FAULT_ROUNDS kills of each kind, FAULT_SECONDS for
two sessions at once.
"""

import os

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "6"))
SECONDS = float(os.environ.get("FAULT_SECONDS", "3"))
