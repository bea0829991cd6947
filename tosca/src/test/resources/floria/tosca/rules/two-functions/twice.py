# Doubles a number.
