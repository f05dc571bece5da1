import Store

/// What a text is known by where its vector is kept: the first 16 bytes of its SHA-256.
///
/// Two of 10^12 texts share one with a probability below 10^-14.
public struct TextHash: Hashable, Sendable {
    static let size = 16

    let bytes: [UInt8]

    /// - Parameters:
    ///   - text: what is encoded.
    ///   - prefix: what the model wants said before it, hashed as part of it.
    public init(of text: String, prefix: String = "") {
        bytes = Array(ContentHash(of: Array((prefix + text).utf8)).bytes.prefix(Self.size))
    }
}
