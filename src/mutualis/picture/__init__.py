"""What is looked at: maps and charts as SVG that a server writes, pages as HTML and as PDF.

It takes figures of a release or plain values, and draws no figure that it was not given.
"""
