"""Spanish as in the Americas: Mexico and the United States write a decimal point."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = "\N{NO-BREAK SPACE}"
NUMBER_GROUPING = 0
