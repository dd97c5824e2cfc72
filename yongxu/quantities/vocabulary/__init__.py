"""The words official tables use, by subject: labels and headers, states and time bases, words of direction, rules on quantity phrases.

Another ministry's wording is added here and nowhere else. Patterns are searched in text that `numbers.normalise` has cleaned
(headers: half width, no spaces). Where a word was first seen is said beside it; "usage" means common administrative usage.
"""
