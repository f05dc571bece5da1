"""Vectors of the peers, kept between runs: they do not change with our code, and take most of an hour."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parent / ".build/encoder-vectors"
SCRIPTS = ("encoding.py", "encode_torch.py", "encode_onnx.py", "export_onnx.py")
PACKAGES = ("sentence-transformers", "torch", "onnxruntime")


class KeptVectors:
    """A file of vectors for each peer, model and file of texts, known by the hash of all that it depends on."""

    def __init__(self, python, model):
        versions = "import importlib.metadata as m, sys; print(*map(m.version, sys.argv[1:]))"
        found = subprocess.run([python, "-c", versions, *PACKAGES], capture_output=True, text=True, check=True).stdout
        scripts = [path.read_bytes() for path in map((HERE / "peers").joinpath, SCRIPTS)]
        self.basis = hashlib.sha256(b"\0".join([found.encode(), (model / "model.safetensors").read_bytes(), *scripts]))

    def vectors(self, encoder, texts, target, encode):
        """Copies what is kept to `target`; what is not, `encode(target)` writes there and tells of. Returns what it told."""
        key = self.basis.copy()
        key.update(json.dumps([encoder.kind, encoder.precision]).encode() + Path(texts).read_bytes())
        kept, told = (FOLDER / f"{key.hexdigest()[:32]}{ending}" for ending in (".npy", ".json"))
        if not told.exists():
            FOLDER.mkdir(parents=True, exist_ok=True)
            output = encode(target)
            shutil.copy(target, part := kept.with_suffix(".part"))
            os.replace(part, kept)
            told.write_text(json.dumps(output))
        shutil.copy(kept, target)
        return json.loads(told.read_text())
