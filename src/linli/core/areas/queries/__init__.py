"""What can be asked about the tree of areas."""
