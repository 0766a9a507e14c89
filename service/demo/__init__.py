"""The invented organisation that `make run` shows. Runs nowhere but in the demo."""

from service.demo.filling import DemoRefused, fill
from service.demo.keys import DemoKeys, known_keys

__all__ = ["DemoKeys", "DemoRefused", "fill", "known_keys"]
