/// Memory for one word, kept between texts.
struct WordScratch {
    /// A longer word, in characters, is unknown.
    static let longest = 100

    private var bytes: [UInt8] = []
    private var origins: [Range<Int>] = []

    mutating func withWord(_ body: (inout Word) -> Void) {
        if bytes.isEmpty {
            bytes = [UInt8](repeating: 0, count: 4 * Self.longest + 2 * PieceTable.slack)
            origins = [Range<Int>](repeating: 0..<0, count: 4 * Self.longest)
        }
        bytes.withUnsafeMutableBufferPointer { bytes in
            origins.withUnsafeMutableBufferPointer { origins in
                guard let bytes = bytes.baseAddress, let origins = origins.baseAddress else {
                    preconditionFailure("memory of no size")
                }
                var word = Word(bytes: bytes, origins: origins)
                body(&word)
            }
        }
    }
}
