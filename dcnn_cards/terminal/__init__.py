"""The terminal: the only place that reads a key or paints a screen."""
