"""Trains a return-risk model on the matrix that `cartnudge features` writes."""
