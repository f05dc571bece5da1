/// How a name is found in a text: in whole, and by its letters alone (`_ann_2` as `ann`).
struct NameKeys: Hashable, Sendable {
    var whole: WordHash
    /// The same as `whole` where there is nothing to take off; of a name of several words the first.
    var bare: WordHash

    static let none = NameKeys(whole: .none, bare: .none)

    /// Longer names are cut.
    private static let longest = 64

    init(whole: WordHash, bare: WordHash) {
        self.whole = whole
        self.bare = bare
    }

    init(name: String) {
        var bytes: [UInt8] = []
        for byte in name.utf8.prefix(Self.longest) { bytes.append(byte.lowercased) }
        self.init(lowercased: bytes[...])
    }

    init(lowercased bytes: ArraySlice<UInt8>) {
        guard !bytes.isEmpty else {
            self = .none
            return
        }
        whole = WordHash(bytes)
        let first = bytes.prefix { $0 > 0x20 }
        var part = first.drop { !$0.isWordByte }
        while let last = part.last, !last.isWordByte || last.isDigit { part.removeLast() }
        if part.isEmpty { part = first }
        bare = part.count >= 2 ? WordHash(part) : whole
    }

    func matches(_ other: NameKeys) -> Bool {
        self != .none && other != .none && (whole == other.whole || bare == other.bare)
    }

    /// Whether a bare word of a text is this name.
    func matches(_ word: WordHash) -> Bool {
        word != .none && (word == whole || word == bare)
    }
}

extension UInt8 {
    var lowercased: UInt8 {
        (0x41...0x5a).contains(self) ? self | 0x20 : self
    }

    var isDigit: Bool {
        (0x30...0x39).contains(self)
    }

    /// Letters, digits, and every byte of a character beyond ASCII. Of lower-case text.
    var isWordByte: Bool {
        (0x61...0x7a).contains(self) || isDigit || self >= 0x80
    }
}
