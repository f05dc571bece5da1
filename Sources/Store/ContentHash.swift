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

    /// Found once, by whoever hashes first.
    private static let library: quarry_crypto_functions = {
        var functions = quarry_crypto_functions()
        guard quarry_crypto_load(&functions) == 1 else { preconditionFailure("libcrypto is not installed") }
        return functions
    }()

    public init() {
        guard let context = Self.library.make(), Self.library.begin(context, Self.library.sha256(), nil) == 1 else {
            preconditionFailure("libcrypto has no SHA-256")
        }
        self.context = context
    }

    deinit {
        Self.library.free(context)
    }

    public func update(_ bytes: UnsafeRawBufferPointer) {
        _ = Self.library.update(context, bytes.baseAddress, bytes.count)
    }

    /// The hash of all that was given; the hasher is spent.
    public func finish() -> ContentHash {
        var digest = [UInt8](repeating: 0, count: 32)
        _ = Self.library.finish(context, &digest, nil)
        return ContentHash(stored: digest)
    }
}
