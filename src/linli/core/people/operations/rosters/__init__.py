"""Rosters in: residents, workers and grids, from the files that communities really keep."""
