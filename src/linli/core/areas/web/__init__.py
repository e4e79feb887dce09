"""Pages of areas: the map, a page for each grid, the way down to a door, figures, re-drawing."""
