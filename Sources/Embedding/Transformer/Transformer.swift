import Matrices

/// A BERT whose weights are packed for one precision and processor.
///
///     x = norm(words[id] + positions + segments)
///     for each layer:
///         x = norm(x + attention(x) · output)
///         x = norm(x + gelu(x · intermediate) · output)
///
/// Sequences lie one after the other without padding: products and norms see rows, only attention sees sequences.
struct Transformer: Sendable {
    let configuration: BERTConfiguration
    /// What is computed, which may be more exact than what was asked for.
    let precision: Precision
    let kernels: Kernels
    private let tables: EmbeddingTables
    private let tablesNorm: LayerNorm
    private let layers: [TransformerLayer]

    /// Throws where a weight is NaN or infinite: attention and products of bytes can lose one on its way to the vector. Words
    /// are not looked at, which are many; what is wrong with one that a text has, reaches the text's vector.
    init(
        _ weights: BERTWeights, _ configuration: BERTConfiguration, precision: Precision, processor: Processor = .here
    ) throws(EmbeddingError) {
        self.configuration = configuration
        let kernels = Kernels(processor)
        let precision = precision.computed(on: kernels.processor)
        self.precision = precision
        self.kernels = kernels
        let words = weights[.wordEmbeddings]
        tables = EmbeddingTables(
            words: words.isInPlace ? MappedFloats(view: words) : words.floats(),
            positions: try weights[.positionEmbeddings].finiteFloats(),
            segments: try weights[.tokenTypeEmbeddings].finiteFloats(), width: configuration.hiddenSize)
        tablesNorm = LayerNorm(
            weight: try weights[.embeddingsNorm(.weight)].finiteFloats(),
            bias: try weights[.embeddingsNorm(.bias)].finiteFloats(), epsilon: configuration.normEpsilon)
        layers = try (0..<configuration.layerCount).map { number throws(EmbeddingError) in
            try TransformerLayer(number, weights, configuration, precision, kernels.processor)
        }
    }

    /// Leaves the last layer's vector of each token in `scratch.hidden`. `observe` is called when it holds the output of the
    /// embeddings, and of each layer.
    func run(_ batch: TokenBatch, in scratch: TransformerScratch, afterLayer observe: () -> Void = {}) {
        precondition(batch.tokenCount <= scratch.capacity, "more tokens than there is room")
        for index in batch.indices {
            let range = batch.tokens(of: index)
            kernels.embed(
                batch.ids[range], segments: batch.segments.map { $0[range] }, tables: tables, into: scratch.hidden,
                from: range.lowerBound)
        }
        kernels.normalise(scratch.hidden, count: batch.tokenCount, by: tablesNorm)
        observe()
        for layer in layers {
            attend(layer, batch, scratch)
            feedForward(layer, batch.tokenCount, scratch)
            observe()
        }
    }

    private func attend(_ layer: TransformerLayer, _ batch: TokenBatch, _ scratch: TransformerScratch) {
        let count = batch.tokenCount
        kernels.convert(scratch.hidden, count: count, to: scratch.factors)
        kernels.multiply(scratch.factors, by: layer.attentionInput, count: count, into: scratch.queries, .store)
        for index in batch.indices {
            let range = batch.tokens(of: index)
            kernels.attend(
                scratch.queries, from: range.lowerBound, length: range.count, heads: configuration.headCount,
                precision: precision, into: scratch.context, scratch: scratch.attention)
        }
        kernels.convert(scratch.context, count: count, to: scratch.factors)
        kernels.multiply(scratch.factors, by: layer.attentionOutput, count: count, into: scratch.hidden, .add)
        kernels.normalise(scratch.hidden, count: count, by: layer.attentionNorm)
    }

    private func feedForward(_ layer: TransformerLayer, _ count: Int, _ scratch: TransformerScratch) {
        kernels.convert(scratch.hidden, count: count, to: scratch.factors)
        kernels.multiply(scratch.factors, by: layer.intermediate, count: count, into: scratch.inner, activation)
        switch configuration.activation {
        case .gelu: break
        case .geluTanh: kernels.geluByTanh(scratch.inner, count: count)
        case .relu: kernels.relu(scratch.inner, count: count)
        }
        kernels.convert(scratch.inner, count: count, to: scratch.factors)
        kernels.multiply(scratch.factors, by: layer.output, count: count, into: scratch.hidden, .add)
        kernels.normalise(scratch.hidden, count: count, by: layer.outputNorm)
    }

    /// What becomes of the first product of a layer's second half before it is written.
    private var activation: Finish {
        guard configuration.activation == .gelu else { return .store }
        return precision == .exact ? .geluExact : .gelu
    }
}

/// The weights of one layer.
private struct TransformerLayer {
    /// To queries, keys and values at once.
    let attentionInput: PackedWeights
    let attentionOutput: PackedWeights
    let attentionNorm: LayerNorm
    let intermediate: PackedWeights
    let output: PackedWeights
    let outputNorm: LayerNorm

    init(
        _ number: Int, _ weights: BERTWeights, _ configuration: BERTConfiguration, _ precision: Precision,
        _ processor: Processor
    ) throws(EmbeddingError) {
        func values(
            _ part: BERTTensor.LayerPart, _ parameter: BERTTensor.Parameter
        ) throws(EmbeddingError) -> [Float] {
            try weights[.layer(number, part, parameter)].finiteFloats()
        }
        func packed(_ parts: BERTTensor.LayerPart..., inputs: Int) throws(EmbeddingError) -> PackedWeights {
            PackedWeights(
                try parts.map { part throws(EmbeddingError) in try values(part, .weight) },
                bias: try parts.map { part throws(EmbeddingError) in try values(part, .bias) }, inputs: inputs,
                precision: precision, processor: processor)
        }
        func norm(_ part: BERTTensor.LayerPart) throws(EmbeddingError) -> LayerNorm {
            LayerNorm(
                weight: try values(part, .weight), bias: try values(part, .bias), epsilon: configuration.normEpsilon)
        }
        let hidden = configuration.hiddenSize
        attentionInput = try packed(.query, .key, .value, inputs: hidden)
        attentionOutput = try packed(.attentionOutput, inputs: hidden)
        attentionNorm = try norm(.attentionNorm)
        intermediate = try packed(.intermediate, inputs: hidden)
        output = try packed(.output, inputs: configuration.intermediateSize)
        outputNorm = try norm(.outputNorm)
    }
}

/// Weights that stay in their file.
private struct MappedFloats: FloatsOwner {
    let view: TensorView

    func withFloats<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        view.withBytes { body($0.assumingMemoryBound(to: Float.self)) }
    }
}
