"""Run by Streamlit for every session and every change; the arguments are the case and the language."""

import sys

from ui.app import run

run(*sys.argv[1:3])
