"""Do the tests hold the code? Each module is changed in one small place at a time; its own tests must notice.

cosmic-ray makes the mutants; running them is ours. mutmut leaves out whatever has a decorator and every table: of
`campaign/rules.py` all rules, of `awards/workflow/table.py` the workflow. cosmic-ray by itself writes each mutant into the
working copy and begins Python, Django and the database anew for it. Here a mutant of a function is put into the running
process of a forked child (with its own copy of the database in memory), which runs only the tests that enter that
function; a mutant of what runs on import is loaded in a process of its own.
"""
