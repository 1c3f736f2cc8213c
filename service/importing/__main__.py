"""Start the process that reads a file.

`service.domain` is put in place without running its `__init__`, which imports the whole room: the
patterns of what people type alone take 0.4 s to compile.
"""

import sys
from importlib.machinery import ModuleSpec
from importlib.util import find_spec, module_from_spec
from typing import cast

sys.modules["service.domain"] = module_from_spec(cast(ModuleSpec, find_spec("service.domain")))

from service.importing.process import main  # noqa: E402 - only now it is quick

if __name__ == "__main__":
    main()
