public import Embedding

/// An encoder that is opened when there is something to encode: a night without news needs none.
public struct EncoderSource: Sendable {
    /// Another name may be another encoder, and so is looked at.
    let name: String
    let open: @Sendable () throws -> (any TextEncoder)?

    /// - Parameter open: gives nil where there is no encoder, and only words can be indexed.
    public init(name: String, open: @escaping @Sendable () throws -> (any TextEncoder)?) {
        self.name = name
        self.open = open
    }
}
