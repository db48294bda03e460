"""The deck: cards as plain data, the YAML file that people own, and importers that fill it."""
