"""What is published tells no number from 1 to 4, nor anything that such a number could be worked out from."""

from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.contracts import PublicRate
from motcua.dossiers.domain.figures import published, published_count, published_sum

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


def test_a_month_with_few_decisions_is_in_no_sum():
    assert published_sum([(50, 0), (2, 1)], LEAST) == PublicRate(50, 50, 0, 100, left_out=1)
    assert published_sum([(2, 1), (2, 2)], LEAST) == PublicRate(None, None, None, None, left_out=2)
    assert published_sum([(0, 0)], LEAST) == PublicRate(0, None, None, None)


def test_few_late_ones_in_one_month_hide_those_of_all():
    assert published_sum([(90, 10), (98, 2)], LEAST) == PublicRate(200, None, None, None, at_least=93)
    assert published_sum([(10, 90), (2, 98)], LEAST) == PublicRate(200, None, None, None, at_most=7)


@given(st.lists(st.tuples(numbers, numbers), max_size=6), st.data())
def test_a_sum_tells_the_same_whatever_the_small_numbers_in_its_months_are(months, data):
    """What may not be told of a month may be anything: so no two spans can be subtracted to find it."""
    cells = [(each, st.integers(1, LEAST - 1)) for each in months]
    others = []
    for (on_time, late), small in cells:
        decided = on_time + late
        if 0 < decided < LEAST:
            others.append((data.draw(small), 0))
        elif 0 < late < LEAST:
            few = data.draw(small)
            others.append((decided - few, few))
        elif 0 < on_time < LEAST:
            few = data.draw(small)
            others.append((few, decided - few) if decided - few >= LEAST else (on_time, late))
        else:
            others.append((on_time, late))
    rate = published_sum(months, LEAST)
    assert rate == published_sum(others, LEAST)
    whole = [(on_time, late) for on_time, late in months if on_time + late >= LEAST]
    share = 100 * sum(on_time for on_time, _ in whole) / (rate.decided or 1)
    assert rate.percent is None or rate.percent <= share < rate.percent + 1
    assert rate.at_least is None or rate.at_least <= share
    assert rate.at_most is None or rate.at_most >= share
