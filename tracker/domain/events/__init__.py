"""What can happen to a request: typed past facts, one kind a file.

`KINDS` holds every kind by its name. New files in the packages below are found automatically.
"""

from importlib import import_module
from pkgutil import walk_packages

from tracker.domain.events.event import KINDS as KINDS

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
