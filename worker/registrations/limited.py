"""``python -m worker.registrations.limited MODULE ARGUMENTS``: run a module under the limits.

The limits are set before the module, or any library that reads a graph, is imported.
"""

import runpy
import sys

from worker.registrations import limits

if __name__ == "__main__":
    limits.apply()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
