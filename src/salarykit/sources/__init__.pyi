# The public names of this package: __init__.py loads them from these modules when they are first used.

from salarykit.sources.ecb import EcbHistory as EcbHistory
from salarykit.sources.ecb import EcbSdmx as EcbSdmx
from salarykit.sources.forex_python import ForexPython as ForexPython
from salarykit.sources.frankfurter import Frankfurter as Frankfurter
from salarykit.sources.nbp import NbpTables as NbpTables
from salarykit.sources.price_copies import default_price_levels as default_price_levels
from salarykit.sources.price_copies import read_price_levels as read_price_levels
from salarykit.sources.price_copies import update_price_levels as update_price_levels
from salarykit.sources.price_levels import PriceLevel as PriceLevel
from salarykit.sources.price_levels import PriceLevels as PriceLevels
from salarykit.sources.web import WebLimits as WebLimits
from salarykit.sources.world_bank import WorldBank as WorldBank
from salarykit.sources.world_bank import WorldBankRates as WorldBankRates
