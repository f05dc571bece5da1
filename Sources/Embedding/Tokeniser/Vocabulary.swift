/// The pieces that a model knows, numbered by their lines in `vocab.txt`.
public struct Vocabulary: Sendable {
    /// The largest one known, LaBSE's with 501,153 pieces, has 5 MB.
    static let byteLimit = 64 << 20

    let pieces: PieceTable
    let unknown: Int32
    let classification: Int32
    let separator: Int32

    /// Reads the bytes of a `vocab.txt`: a token a line, ended by LF or CR LF.
    public init(_ bytes: [UInt8]) throws(VocabularyError) {
        guard bytes.count <= Self.byteLimit else {
            throw VocabularyError(.tooLarge(bytes: bytes.count, limit: Self.byteLimit))
        }
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            let before = bytes[..<error.byteOffsets.lowerBound]
            throw VocabularyError(.invalidUTF8, line: before.count { $0 == .lineFeed } + 1)
        }
        guard !bytes.isEmpty else { throw VocabularyError(.missing("[UNK]")) }
        let pieces = try PieceTable(bytes, lines: try Self.lines(of: bytes))
        func number(_ token: String) throws(VocabularyError) -> Int32 {
            guard let id = pieces.id(of: token) else { throw VocabularyError(.missing(token)) }
            return id
        }
        unknown = try number("[UNK]")
        classification = try number("[CLS]")
        separator = try number("[SEP]")
        // Nothing is padded here, but a vocabulary without it is not BERT's.
        _ = try number("[PAD]")
        self.pieces = pieces
    }

    public var count: Int {
        pieces.count
    }

    /// The number of a token as the file spells it.
    public func id(of token: String) -> Int32? {
        pieces.id(of: token)
    }

    private static func lines(of bytes: [UInt8]) throws(VocabularyError) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        while start < bytes.count {
            let next = bytes[start...].firstIndex(of: .lineFeed) ?? bytes.count
            let end = next > start && bytes[next - 1] == .carriageReturn ? next - 1 : next
            guard end > start else { throw VocabularyError(.empty, line: lines.count + 1) }
            lines.append(start..<end)
            start = next + 1
        }
        return lines
    }
}

extension UInt8 {
    static var lineFeed: UInt8 { 0x0a }
    static var carriageReturn: UInt8 { 0x0d }
}
