import Store

/// The weights of a BERT by the part that they play: all there, and of the shapes that the configuration says.
struct BERTWeights: Sendable {
    /// The file's.
    let path: String
    private let tensors: [BERTTensor: TensorView]

    init(_ file: SafetensorsFile, _ configuration: EncoderConfiguration) throws(EmbeddingError) {
        // Models saved with a head have the encoder's own tensors below a prefix.
        let prefix = ["bert.", ""].first { file.contains(BERTTensor.wordEmbeddings.name(prefix: $0)) } ?? ""
        var tensors: [BERTTensor: TensorView] = [:]
        for tensor in BERTTensor.all(in: configuration) {
            tensors[tensor] = try file.tensor(
                tensor.name(prefix: prefix), shape: tensor.shape(in: configuration.model))
        }
        path = file.bytes.path
        self.tensors = tensors
    }

    /// The weights of a part that the configuration has; `pooler` and `classifier` only a cross-encoder does.
    subscript(tensor: BERTTensor) -> TensorView {
        guard let view = tensors[tensor] else { preconditionFailure("the model has no \(tensor)") }
        return view
    }

    /// Throws where a weight is NaN or infinite. Reads every weight.
    func requireFinite() throws(EmbeddingError) {
        for view in tensors.values.sorted(by: { $0.name < $1.name }) { try view.requireFinite() }
    }
}
