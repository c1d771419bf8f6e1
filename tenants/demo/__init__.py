"""The demo's people, made up after the margins of `core/facts/county.json`: the same rows on every machine.

First everything is generated without a database (`generate.generate()`), then loaded (`load.load`). Nobody in it exists:
family names are invented, telephone numbers come from the series kept free for films, and every identity is temporary,
because the official test numbers of working age are left free for whoever tries the product.
"""
