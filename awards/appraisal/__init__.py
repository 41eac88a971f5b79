"""The desk of the award agency: the queue, checks, the lines of a sheet, opinions, matters."""
