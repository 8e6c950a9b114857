"""How numbers are written, by language: with a point, everywhere and in every language of the site.

A template does not know whether a number it writes is read by a person or by a browser. A decimal comma in an SVG, a
style or a data attribute is no number to a browser, which then draws without it, so no language has one. Sentences
that are made in Python write a point in every language too.
"""
