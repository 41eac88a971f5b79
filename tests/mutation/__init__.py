"""Do the tests hold the code? Each module is changed in one small place at a time; its own tests must notice."""
