"""The rules of a case, one rule type a file: its rows, its exact check, its sentence, how its limit moves."""
