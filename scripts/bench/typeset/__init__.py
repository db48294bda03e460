"""The typesetter beside its peers: what they render, how well, how fast."""
