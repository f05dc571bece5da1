/// The tokens of any number of texts, one after the other. Emptied and filled again, it allocates nothing.
public struct TokenBuffer: Sendable {
    public private(set) var ids: [Int32] = []
    /// Where each token's bytes are in its text; empty for `[CLS]` and `[SEP]`, and not recorded unless asked for.
    public private(set) var ranges: [Range<Int>] = []
    public let recordsRanges: Bool
    var scratch = WordScratch()

    public init(recordsRanges: Bool = false) {
        self.recordsRanges = recordsRanges
    }

    public var count: Int {
        ids.count
    }

    public mutating func removeAll() {
        ids.removeAll(keepingCapacity: true)
        ranges.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    mutating func append(_ id: Int32, at range: Range<Int> = 0..<0) {
        ids.append(id)
        if recordsRanges { ranges.append(range) }
    }

    mutating func remove(_ tokens: Range<Int>) {
        ids.removeSubrange(tokens)
        if recordsRanges { ranges.removeSubrange(tokens) }
    }

    mutating func truncate(to count: Int) {
        if self.count > count { remove(count..<self.count) }
    }
}
