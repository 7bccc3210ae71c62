"""What is published tells no number from 1 to 4, nor anything that such a number could be worked out from."""

from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.contracts import PublicRate
from motcua.dossiers.domain.figures import published, published_count

LEAST = 5
numbers = st.integers(min_value=0, max_value=400)


def test_few_decisions_say_nothing():
    assert published(2, 2, LEAST) == PublicRate(None, None, None, None)
    assert published(0, 0, LEAST) == PublicRate(0, None, None, None)


def test_enough_of_both_say_everything_and_so_does_none_of_one():
    assert published(90, 10, LEAST) == PublicRate(100, 90, 10, 90)
    assert published(999, 1001, LEAST) == PublicRate(2000, 999, 1001, 49)
    assert published(50, 0, LEAST) == PublicRate(50, 50, 0, 100)


def test_few_late_ones_hide_both_and_leave_a_bound():
    assert published(98, 2, LEAST) == published(96, 4, LEAST) == PublicRate(100, None, None, None, at_least=96)
    assert published(2, 98, LEAST) == published(4, 96, LEAST) == PublicRate(100, None, None, None, at_most=4)


@given(numbers, numbers, st.integers(min_value=1, max_value=30))
def test_nothing_small_is_told_and_what_is_told_is_true(on_time, late, least):
    rate = published(on_time, late, least)
    told = [number for number in (rate.decided, rate.on_time, rate.late) if number is not None]
    assert all(number == 0 or number >= least for number in told)
    share = 100 * on_time / (on_time + late) if on_time + late else 0
    assert rate.percent is None or rate.percent <= share < rate.percent + 1 or share == rate.percent
    assert rate.at_least is None or rate.at_least <= share
    assert rate.at_most is None or rate.at_most >= share


@given(st.integers(min_value=LEAST, max_value=300))
def test_of_two_agencies_with_few_late_ones_nobody_can_tell_which_had_more(decided):
    few_late = [late for late in range(1, LEAST) if decided - late >= LEAST]
    assert len({published(decided - late, late, LEAST) for late in few_late}) <= 1


def test_a_single_number_is_told_when_it_is_none_or_many():
    assert [published_count(number, LEAST) for number in (0, 1, 4, 5)] == [0, None, None, 5]
