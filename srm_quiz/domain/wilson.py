"""The uncertainty of a share that was counted in few trials."""

from __future__ import annotations

from math import sqrt


def wilson_interval(right: float, of: int, z: float) -> tuple[float, float]:
    """The lowest and the highest likely share behind `right` of so many trials, 0 to 1.

    `z` is how many standard deviations count as likely: 1.96 for 95 %. Source: the score interval of
    Wilson, Probable Inference (1927).
    """
    if not of:
        return 0.0, 1.0
    share, squared = right / of, z * z
    centre = (share + squared / (2 * of)) / (1 + squared / of)
    half = z * sqrt(share * (1 - share) / of + squared / (4 * of * of)) / (1 + squared / of)
    return max(0.0, centre - half), min(1.0, centre + half)
