from statistics import fmean

from labeling.replay.pace import pace


def test_as_fast_as_it_goes_knows_no_pause():
    assert pace("max", 0)() == 0


def test_people_pause_about_five_seconds_each_at_their_own_pace():
    means = []
    for person in range(200):
        pause = pace("human", f"0:{person}")
        means.append(fmean(pause() for _ in range(200)))
    assert 4 < fmean(means) < 7
    assert min(means) < 4 < 6.5 < max(means)


def test_the_seed_fixes_the_pauses():
    first, again, other = pace("human", "0:ada"), pace("human", "0:ada"), pace("human", "1:ada")
    assert [first() for _ in range(5)] == [again() for _ in range(5)]
    assert first() != other()
