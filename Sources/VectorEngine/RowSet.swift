import Matrices

/// Rows of a segment, a bit each: bit `row % 64` of word `row / 64`. Bits behind the last row are zero.
struct RowSet: Sendable {
    let rows: Int
    private var words: [UInt64] {
        didSet { members = nil }
    }
    /// As numbers of their own, where somebody had them listed.
    private var members: [UInt32]?

    /// No row, or all of them.
    init(rows: Int, all: Bool = false) {
        precondition(rows >= 0, "a negative number of rows")
        self.rows = rows
        words = [UInt64](repeating: all ? .max : 0, count: (rows + 63) / 64)
        clearBehindEnd()
    }

    /// Words as they were stored. Bits behind the last row are dropped.
    init(rows: Int, words: [UInt64]) {
        precondition(words.count == (rows + 63) / 64, "as many words as rows need")
        self.rows = rows
        self.words = words
        clearBehindEnd()
    }

    subscript(row: Int) -> Bool {
        get { words[row >> 6] >> UInt64(row & 63) & 1 != 0 }
        set {
            precondition(row < rows, "a row that there is not")
            let bit = UInt64(1) << UInt64(row & 63)
            if newValue { words[row >> 6] |= bit } else { words[row >> 6] &= ~bit }
        }
    }

    var count: Int {
        members?.count ?? words.withUnsafeBufferPointer(Self.kernels.countBits)
    }

    /// The same set, which knows its members by their numbers if they are few. Worth it where it is searched more than once.
    func listed() -> RowSet {
        let count = count
        guard count <= rows / Self.shareListed else { return self }
        var listed = self
        listed.members = numbers(atMost: count)
        return listed
    }

    private static let shareListed = 32

    /// As many members, in order, as numbers of their own: quicker where each is looked at.
    func numbers(atMost most: Int) -> [UInt32] {
        if let members { return members.count <= most ? members : Array(members.prefix(most)) }
        return words.withUnsafeBufferPointer { Self.kernels.numbersOfBits($0, atMost: most) }
    }

    private static let kernels = Kernels()

    var isEmpty: Bool {
        words.allSatisfy { $0 == 0 }
    }

    var isFull: Bool {
        count == rows
    }

    mutating func insert(contentsOf range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= rows, "rows that there are not")
        guard !range.isEmpty else { return }
        let (first, last) = (range.lowerBound >> 6, (range.upperBound - 1) >> 6)
        let head = UInt64.max << UInt64(range.lowerBound & 63)
        let tail = UInt64.max >> UInt64(63 - (range.upperBound - 1) & 63)
        guard first < last else {
            words[first] |= head & tail
            return
        }
        words[first] |= head
        for index in first + 1..<last { words[index] = .max }
        words[last] |= tail
    }

    mutating func formUnion(_ other: RowSet) {
        combine(other) { $0 | $1 }
    }

    mutating func formIntersection(_ other: RowSet) {
        combine(other) { $0 & $1 }
    }

    mutating func subtract(_ other: RowSet) {
        combine(other) { $0 & ~$1 }
    }

    mutating func invert() {
        for index in words.indices { words[index] = ~words[index] }
        clearBehindEnd()
    }

    /// Lends the words.
    func withWords<Result>(_ body: (UnsafeBufferPointer<UInt64>) throws -> Result) rethrows -> Result {
        try words.withUnsafeBufferPointer(body)
    }

    private mutating func combine(_ other: RowSet, _ operation: (UInt64, UInt64) -> UInt64) {
        precondition(rows == other.rows, "sets over different rows")
        for index in words.indices { words[index] = operation(words[index], other.words[index]) }
    }

    private mutating func clearBehindEnd() {
        if rows & 63 != 0 { words[words.count - 1] &= .max >> UInt64(64 - rows & 63) }
    }
}

extension RowSet: Equatable {
    static func == (left: RowSet, right: RowSet) -> Bool {
        left.rows == right.rows && left.words == right.words
    }
}

extension RowSet: Sequence {
    /// Members, in order.
    struct Iterator: IteratorProtocol {
        fileprivate let words: [UInt64]
        fileprivate var index = 0
        fileprivate var rest: UInt64

        mutating func next() -> Int? {
            while rest == 0 {
                index += 1
                guard index < words.count else { return nil }
                rest = words[index]
            }
            defer { rest &= rest - 1 }
            return index << 6 + rest.trailingZeroBitCount
        }
    }

    func makeIterator() -> Iterator {
        Iterator(words: words, rest: words.first ?? 0)
    }

    var underestimatedCount: Int {
        0
    }
}
