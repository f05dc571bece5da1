/// JSON that is already written, and goes into a document as it stands.
public struct WrittenJSON: JSONEncodable, Sendable {
    public let text: String

    /// - Parameter text: one valid JSON value.
    public init(_ text: String) {
        self.text = text
    }

    public func write(to writer: inout JSONWriter) {
        writer.write(literal: text)
    }
}
