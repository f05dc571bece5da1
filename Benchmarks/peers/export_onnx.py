#!/usr/bin/env python3
"""Writes a model as ONNX, in f32 and with int8 weights that are quantised dynamically: export_onnx.py MODEL FOLDER"""
import sys
from pathlib import Path

sys.dont_write_bytecode = True
import encoding  # noqa: E402

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def main(source, folder):
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import AutoModel
    encoding.quiet()

    class LastLayer(torch.nn.Module):
        """Without the pooler, which the sentence vector does not use."""

        def __init__(self):
            super().__init__()
            self.model = AutoModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False).float()

        def forward(self, *inputs):
            return self.model(**dict(zip(INPUTS, inputs, strict=True)))[0]

    model, example = LastLayer().eval(), torch.ones(2, 16, dtype=torch.long)
    plain = str(Path(folder) / "f32.onnx")
    with torch.inference_mode():
        torch.onnx.export(
            model, (example, example, torch.zeros_like(example)), plain, input_names=[*INPUTS], output_names=["hidden"],
            dynamic_axes={name: {0: "texts", 1: "tokens"} for name in (*INPUTS, "hidden")}, opset_version=17,
            dynamo=False)
    quantize_dynamic(plain, str(Path(folder) / "int8.onnx"), weight_type=QuantType.QInt8)


if __name__ == "__main__":
    main(*sys.argv[1:])
    print("{}")
