"""Two people's words put together, whatever they do: who has not touched a field never overwrites it, and nothing is lost."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from core.plans.merging import Entry, Merge, Value, mark

texts = st.sampled_from([None, "", "a", "b", "c"])
values = texts | st.sampled_from([dt.date(2022, 9, 15), dt.date(2022, 9, 16)])


@given(opened=values, mine=values, theirs=values)
def test_nothing_is_lost_and_nothing_untouched_overwrites(opened: Value, mine: Value, theirs: Value) -> None:
    merge = Merge()
    result = merge.take("field", Entry(mine, mark(opened)), theirs)
    i_wrote, they_wrote = mark(mine) != mark(opened), mark(theirs) != mark(opened)
    if not i_wrote:
        assert result == theirs
    elif not they_wrote:
        assert mark(result) == mark(mine)
    if i_wrote and they_wrote and mark(mine) != mark(theirs):
        assert merge.contested == {"field": theirs}
    else:
        assert merge.contested == {}


@given(opened=values, mine=values, theirs=values)
def test_once_both_versions_have_been_seen_the_second_sending_is_taken(opened: Value, mine: Value, theirs: Value) -> None:
    merge = Merge()
    merge.take("field", Entry(mine, mark(opened)), theirs)
    again = Merge()
    if "field" in merge.contested:
        assert again.take("field", Entry(mine, mark(theirs)), theirs) == mine
        assert again.contested == {}
