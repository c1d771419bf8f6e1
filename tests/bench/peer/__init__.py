"""The list page as django-tenants would serve it. Runs in a Python environment of its own (tests/bench/beside.py): Django is
no dependency of the product, and nothing outside this folder imports it."""
