/// Tokens of some texts, one text after the other.
struct TokenBatch: Sendable {
    private(set) var ids: [Int32] = []
    /// Which of two texts each token belongs to; nil where each sequence is one text.
    private(set) var segments: [Int32]?
    private var ends: [Int] = []

    init(hasPairs: Bool = false) {
        segments = hasPairs ? [] : nil
    }

    mutating func append(_ tokens: some Collection<Int32>, segments: some Collection<Int32> = []) {
        ids.append(contentsOf: tokens)
        self.segments?.append(contentsOf: segments)
        precondition(self.segments.map { $0.count == ids.count } ?? true, "a pair without segments")
        ends.append(ids.count)
    }

    var indices: Range<Int> {
        0..<ends.count
    }

    var tokenCount: Int {
        ids.count
    }

    func tokens(of index: Int) -> Range<Int> {
        (index == 0 ? 0 : ends[index - 1])..<ends[index]
    }
}
