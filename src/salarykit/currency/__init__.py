"""ISO 4217 currencies: the codes and their minor units. Knows nothing of rates."""
