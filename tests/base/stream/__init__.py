"""A small room of its own for killing workers: it publishes a stream and writes down what it hears."""
