#!/usr/bin/env python3
"""Prints the first C++ block of README.md, for a test that compiles and runs it.

    quick_start.py README.md > quick_start.cpp
"""
import re
import sys
from pathlib import Path

text = Path(sys.argv[1]).read_text(encoding="utf-8")
print(re.search(r"```cpp\n(.*?)```", text, re.DOTALL).group(1), end="")
