"""The mathematics of quality: standard library and numpy only. Randomness is passed in."""
