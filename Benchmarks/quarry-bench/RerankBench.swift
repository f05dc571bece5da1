import Arguments
import Embedding
import JSONStream
import Matrices

/// Times the scoring of pairs, query by query.
struct RerankBench: Measurement {
    static let name = "rerank"
    static let summary = "Times the scoring of passages by a cross-encoder."
    static let parameters: [Parameter<Self>] = [
        .positional("MODEL", \.model, "The folder of a cross-encoder."),
        .positional("PAIRS", \.pairs, "JSON Lines with \"query\" and its \"passages\"."),
        .option("precision", \.precision, value: "KIND", "exact, half or fast."),
        .option("threads", \.threads, value: "N", "Threads that compute."),
    ]

    var model = ""
    var pairs = ""
    var precision = Precision.fast
    var threads = 2

    func measure() async throws -> String {
        let questions = try EncoderBench.lines(of: pairs, as: Question.self)
        let encoder = try CrossEncoder(path: model, precision: precision, threads: threads)
        if let first = questions.first { _ = try await encoder.scores(of: first.passages, for: first.query) }
        var scores: [Float] = []
        let watch = StopWatch()
        for question in questions { scores += try await encoder.scores(of: question.passages, for: question.query) }
        let seconds = watch.seconds
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("pairs", scores.count)
            writer.member("seconds", seconds)
            writer.array("scores") { writer in
                for score in scores { writer.element(Double(score)) }
            }
        }
        return writer.text
    }
}

/// A query and what may answer it.
private struct Question: JSONDecodable {
    private(set) var query = ""
    private(set) var passages: [String] = []

    init(from cursor: inout JSONCursor) throws(JSONError) {
        try cursor.beginObject()
        while let key = try cursor.nextKey() {
            switch key {
            case "query": query = try cursor.decode()
            case "passages": passages = try cursor.decode()
            default: try cursor.skip()
            }
        }
    }
}
