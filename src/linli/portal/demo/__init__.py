"""A community that nobody lives in: 兆麟社区 with invented people and a year of matters, to try everything out."""
