"""All worksheet functions, for wrappers, add-ins, reference and calls by name."""

from flowxl.udf import functions, functions_delphi
from flowxl.udf.declare import udfs

UDFS = (*udfs(functions), *udfs(functions_delphi))
