"""Keys sort by the moment they were made."""

import threading
import time

from linli.base.ids import uuid7


def test_keys_are_in_the_order_in_which_they_were_made() -> None:
    keys = [uuid7() for _ in range(50_000)]
    assert keys == sorted(keys)


def test_keys_of_several_threads_are_all_different() -> None:
    made: list[list[object]] = [[] for _ in range(4)]
    threads = [threading.Thread(target=lambda mine=mine: mine.extend(uuid7() for _ in range(5_000))) for mine in made]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({key for mine in made for key in mine}) == 20_000


def test_a_key_tells_its_version_and_its_moment() -> None:
    before = time.time_ns() // 1_000_000
    key = uuid7()
    assert (key.version, key.variant) == (7, "specified in RFC 4122")
    assert before <= key.int >> 80 <= time.time_ns() // 1_000_000 + 50
