import Store

/// Tells whether a message stands in an export just as it stood in an earlier one, from eight bytes kept with each message.
///
/// It is the start of a SHA-256 over a salt and the message's bytes. The salt is the hash of the archive's first export: someone
/// who does not have that file cannot make two texts with one digest, and so cannot hide an edit.
package final class MessageDigester {
    private let hasher = ContentHasher()
    private let salt: [UInt8]

    init(salt: ContentHash) {
        self.salt = salt.bytes
    }

    /// Without salt, for readings that no archive keeps.
    package init() {
        salt = []
    }

    func digest(of message: UnsafeRawBufferPointer) -> Int64 {
        hasher.reset()
        salt.withUnsafeBytes { hasher.update($0) }
        hasher.update(message)
        return hasher.finishShort()
    }
}
