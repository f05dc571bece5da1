/// Makes the sparse field of a segment from its texts, row by row.
///
/// Memory: twelve bytes for each distinct term of a row, and the terms. For one thread; two builders with a part of the rows
/// each and `SparseMerge` make one index on two.
struct SparseTextBuilder: ~Copyable {
    private var analyser: Analyser
    private var rows = PostingCollector()
    /// For each term the row that last had it, and where it stands among that row's terms.
    private var lastRow = GrowingBuffer<UInt32>(capacity: 1024)
    private var lastEntry = GrowingBuffer<Int>(capacity: 1024)

    init(_ options: AnalyserOptions) {
        analyser = Analyser(options)
    }

    /// Rows so far.
    var count: Int {
        rows.count
    }

    /// Adds the next row. A row without text is one of an empty text.
    mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        analyser.analyse(text)
        let row = UInt32(rows.count)
        for number in analyser.numbers.values {
            let term = Int(number)
            while lastRow.count <= term {
                lastRow.append(.max)
                lastEntry.append(0)
            }
            if lastRow[term] == row {
                rows.entries[lastEntry[term]].value += 1
            } else {
                lastRow[term] = row
                lastEntry[term] = rows.entries.count
                rows.entries.append(PostingEntry(term: number, value: 1))
            }
        }
        rows.endRow(length: UInt32(analyser.length))
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append($0) }
    }

    /// Writes the section; the builder is spent.
    mutating func write(to sink: SectionSink) throws(EngineError) {
        try rows.write(.texts, termCount: analyser.termCount, to: sink) { analyser.term($0) }
    }
}

/// Makes the sparse field of a segment from sparse vectors, row by row.
struct SparseVectorBuilder: ~Copyable {
    private var indexes = TermTable()
    private var rows = PostingCollector()

    init() {}

    var count: Int {
        rows.count
    }

    /// Adds the next row: finite numbers at distinct indexes. Zeros are left out.
    mutating func append(_ vector: [SparseElement]) {
        for element in vector where element.weight != 0 {
            precondition(element.weight.isFinite, "a sparse vector's number that is none")
            let number = element.withTerm { indexes.number(of: $0).number }
            rows.entries.append(PostingEntry(term: UInt32(number), value: element.weight.bitPattern))
        }
        rows.endRow(length: 0)
    }

    /// Writes the section; the builder is spent.
    mutating func write(to sink: SectionSink) throws(EngineError) {
        try rows.write(.vectors, termCount: indexes.count, to: sink) { indexes[$0] }
    }
}

/// A term of a row.
struct PostingEntry: BitwiseCopyable {
    var term: UInt32
    /// How often the row has it, or a number's bits.
    var value: UInt32
}

/// The terms of rows in the order of the rows, which become lists of rows in the order of the terms.
struct PostingCollector: ~Copyable {
    var entries = GrowingBuffer<PostingEntry>(capacity: 4096)
    private var lengths: [UInt32] = []
    private var termCounts: [UInt32] = []
    private var ended = 0

    var count: Int {
        lengths.count
    }

    mutating func endRow(length: UInt32) {
        precondition(entries.count <= UInt32.max && count < 1 << 31, "more words than a segment can hold")
        lengths.append(length)
        termCounts.append(UInt32(entries.count - ended))
        ended = entries.count
    }

    /// Sorts the entries by term, which leaves rows in order, and writes them.
    func write(
        _ kind: SparseKind, termCount: Int, to sink: SectionSink, term: (Int) -> UnsafeBufferPointer<UInt8>
    ) throws(EngineError) {
        var ends = [Int](repeating: 0, count: termCount + 1)
        for entry in entries.values { ends[Int(entry.term) + 1] += 1 }
        for number in 0..<termCount { ends[number + 1] += ends[number] }
        let starts = ends
        let rows = GrowingBuffer<UInt32>(repeating: 0, count: entries.count)
        let values = GrowingBuffer<UInt32>(repeating: 0, count: entries.count)
        var index = 0
        for (row, count) in termCounts.enumerated() {
            for _ in 0..<count {
                let entry = entries[index]
                let place = ends[Int(entry.term)]
                ends[Int(entry.term)] = place + 1
                rows[place] = UInt32(row)
                values[place] = entry.value
                index += 1
            }
        }
        var writer = SparseIndexWriter(kind, lengths: lengths, termCounts: termCounts, sink: sink)
        for number in Self.sorted(termCount, term) {
            // `ends` has moved to where the next term begins.
            let range = starts[number]..<ends[number]
            guard !range.isEmpty else { continue }
            try writer.add(
                term(number), rows: UnsafeBufferPointer(rebasing: rows.values[range]),
                values: UnsafeBufferPointer(rebasing: values.values[range]))
        }
        try writer.finish()
    }

    /// The terms' numbers in the order of their bytes.
    private static func sorted(_ count: Int, _ term: (Int) -> UnsafeBufferPointer<UInt8>) -> [Int] {
        var keys: [SortKey] = []
        keys.reserveCapacity(count)
        for number in 0..<count { keys.append(SortKey(number: number, head: TermOrder.head(term(number)))) }
        keys.sort { one, other in
            one.head != other.head
                ? one.head < other.head : TermOrder.isLess(term(one.number), term(other.number))
        }
        return keys.map(\.number)
    }

    private struct SortKey {
        let number: Int
        let head: UInt64
    }
}

/// The order of terms: by their bytes, the shorter first.
enum TermOrder {
    /// The first eight bytes as a number in the same order.
    static func head(_ term: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var head: UInt64 = 0
        for index in 0..<8 { head = head << 8 | (index < term.count ? UInt64(term[index]) : 0) }
        return head
    }

    static func isLess(_ one: UnsafeBufferPointer<UInt8>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        for index in 0..<min(one.count, other.count) where one[index] != other[index] {
            return one[index] < other[index]
        }
        return one.count < other.count
    }
}
