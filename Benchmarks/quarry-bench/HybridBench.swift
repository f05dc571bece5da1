import Arguments
import Embedding
import JSONStream
import Search
import VectorEngine

/// Times hybrid searches one at a time, from the text to the hits, the text's vector included.
struct HybridBench: Measurement {
    static let name = "hybrid"
    static let summary = "Times hybrid searches of a store that `engine` wrote."
    static let parameters: [Parameter<Self>] = [
        .positional("STORE", \.store, "The folder of the store."),
        .positional("QUERIES", \.queries, "Queries by words, one a line."),
        .option("model", \.model, value: "DIR", "The folder of a model."),
        .option("limit", \.limit, value: "N", "Hits a query."),
    ]

    var store = ""
    var queries = ""
    var model = "models/all-MiniLM-L6-v2"
    var limit = 10

    func measure() async throws -> String {
        let collection = try await EmbeddedStore(store, .reading).collection(BenchCollection.name)
        let search = PassageSearch(
            collection, encoder: try LocalEncoder(path: model),
            fields: PassageFields(
                dense: BenchCollection.vector, sparse: BenchCollection.words, text: BenchCollection.text))
        var settings = SearchSettings()
        settings.limit = limit
        let texts = try BenchText.read(queries).map(\.text)
        let timing = try await SearchTiming(awaiting: texts) { text in
            _ = try await search.search(text, settings)
            return []
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("measured", "hybrid")
            writer.member("queries", texts.count)
            writer.member("p50", timing.milliseconds[timing.milliseconds.count / 2])
            writer.member("p99", timing.milliseconds[timing.milliseconds.count * 99 / 100])
        }
        return writer.text
    }
}
