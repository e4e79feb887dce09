"""What can be done with the tree of areas."""
