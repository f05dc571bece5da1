#!/usr/bin/env python3
"""Encodes with ONNX Runtime from what export_onnx.py wrote: f32, or int8 (see encoding.py).

MODEL is the folder of the model; the exported files are in the folder that ONNX_FOLDER names. Texts are sorted by length and
padded in batches of 32, as sentence-transformers does it; pooled by the mean and normalised in numpy.
"""
import json
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import encoding  # noqa: E402


def open_peer(model, precision, threads):
    import numpy
    import onnxruntime
    from tokenizers import Tokenizer
    limit = json.loads((Path(model) / "sentence_bert_config.json").read_text())["max_seq_length"]
    tokenizer = Tokenizer.from_file(str(Path(model) / "tokenizer.json"))
    tokenizer.enable_truncation(limit)
    tokenizer.enable_padding()
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads, settings.inter_op_num_threads = threads, 1
    session = onnxruntime.InferenceSession(
        str(Path(os.environ["ONNX_FOLDER"]) / f"{precision}.onnx"), settings, providers=["CPUExecutionProvider"])
    taken = {each.name for each in session.get_inputs()}

    def encode(texts):
        order = sorted(range(len(texts)), key=lambda index: -len(texts[index]))
        vectors = None
        for start in range(0, len(order), encoding.BATCH):
            indexes = order[start:start + encoding.BATCH]
            found = tokenizer.encode_batch([texts[index] for index in indexes])
            inputs = {
                "input_ids": numpy.array([each.ids for each in found]),
                "attention_mask": numpy.array([each.attention_mask for each in found]),
                "token_type_ids": numpy.array([each.type_ids for each in found])}
            hidden = session.run(None, {name: value for name, value in inputs.items() if name in taken})[0]
            mask = inputs["attention_mask"][:, :, None].astype("float32")
            mean = (hidden * mask).sum(1) / mask.sum(1)
            mean /= numpy.linalg.norm(mean, axis=1, keepdims=True)
            if vectors is None:
                vectors = numpy.empty((len(texts), mean.shape[1]), "float32")
            vectors[indexes] = mean
        return vectors

    def tokens(texts, **_):
        texts = [texts] if isinstance(texts, str) else texts
        found = [[id for id, mask in zip(each.ids, each.attention_mask) if mask]
                 for each in tokenizer.encode_batch(texts)]
        return {"input_ids": found if len(texts) > 1 else found[0]}

    return encode, tokens, limit, f"ONNX Runtime {onnxruntime.__version__}"


if __name__ == "__main__":
    encoding.main(open_peer, ("f32", "int8"))
