"""What a job loads, and when."""

import subprocess
import sys

SCRIPT = """
import sys
import modal_app.job_process
assert not {"numpy", "cv2"} & set(sys.modules), "loaded before it is known what for"
from modal_app.pipelines import load_interpretation
load_interpretation()
assert "modal_app.pipeline.interpret" in sys.modules
assert not {"torch", "ultralytics", "openvino", "av"} & set(sys.modules), "neither models nor the video are needed"
"""


def test_an_interpretation_loads_neither_models_nor_the_decoder() -> None:
    result = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
