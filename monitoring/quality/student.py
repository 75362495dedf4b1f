"""How much wider an interval is when its error was estimated from few units."""

from statistics import NormalDist


def widening(confidence: float, degrees_of_freedom: int) -> float:
    """Student's quantile over the normal one, for a two-sided interval; 1 or more.

    By the expansion of Abramowitz and Stegun (1964), 26.7.5: from four degrees of freedom on it is
    right to a few thousandths.
    """
    z, nu = NormalDist().inv_cdf(0.5 + confidence / 2), float(degrees_of_freedom)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92_160,
    )
    quantile = z + sum(term / nu**power for power, term in enumerate(terms, start=1))
    return float(quantile / z)
