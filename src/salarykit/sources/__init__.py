"""Where rates and price levels come from. This is the only room that uses the network; the packaged copies need none.

`fetch_rates` takes the services by name. Their classes are here, to set another address or provider. Each is loaded when it is
first used.

>>> from salarykit.sources import ForexPython
>>> source = ForexPython(source_url="https://rates.example/api/")
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
