# The only list of the public names: __init__.py and type checkers read it.

from salarykit.analysis.ageing import Ageing as Ageing
from salarykit.batch.convert_file import convert_file as convert_file
from salarykit.batch.report import BatchReport as BatchReport
from salarykit.currency.codes import Currency as Currency
from salarykit.currency.rounding import round_money as round_money
from salarykit.errors import InvalidCurrency as InvalidCurrency
from salarykit.errors import InvalidPay as InvalidPay
from salarykit.errors import InvalidQuery as InvalidQuery
from salarykit.errors import InvalidSalary as InvalidSalary
from salarykit.errors import InvalidSpan as InvalidSpan
from salarykit.errors import MixedCurrencies as MixedCurrencies
from salarykit.errors import RateNotFound as RateNotFound
from salarykit.errors import SalaryKitError as SalaryKitError
from salarykit.errors import SourceError as SourceError
from salarykit.pay.parse import find_pay as find_pay
from salarykit.pay.parse import parse_pay as parse_pay
from salarykit.pay.parse_column import parse_pay_column as parse_pay_column
from salarykit.pay.pay import Pay as Pay
from salarykit.pay.pay_year import PayYear as PayYear
from salarykit.rates.converted import Converted as Converted
from salarykit.rates.quote import Quote as Quote
from salarykit.rates.rates import Rates as Rates
from salarykit.reading.infer import infer_layout as infer_layout
from salarykit.reading.layout import Layout as Layout
from salarykit.reading.read import Sifted as Sifted
from salarykit.reading.read import load_salaries as load_salaries
from salarykit.reading.read import read_salaries as read_salaries
from salarykit.reading.read import sift_salaries as sift_salaries
from salarykit.salaries.checking.findings import Findings as Findings
from salarykit.salaries.comparison.comparison import Comparison as Comparison
from salarykit.salaries.convert import convert as convert
from salarykit.salaries.practices import infer_rates as infer_rates
from salarykit.salaries.practices import practice as practice
from salarykit.salaries.querying.answer import QueryResult as QueryResult
from salarykit.salaries.querying.query import Query as Query
from salarykit.salaries.ranking.ranking import Ranking as Ranking
from salarykit.salaries.salary import Salary as Salary
from salarykit.salaries.table import SalaryTable as SalaryTable
from salarykit.sources.copies import default_rates as default_rates
from salarykit.sources.fetch import RateSource as RateSource
from salarykit.sources.fetch import fetch_rates as fetch_rates
from salarykit.sources.tables import read_rates as read_rates

__version__: str
