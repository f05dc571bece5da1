import Store

/// The SHA-256 of all files that an encoder's vectors depend on.
///
/// Costs a pass over the weights, 60 ms for 90 MB: ask for it where vectors are kept, not before the first is made.
struct ModelFingerprint: Hashable, Sendable, CustomStringConvertible {
    let hash: ContentHash

    /// Hashes `name, NUL, size as 8 bytes little-endian, content` of each file, in the order of `EncoderFiles.Name`.
    init(of files: EncoderFiles) {
        let hasher = ContentHasher()
        for name in EncoderFiles.Name.allCases {
            guard let file = files[name] else { continue }
            Array((name.rawValue + "\0").utf8).withUnsafeBytes { hasher.update($0) }
            withUnsafeBytes(of: UInt64(file.count).littleEndian) { hasher.update($0) }
            file.withBytes { hasher.update($0) }
        }
        hash = hasher.finish()
    }

    var description: String {
        hash.description
    }
}
