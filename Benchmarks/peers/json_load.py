"""Times `json.load` of one file. Prints one JSON object: messages, bytes, seconds, version."""

import json
import os
import platform
import sys
import time

path = sys.argv[1]
start = time.perf_counter()
with open(path, encoding="utf-8") as file:
    export = json.load(file)
seconds = time.perf_counter() - start
print(json.dumps({
    "messages": len(export["messages"]), "bytes": os.path.getsize(path), "seconds": seconds,
    "version": platform.python_version()}))
