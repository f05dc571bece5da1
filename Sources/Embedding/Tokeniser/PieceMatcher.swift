/// Cuts words into pieces (Wu et al., "Google's Neural Machine Translation System", 2016, section 4.1): the longest piece that
/// the word begins with, then the longest that what is left begins with, and so on; one unknown piece where nothing fits.
///
/// A table tells which lengths exist at all behind two first bytes, and only those are looked up, the longest first.
struct PieceMatcher {
    let probe: PieceProbe
    let lengths: UnsafePointer<LengthSet>
    let longest: Int

    @inline(__always)
    func id(_ word: UnsafePointer<UInt8>, count: Int, continues: Bool) -> Int32? {
        probe.id(PieceProbe.first(word, count: count), word, count: count, continues: continues)
    }

    /// The longest piece that stands in the word from `start` on.
    @inline(__always)
    func longestPiece(
        of word: UnsafePointer<UInt8>, from start: Int, to end: Int
    ) -> (id: Int32, end: Int)? {
        let rest = word + start
        let block = rest.block
        let set = lengths[LengthSet.index(block, continues: start > 0)]
        var length = set.longest(atMost: min(end - start, longest))
        while true {
            let first = length >= 8 ? block : block & .lowest(length)
            if let id = probe.id(first, rest, count: length, continues: start > 0) { return (id, start + length) }
            if length == 1 { return nil }
            length = set.longest(atMost: length - 1)
        }
    }
}
