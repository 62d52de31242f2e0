"""Currencies and countries: ISO codes, minor units, legal tender, signs and dated facts. It knows nothing about rates."""
