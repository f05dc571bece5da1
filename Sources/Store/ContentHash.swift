import CCrypto

/// The SHA-256 of some bytes: equal hashes mean equal content.
public struct ContentHash: Hashable, Comparable, Sendable {
    public let bytes: [UInt8]

    /// The hash of bytes in memory.
    public init(of bytes: [UInt8]) {
        let hasher = ContentHasher()
        bytes.withUnsafeBytes { hasher.update($0) }
        self = hasher.finish()
    }

    /// A hash that was stored.
    public init(stored bytes: [UInt8]) {
        self.bytes = bytes
    }

    public static func < (left: ContentHash, right: ContentHash) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension ContentHash: CustomStringConvertible {
    public var description: String {
        bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}

/// Hashes bytes that arrive in pieces.
public final class ContentHasher {
    private let context: OpaquePointer

    public init() {
        guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else {
            preconditionFailure("libcrypto has no SHA-256")
        }
        self.context = context
    }

    deinit {
        EVP_MD_CTX_free(context)
    }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    }

    /// The hash of all that was given; the hasher is spent.
    public func finish() -> ContentHash {
        var digest = [UInt8](repeating: 0, count: 32)
        EVP_DigestFinal_ex(context, &digest, nil)
        return ContentHash(stored: digest)
    }
}
