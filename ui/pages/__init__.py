"""One page for each thing that people come to do."""
