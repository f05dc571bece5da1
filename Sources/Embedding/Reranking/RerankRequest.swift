import JSONStream

/// The body of a request for scores. `top_n` is their number, for some servers leave passages out without it.
struct RerankRequest: JSONEncodable {
    let model: String
    let query: String
    let passages: [String]

    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("model", model)
            writer.member("query", query)
            writer.member("documents", passages)
            writer.member("top_n", passages.count)
        }
    }
}
