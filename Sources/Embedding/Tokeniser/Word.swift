/// A word as the vocabulary would spell it, while it is being cut.
struct Word {
    /// The first `WordScratch.longest` characters, and slack behind them for loads of eight bytes.
    let bytes: UnsafeMutablePointer<UInt8>
    /// Where in the text the character of each byte comes from; not kept for words that stand in the text as they are.
    private let origins: UnsafeMutablePointer<Range<Int>>
    private(set) var count = 0
    private(set) var characters = 0
    private(set) var origin = 0..<0
    private var isVerbatim = false

    init(bytes: UnsafeMutablePointer<UInt8>, origins: UnsafeMutablePointer<Range<Int>>) {
        self.bytes = bytes
        self.origins = origins
    }

    /// Whether no vocabulary need be asked.
    var isTooLong: Bool {
        characters > WordScratch.longest
    }

    /// Where in the text a part of the word comes from.
    @inline(__always)
    func origin(_ start: Int, _ end: Int) -> Range<Int> {
        isVerbatim
            ? origin.lowerBound + start..<origin.lowerBound + end
            : origins[start].lowerBound..<origins[end - 1].upperBound
    }

    /// Begins a word of normalised characters.
    mutating func begin() {
        count = 0
        characters = 0
        isVerbatim = false
    }

    mutating func append(_ scalar: UInt32, from range: Range<Int>) {
        origin = characters == 0 ? range : origin.lowerBound..<range.upperBound
        characters += 1
        guard !isTooLong, let scalar = Unicode.Scalar(scalar) else { return }
        for byte in scalar.utf8 {
            bytes[count] = byte
            origins[count] = range
            count += 1
        }
    }

    /// Begins a word of ASCII letters.
    @inline(__always)
    mutating func beginVerbatim(at start: Int) {
        count = 0
        characters = 0
        isVerbatim = true
        origin = start..<start
    }

    /// Appends letters that are in a register.
    @inline(__always)
    mutating func append(_ letters: LetterBlock) {
        if !isTooLong {
            UnsafeMutableRawPointer(bytes + count).storeBytes(of: letters.lowered.littleEndian, as: UInt64.self)
            count += letters.count
        }
        characters += letters.count
        origin = origin.lowerBound..<origin.upperBound + letters.count
    }
}
