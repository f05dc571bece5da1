import Chat

extension FeedMessage {
    /// A digest of all that a threader sees of the message, so that a new reaction or link preview costs no new links.
    var digest: Int64 {
        var hash = FowlerHash()
        hash.add(author)
        hash.add(time.rawValue)
        hash.add(type.rawValue)
        hash.add(reference?.description ?? "")
        hash.add(extras.referenceChannel?.description ?? "")
        hash.add(extras.isForward ? 1 : 0)
        for mention in extras.mentions { hash.add(mention.description) }
        hash.add(SpokenText.raw(of: self))
        return Int64(bitPattern: hash.value)
    }
}

/// FNV-1a (Fowler, Noll, Vo): the same in every run, and fast on short texts.
struct FowlerHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ number: Int64) {
        withUnsafeBytes(of: number.littleEndian) { add($0) }
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
        add(Int64(text.utf8.count))
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}
