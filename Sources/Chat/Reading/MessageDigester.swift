import Store

/// Tells whether a message stands in an export just as it stood in an earlier one, from eight bytes kept with each message.
///
/// A multiply-and-fold hash in the manner of wyhash (Wang Yi, "wyhash: a fast portable hash"), sixteen bytes a step, whose
/// constants are drawn from the hash of the archive's first export: someone who does not have that file cannot make two texts
/// with one digest, and so cannot hide an edit. SHA-256 instead made the reading of messages a third slower.
package struct MessageDigester {
    /// Of a message that is to be read whenever it is met.
    static let none: Int64 = 0

    private let secret: (UInt64, UInt64, UInt64, UInt64)

    init(salt: ContentHash) {
        secret = salt.bytes.withUnsafeBytes { bytes in
            // Odd, so that no factor can be zero in all its low bits.
            func word(_ index: Int) -> UInt64 { Self.word(bytes, at: index * 8) | 1 }
            return (word(0), word(1), word(2), word(3))
        }
    }

    /// For readings that no archive keeps.
    package init() {
        self.init(salt: ContentHash(of: []))
    }

    func digest(of message: UnsafeRawBufferPointer) -> Int64 {
        var state = secret.0 ^ UInt64(message.count)
        var index = 0
        while index + 16 <= message.count {
            state = Self.fold(
                Self.word(message, at: index) ^ secret.1, Self.word(message, at: index + 8) ^ state)
            index += 16
        }
        // The last bytes once more where they do not fill a step: reading back is cheaper than reading one by one.
        if message.count >= 16 {
            state = Self.fold(
                Self.word(message, at: message.count - 16) ^ secret.2, Self.word(message, at: message.count - 8) ^ state
            )
        } else {
            for byte in message { state = Self.fold(UInt64(byte) ^ secret.2, state) }
        }
        return Int64(bitPattern: Self.fold(state ^ secret.3, secret.1))
    }

    private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, at index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }
}
