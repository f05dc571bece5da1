/// What a character is to the analyser.
enum CharacterClass: UInt8 {
    /// Ends a word and joins none.
    case other
    case lower
    case upper
    case digit
    /// May stand between the words of a whole: `err_conn`, `10.0.0.1`, `http://here`.
    case joiner
    case apostrophe
    /// Goes on with a word and begins none: marks, joiners of no width, soft hyphens.
    case mark
    /// Of a script that sets no spaces.
    case unspaced
    /// A byte that only tells what it is with those behind it.
    case several

    @inline(__always)
    var beginsWord: Bool {
        self == .lower || self == .upper || self == .digit
    }
}

/// The classes of all characters: of ASCII by the byte, of the others by pages of 256, each made when first needed.
struct CharacterClasses: ~Copyable {
    private var bytes = GrowingBuffer<CharacterClass>(repeating: .other, count: 256)
    /// Where a page's classes begin, or -1.
    private var pages = GrowingBuffer<Int32>(repeating: -1, count: 0x110000 >> 8)
    private var classes = GrowingBuffer<CharacterClass>(capacity: 1024)
    private let elides: Bool

    init(elides: Bool) {
        self.elides = elides
        for byte in UInt8(0)..<0x80 { bytes[Int(byte)] = Self.ofASCII(byte, elides: elides) }
        for byte in 0x80..<0x100 { bytes[byte] = .several }
    }

    @inline(__always)
    func ofByte(_ byte: UInt8) -> CharacterClass {
        bytes[Int(byte)]
    }

    @inline(__always)
    mutating func ofScalar(_ scalar: UInt32) -> CharacterClass {
        var page = pages[Int(scalar >> 8)]
        if page < 0 { page = makePage(Int(scalar >> 8)) }
        return classes[Int(page) + Int(scalar & 0xff)]
    }

    private mutating func makePage(_ page: Int) -> Int32 {
        pages[page] = Int32(classes.count)
        for scalar in UInt32(page) << 8..<(UInt32(page) + 1) << 8 { classes.append(ofWide(scalar)) }
        return pages[page]
    }

    private static func ofASCII(_ byte: UInt8, elides: Bool) -> CharacterClass {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"): .lower
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .upper
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "'"): elides ? .other : .apostrophe
        case _ where "_-./:=@+#~\\%&".utf8.contains(byte): .joiner
        default: .other
        }
    }

    private func ofWide(_ value: UInt32) -> CharacterClass {
        guard let scalar = Unicode.Scalar(value) else { return .other }
        if Self.isUnspaced(value) { return .unspaced }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter: return .upper
        case .lowercaseLetter, .modifierLetter, .otherLetter, .letterNumber: return .lower
        case .decimalNumber: return .digit
        case .nonspacingMark, .spacingMark, .enclosingMark, .format: return .mark
        case .otherNumber: return .digit
        default: return value == 0x2019 && !elides ? .apostrophe : .other
        }
    }

    /// Han, kana and Hangul, and the scripts of South-East Asia.
    private static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case 0x0e00...0x0e3a, 0x0e40...0x0e4e, 0x0e80...0x0edf, 0x1000...0x103f, 0x1100...0x11ff, 0x1780...0x17d3: true
        case 0x2e80...0x2fdf, 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3041...0x3096: true
        case 0x309d...0x309f, 0x30a1...0x30fa, 0x30fc...0x318f, 0x31a0...0x31bf, 0x31f0...0x31ff: true
        case 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa960...0xa97f, 0xac00...0xd7ff, 0xf900...0xfaff: true
        case 0xff66...0xffdc, 0x1b000...0x1b16f, 0x20000...0x3ffff: true
        default: false
        }
    }
}
