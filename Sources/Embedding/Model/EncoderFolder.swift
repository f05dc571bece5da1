import Store

/// A folder with a BERT that encodes sentences or scores pairs, in the layout of sentence-transformers.
///
/// Opening maps the files and checks that they fit together; no weight is read.
struct EncoderFolder: Sendable {
    let configuration: EncoderConfiguration
    let weights: BERTWeights
    /// `vocab.txt`: a token a line.
    let vocabulary: MappedFile
    private let files: EncoderFiles

    init(path: String) throws(EmbeddingError) {
        files = try EncoderFiles(path: path)
        configuration = try EncoderConfiguration(files)
        weights = try BERTWeights(SafetensorsFile(files.require(.weights)), configuration)
        vocabulary = try files.require(.vocabulary)
    }

    /// What tells this model's vectors from any other's. Computed anew at each call.
    func fingerprint() -> ModelFingerprint {
        ModelFingerprint(of: files)
    }
}
