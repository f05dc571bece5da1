import Glibc

@testable import Embedding

/// BERT as its paper has it, in double precision, one text at a time: the oracle of the transformer.
struct NaiveTransformer {
    private let model: TinyModel
    private let tensors: [String: [Double]]

    init(_ model: TinyModel) {
        self.model = model
        tensors = Dictionary(uniqueKeysWithValues: model.tensors.map { ($0.name, $0.storedValues.map(Double.init)) })
    }

    /// The pooled vector, normalised if the model says so.
    func vector(of tokens: [Int32]) -> [Double] {
        guard case .vectors(let pooling, let isNormalized) = model.purpose else { return [] }
        let rows = states(of: tokens)
        let pooled =
            pooling == "cls_token" ? rows[0] : rows[0].indices.map { column in mean(of: rows.map { $0[column] }) }
        return isNormalized ? pooled.scaledToUnit : pooled
    }

    /// A classifier's output before any sigmoid.
    func logit(of tokens: [Int32], segments: [Int32]) -> Double {
        let first = states(of: tokens, segments: segments)[0]
        let pooled = linear(model.prefix + "pooler.dense", first).map(tanh)
        return linear("classifier", pooled)[0]
    }

    /// The last layer's output.
    func states(of tokens: [Int32], segments: [Int32]? = nil) -> [[Double]] {
        var rows = tokens.indices.map { place in
            let word = row(Int(tokens[place]), of: "word_embeddings")
            let position = row(place, of: "position_embeddings")
            let segment = row(Int(segments?[place] ?? 0), of: "token_type_embeddings")
            return norm(model.prefix + "embeddings.LayerNorm", word + position + segment)
        }
        for number in 0..<model.layerCount {
            let layer = model.prefix + "encoder.layer.\(number)."
            let attended = attention(layer + "attention.self.", rows)
            rows = zip(rows, attended).map { row, context in
                norm(
                    layer + "attention.output.LayerNorm",
                    Row(row) + Row(linear(layer + "attention.output.dense", context)))
            }
            rows = rows.map { row in
                let inner = linear(layer + "intermediate.dense", row).map(activation)
                return norm(layer + "output.LayerNorm", Row(row) + Row(linear(layer + "output.dense", inner)))
            }
        }
        return rows
    }

    private func attention(_ name: String, _ rows: [[Double]]) -> [[Double]] {
        let queries = rows.map { linear(name + "query", $0) }
        let keys = rows.map { linear(name + "key", $0) }
        let values = rows.map { linear(name + "value", $0) }
        let valueColumns = values[0].indices.map { column in values.map { $0[column] } }
        let width = model.hiddenSize / model.headCount
        return queries.map { query in
            (0..<model.headCount).flatMap { head -> [Double] in
                let columns = head * width..<(head + 1) * width
                let powers = keys.map { exp(dot(query[columns], $0[columns]) / Double(width).squareRoot()) }
                let total = powers.reduce(0, +)
                return columns.map { dot(powers[...], valueColumns[$0][...]) / total }
            }
        }
    }

    private func linear(_ name: String, _ input: [Double]) -> [Double] {
        let weights = self[name + ".weight"]
        return self[name + ".bias"].enumerated().map { output, bias in
            bias + dot(weights[output * input.count..<(output + 1) * input.count], input[...])
        }
    }

    private func norm(_ name: String, _ row: Row) -> [Double] {
        let mean = mean(of: row.values)
        let variance = self.mean(of: row.values.map { ($0 - mean) * ($0 - mean) })
        let (weight, bias) = (self[name + ".weight"], self[name + ".bias"])
        return row.values.enumerated().map { ($1 - mean) / (variance + 1e-12).squareRoot() * weight[$0] + bias[$0] }
    }

    private func activation(_ x: Double) -> Double {
        switch model.activation {
        case "gelu": x / 2 * (1 + erf(x / 2.0.squareRoot()))
        case "gelu_new": x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        case "relu": max(x, 0)
        default: preconditionFailure("no activation \(model.activation)")
        }
    }

    private func row(_ number: Int, of table: String) -> Row {
        Row(
            Array(
                self[model.prefix + "embeddings.\(table).weight"][
                    number * model.hiddenSize..<(number + 1) * model.hiddenSize]))
    }

    private func dot(_ first: ArraySlice<Double>, _ second: ArraySlice<Double>) -> Double {
        var sum = 0.0
        for (left, right) in zip(first, second) { sum += left * right }
        return sum
    }

    private func mean(of values: [Double]) -> Double {
        values.reduce(0, +) / Double(values.count)
    }

    private subscript(name: String) -> [Double] {
        guard let values = tensors[name] else { preconditionFailure("no tensor \(name)") }
        return values
    }
}

/// Numbers that are added one by one.
private struct Row {
    let values: [Double]

    init(_ values: [Double]) {
        self.values = values
    }

    static func + (left: Row, right: Row) -> Row {
        Row(zip(left.values, right.values).map(+))
    }
}

extension [Double] {
    var scaledToUnit: [Double] {
        let length = reduce(0) { $0 + $1 * $1 }.squareRoot()
        return map { $0 / length }
    }
}
