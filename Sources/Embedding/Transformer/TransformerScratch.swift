import Matrices

/// Room for the numbers between a batch's tokens and their vectors. Owned by one worker.
final class TransformerScratch {
    let hidden: FloatBuffer
    let queries: FloatBuffer
    let context: FloatBuffer
    let inner: FloatBuffer
    let factors: Activations
    let attention: AttentionScratch

    /// For a transformer and batches of up to `capacity` tokens.
    init(for transformer: Transformer, capacity: Int) {
        let model = transformer.configuration
        hidden = FloatBuffer(rows: capacity, width: model.hiddenSize)
        queries = FloatBuffer(rows: capacity, width: 3 * model.hiddenSize)
        context = FloatBuffer(rows: capacity, width: model.hiddenSize)
        inner = FloatBuffer(rows: capacity, width: model.intermediateSize)
        factors = Activations(
            rows: capacity, width: max(model.hiddenSize, model.intermediateSize), precision: transformer.precision,
            processor: transformer.kernels.processor)
        attention = AttentionScratch(
            length: model.positionCount, heads: model.headCount, headWidth: model.hiddenSize / model.headCount)
    }

    var capacity: Int {
        hidden.rows
    }
}
