/// The rows that are still in question while a filter is evaluated, in blocks of as many rows as a column's zones have.
struct Selection {
    let rows: Int
    /// Whole blocks; bits behind the last row are zero.
    private var words: [UInt64]

    static let blockRows = ColumnBuilder.blockRows
    static let blockWords = blockRows / 64

    init(rows: Int, all: Bool) {
        self.init(RowSet(rows: rows, all: all))
    }

    init(_ set: RowSet) {
        rows = set.rows
        let blocks = (rows + Self.blockRows - 1) / Self.blockRows
        words = set.withWords { Array($0) }
        words.append(contentsOf: repeatElement(0, count: blocks * Self.blockWords - words.count))
    }

    var rowSet: RowSet {
        RowSet(rows: rows, words: Array(words[..<((rows + 63) / 64)]))
    }

    var isEmpty: Bool {
        words.allSatisfy { $0 == 0 }
    }

    mutating func removeAll() {
        for index in words.indices { words[index] = 0 }
    }

    mutating func insert(_ row: Int) {
        words[row >> 6] |= 1 << UInt64(row & 63)
    }

    mutating func formUnion(_ other: Selection) {
        for index in words.indices { words[index] |= other.words[index] }
    }

    mutating func formIntersection(_ other: Selection) {
        for index in words.indices { words[index] &= other.words[index] }
    }

    mutating func subtract(_ other: Selection) {
        for index in words.indices { words[index] &= ~other.words[index] }
    }

    /// Lends each block that has rows: its number, its rows, its words.
    @inline(__always)
    mutating func forEachBlock(_ body: (Int, Range<Int>, UnsafeMutablePointer<UInt64>) -> Void) {
        let rows = rows
        words.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            for block in 0..<buffer.count / Self.blockWords {
                let words = base + block * Self.blockWords
                var any: UInt64 = 0
                for index in 0..<Self.blockWords { any |= words[index] }
                guard any != 0 else { continue }
                let start = block * Self.blockRows
                body(block, start..<min(start + Self.blockRows, rows), words)
            }
        }
    }

    /// Leaves the rows of which `isKept` says so.
    @inline(__always)
    mutating func keep(where isKept: (Int) -> Bool) {
        words.withUnsafeMutableBufferPointer { buffer in
            for index in buffer.indices where buffer[index] != 0 {
                var rest = buffer[index]
                var kept: UInt64 = 0
                while rest != 0 {
                    let bit = rest & (0 &- rest)
                    if isKept(index << 6 + rest.trailingZeroBitCount) { kept |= bit }
                    rest &= rest - 1
                }
                buffer[index] = kept
            }
        }
    }

    /// Leaves the rows whose answer is the wanted one; unknown is neither.
    @inline(__always)
    mutating func keep(_ wanted: Bool, where answer: (Int) -> Bool?) {
        keep { answer($0) == wanted }
    }
}

/// What is known of a block's rows without looking at them.
enum ZoneVerdict {
    case none
    case all
    case some

    var negated: ZoneVerdict {
        switch self {
        case .none: .all
        case .all: .none
        case .some: .some
        }
    }
}

extension Column {
    /// Leaves the rows of a selection whose answer is the wanted one, block by block. `verdict` says what the zones tell, `match`
    /// writes a bit a row; both need not care about rows that are null, which are taken away here.
    @inline(__always)
    func narrow(
        _ selection: inout Selection, wanted: Bool, verdict: (Int) -> ZoneVerdict,
        match: (Range<Int>, UnsafeMutableBufferPointer<UInt64>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Selection.blockWords) { scratch in
            selection.forEachBlock { block, rows, words in
                switch wanted ? verdict(block) : verdict(block).negated {
                case .none:
                    for index in 0..<Selection.blockWords { words[index] = 0 }
                    return
                case .all: break
                case .some:
                    match(rows, scratch)
                    let flip: UInt64 = wanted ? 0 : .max
                    for index in 0..<(rows.count + 63) / 64 { words[index] &= scratch[index] ^ flip }
                }
                removeNulls(rows, from: words)
            }
        }
    }

    @inline(__always)
    private func removeNulls(_ rows: Range<Int>, from words: UnsafeMutablePointer<UInt64>) {
        guard let known else { return }
        let first = rows.lowerBound / 64
        known.withValues { bits in
            for index in 0..<(rows.count + 63) / 64 { words[index] &= bits[first + index] }
        }
    }

    /// As `narrow`, row by row.
    @inline(__always)
    func narrowRows(_ selection: inout Selection, wanted: Bool, match: (Int) -> Bool) {
        selection.keep { isKnown($0) && match($0) == wanted }
    }
}

extension UnsafeMutableBufferPointer<UInt64> {
    /// Writes a bit a row.
    @inline(__always)
    func fill(_ rows: Range<Int>, _ bit: (Int) -> Bool) {
        var row = rows.lowerBound
        var index = 0
        while row < rows.upperBound {
            let end = Swift.min(row + 64, rows.upperBound)
            var word: UInt64 = 0
            var place: UInt64 = 0
            while row < end {
                word |= (bit(row) ? 1 : 0) << place
                place += 1
                row += 1
            }
            self[index] = word
            index += 1
        }
    }
}
