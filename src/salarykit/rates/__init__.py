"""Dated exchange rates and the conversion kernel: numpy alone, no table library, no network.

Read in this order: `spans` (which days), `grid` (one dense table: calendar day x currency), `means` (prefix sums),
`kernel` (the gather), `exact` (the same in Decimal), `quote` (one rate, told in full), `rates` (the noun).
"""
