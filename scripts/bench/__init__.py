"""Speed and memory, measured: see `__main__` for what, and how."""
