/// Finds the pieces of a vocabulary by their bytes.
///
/// A hash table with open addressing and linear probing, at most half full. An entry holds a piece's first eight bytes, which
/// is all there is to most words: one load decides about them. Pieces that continue a word ("##ing") are entered without their
/// mark, as another kind.
struct PieceTable: Sendable {
    /// A word is loaded eight bytes at a time, its last ones too: so many bytes behind it must be readable.
    static let slack = 8

    private let bytes: [UInt8]
    /// Where a piece's bytes begin, by its number.
    private let starts: [Int]
    private let entries: [PieceProbe.Entry]
    private let lengths: [LengthSet]
    private let longest: Int

    init(_ bytes: [UInt8], lines: [Range<Int>]) throws(VocabularyError) {
        let bytes = bytes + [UInt8](repeating: 0, count: Self.slack)
        let pieces = lines.map { Piece($0, of: bytes) }
        let starts = pieces.map(\.range.lowerBound)
        var slotBits = 4
        while 1 << slotBits < 2 * lines.count { slotBits += 1 }
        var entries = [PieceProbe.Entry](repeating: PieceProbe.Entry(), count: 1 << slotBits)
        var lengths = [LengthSet](repeating: LengthSet(), count: 1 << LengthSet.indexBits)
        for (id, piece) in pieces.enumerated() {
            let (slot, first) = PieceProbe.lending(bytes, starts, entries) { probe, bytes in
                let word = bytes + piece.range.lowerBound
                let first = PieceProbe.first(word, count: piece.range.count)
                return (probe.slot(first, word, count: piece.range.count, continues: piece.continues), first)
            }
            let earlier = entries[slot]
            guard earlier.isFree else { throw VocabularyError(.duplicate(earlier: Int(earlier.id) + 1), line: id + 1) }
            entries[slot] = PieceProbe.Entry(
                first: first, id: Int32(id), kind: PieceProbe.kind(piece.range.count, continues: piece.continues))
            lengths[LengthSet.index(first, continues: piece.continues)].insert(piece.range.count)
        }
        self.bytes = bytes
        self.starts = starts
        self.entries = entries
        self.lengths = lengths
        longest = pieces.lazy.map(\.range.count).max() ?? 0
    }

    var count: Int {
        starts.count
    }

    func id(of token: String) -> Int32? {
        let bytes = token.utf8 + [UInt8](repeating: 0, count: Self.slack)
        let piece = Piece(0..<token.utf8.count, of: bytes)
        guard !piece.range.isEmpty else { return nil }
        return withMatcher { matcher in
            bytes.withUnsafeBufferPointer { bytes in
                guard let word = bytes.baseAddress else { return nil }
                return matcher.id(word + piece.range.lowerBound, count: piece.range.count, continues: piece.continues)
            }
        }
    }

    /// Lends the tables, for as long as many look-ups take.
    @inline(__always)
    func withMatcher<Result>(_ body: (PieceMatcher) -> Result) -> Result {
        PieceProbe.lending(bytes, starts, entries) { probe, _ in
            lengths.withUnsafeBufferPointer { lengths in
                guard let lengths = lengths.baseAddress else { preconditionFailure("the table has a fixed size") }
                return body(PieceMatcher(probe: probe, lengths: lengths, longest: longest))
            }
        }
    }

    /// Where a token's bytes are, without the mark of continuation.
    private struct Piece {
        var range: Range<Int>
        var continues: Bool

        init(_ line: Range<Int>, of bytes: [UInt8]) {
            let mark = UInt8(ascii: "#")
            continues = line.count > 2 && bytes[line.lowerBound] == mark && bytes[line.lowerBound + 1] == mark
            range = line.dropFirst(continues ? 2 : 0)
        }
    }
}
