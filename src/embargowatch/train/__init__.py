"""Training what is learned: one module for each thing, from labelled articles to weights as plain data."""
