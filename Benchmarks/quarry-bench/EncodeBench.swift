import Arguments
import Embedding
import JSONStream
import Matrices
import Synchronization

/// Times the encoding of a file's texts, from text to vector; opening the model is not counted.
struct EncodeBench: Measurement {
    static let name = "encode"
    static let summary = "Times the encoding of texts."
    static let parameters: [Parameter<Self>] = [
        .positional("MODEL", \.model, "The folder of a model."),
        .positional("TEXTS", \.texts, "JSON Lines with \"text\"."),
        .option("precision", \.precision, value: "KIND", "exact, half or fast."),
        .option("threads", \.threads, value: "N", "Threads that compute."),
        .option("vectors", \.vectors, value: "FILE", "Where to write the vectors, as .npy.", default: "nowhere"),
    ]

    var model = ""
    var texts = ""
    var precision = Precision.fast
    var threads = 2
    var vectors: String?

    /// The share of the texts that is encoded beforehand; the peers do the same.
    private static let warmUp = 4

    func measure() async throws -> String {
        let texts = try EncoderBench.lines(of: texts, as: TextLine.self).map(\.text)
        let encoder = try LocalEncoder(path: model, precision: precision, threads: threads)
        _ = try await encoder.encode(Array(texts.prefix(max(1, texts.count / Self.warmUp))))
        let done = Mutex(EncodingProgress(texts: 0, tokens: 0))
        let watch = StopWatch()
        let rows = try await encoder.encode(texts, as: .passage) { progress in
            // Two threads may tell in another order than they counted.
            done.withLock { if progress.texts > $0.texts { $0 = progress } }
        }
        let seconds = watch.seconds
        if let vectors {
            var file = try NumPyFile(path: vectors, dimension: rows.dimension)
            try file.append(rows)
            try file.finish()
        }
        let tokens = done.withLock(\.tokens)
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("computed", encoder.identity.precision)
            writer.member("texts", texts.count)
            writer.member("tokens", tokens)
            writer.member("seconds", seconds)
        }
        return writer.text
    }
}

/// A line with a text.
private struct TextLine: JSONDecodable {
    private(set) var text = ""

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "text": text = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}
