"""Where rates and price levels come from. The only room that may speak to the network; the packaged copy does not.

`fetch_rates` takes the services by name; here are their classes, for an address or a provider of one's own. Each is
loaded when it is first used.

>>> from salarykit.sources import ForexPython
>>> source = ForexPython(source_url="https://rates.example/api/")
"""

from __future__ import annotations

from salarykit.package import lazy_names

__all__, __getattr__, __dir__ = lazy_names(__name__)
