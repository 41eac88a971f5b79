"""One file that holds the whole portal: its database and the files that people handed in."""
