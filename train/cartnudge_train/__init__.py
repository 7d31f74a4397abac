"""From the matrix that `cartnudge features` writes to a model, its calibration and its card."""
