"""How good predictions are once the truth is known: one measure a file, arrays in, numbers out.

Measures that are means over rows give the per-row values, so that any weighting (a bootstrap
resample, a slice, a day) is a weighted mean of them. Measures that are not means take the weights.
"""
