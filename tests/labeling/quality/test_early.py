from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from labeling.quality.early import first


@given(st.lists(st.integers(0, 6), max_size=40), st.integers(1, 4))
def test_the_first_answers_of_each_record_in_order_of_submission(record: list[int], most: int) -> None:
    seen: Counter[int] = Counter()
    expected = []
    for one in record:
        expected.append(seen[one] < most)
        seen[one] += 1
    assert first(np.array(record, dtype=np.intp), most).tolist() == expected
