"""Settings, addresses and the server's entry."""

import gc

# judging every commune makes millions of short-lived objects: looking for cycles less often takes a quarter less time
gc.set_threshold(50_000, 20, 20)
