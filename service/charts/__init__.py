"""Drawing: domain values in, PNG bytes out.

`curves` and `bars` describe a picture as SVG, which takes a millisecond; `studio` has a process
of its own (`rasterize`) turn it into a PNG.
"""
