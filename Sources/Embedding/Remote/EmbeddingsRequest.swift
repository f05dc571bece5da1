import JSONStream

/// The body of a request for vectors.
struct EmbeddingsRequest: JSONEncodable {
    let model: RemoteModel
    let role: TextRole
    let texts: ArraySlice<String>

    func write(to writer: inout JSONWriter) {
        let prefix = model.prefix(of: role)
        writer.object { writer in
            writer.member("model", model.name)
            writer.array("input") { writer in
                for text in texts { writer.element(prefix + text) }
            }
            writer.member("encoding_format", model.numbers.rawValue)
        }
    }
}
