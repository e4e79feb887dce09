"""What keeps the index whole."""

from datetime import datetime

from linli.base.schedule import every
from linli.base.search import operations


@every("10 2 * * *")
def index_missing(_now: datetime) -> None:
    """Every night, put in what came past the operations."""
    operations.index_missing()
