"""Documents of award rounds: what they say, the templates they are printed from, their layout checked.

Pure: `kinds` and their tokens, `content`, `filling`, `layout` of the portal's templates, `accepting` of others, `form`
of the decree, `preview`, `blank` of a Bằng khen. Reading the database: `room`, `subjects`, `telling`, `printing`. A child
process: `pdf`.
"""
