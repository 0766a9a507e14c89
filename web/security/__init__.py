"""What stands between the network and the pages, each a small ASGI class. None of them knows a use case."""
