"""French text: typography, prose, near misses, YAML scalars; knows nothing of records."""
