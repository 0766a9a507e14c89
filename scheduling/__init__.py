"""The pure scheduling core: values in, values out, `now` is an argument.

It must not read a clock, a file, a database or the network.  Zone data comes from the pinned PyPI `tzdata` alone,
never from the host: copies of the same year differ in a dozen zones.
"""

import zoneinfo

zoneinfo.reset_tzpath(to=())
