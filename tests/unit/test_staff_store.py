"""The books of the store: what counts once counts once, also when many ask at the same moment."""

import threading

from hypothesis import given, settings
from hypothesis import strategies as st

from mutualis.staff.addresses import local
from mutualis.staff.store import Store
from mutualis.staff.store.attempts import LONGEST_WAIT, wait_after
from staff_desk import Clock


def together(count, act):
    """What many threads get that do the same at the same moment."""
    gate, found = threading.Barrier(count), []

    def one():
        gate.wait()
        found.append(act())

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_guesses_at_the_same_moment_all_count(tmp_path):
    store = Store(tmp_path / "staff.db", Clock())
    waits = together(12, lambda: store.attempt("key", 5, 900))
    assert sorted(wait > 0 for wait in waits) == [False] * 5 + [True] * 7


def test_a_token_and_an_errand_are_used_by_one_of_many(tmp_path):
    store = Store(tmp_path / "staff.db", Clock())
    assert sorted(together(8, lambda: store.use_token("issuer", "1", 2_000_000_000))) == [False] * 7 + [True]
    code = store.start("kind", "browser", {"a": 1})
    taken = together(8, lambda: store.take("kind", "browser", code))
    assert sorted(each is None for each in taken) == [False] + [True] * 7


def test_an_errand_is_of_its_kind_and_browser_and_stays_for_those_who_began_it(tmp_path):
    store = Store(tmp_path / "staff.db", Clock())
    code = store.start("kind", "browser", {"a": 1})
    assert store.take("other", "browser", code) is None
    assert store.take("kind", "another", code) is None
    assert store.take("kind", "browser", code) == {"a": 1}


def test_failures_are_forgotten_one_by_one(tmp_path):
    clock = Clock()
    store = Store(tmp_path / "staff.db", clock)
    for _ in range(5):
        assert store.attempt("key", 5, 900) == 0
    assert store.attempt("key", 5, 900) == 1
    clock.pass_by(3 * 900)
    assert [store.attempt("key", 5, 900) for _ in range(4)] == [0, 0, 0, 1]
    clock.pass_by(86_401)
    assert [store.attempt("key", 5, 900) for _ in range(6)] == [0, 0, 0, 0, 0, 1]


def test_another_clock_and_process_see_the_same_store(tmp_path):
    one, other = Store(tmp_path / "staff.db", Clock()), Store(tmp_path / "staff.db", Clock())
    one.add_account("an", {"editor"})
    assert other.account("an").roles == {"editor"}
    assert other.account("An") is None


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 100))
def test_a_wait_never_shrinks_with_another_failure_and_has_an_end(failures, free):
    assert 0 <= wait_after(failures, free) <= wait_after(failures + 1, free) <= LONGEST_WAIT


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="/\\ab:.?#@%\t\n\r\x00é ", max_size=12) | st.text(max_size=20))
def test_wherever_somebody_is_sent_it_is_a_path_of_ours(path):
    kept = local(path)
    assert kept.startswith("/")
    assert not kept.startswith(("//", "/\\"))
    assert kept.isprintable()
    assert kept.isascii()
