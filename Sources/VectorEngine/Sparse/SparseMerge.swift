/// Makes one sparse field of those of several segments, without analysing a text again.
struct SparseMerge {
    /// A segment, and where each of its rows goes; `nil` for those that are left out.
    struct Source {
        let index: SparseIndex
        let newRows: [UInt32?]

        /// All its rows but for some, from a new row on.
        init(_ index: SparseIndex, without removed: RowSet? = nil, from first: Int) {
            self.index = index
            var next = UInt32(first)
            newRows = (0..<index.rows).map { row in
                guard removed?[row] != true else { return nil }
                defer { next += 1 }
                return next
            }
        }

        /// - Parameter newRows: A place for each row.
        init(_ index: SparseIndex, newRows: [UInt32?]) {
            precondition(newRows.count == index.rows, "a place for each row")
            self.index = index
            self.newRows = newRows
        }
    }

    private let sources: [Source]
    private let rows: Int

    /// - Parameter rows: The rows of the new segment, of which each has at most one old row.
    init(_ sources: [Source], rows: Int) {
        self.sources = sources
        self.rows = rows
    }

    /// Writes the section.
    func write(_ kind: SparseKind, to sink: SectionSink) throws(EngineError) {
        precondition(sources.allSatisfy { $0.index.kind == kind }, "fields of one kind")
        var lengths = [UInt32](repeating: 0, count: rows)
        var termCounts = [UInt32](repeating: 0, count: rows)
        for source in sources {
            try source.index.withView { view throws(EngineError) in
                for (old, new) in source.newRows.enumerated() {
                    guard let new else { continue }
                    lengths[Int(new)] = view.lengths[old]
                    termCounts[Int(new)] = try view.termCount(ofRow: old)
                }
            }
        }
        var writer = SparseIndexWriter(kind, lengths: lengths, termCounts: termCounts, sink: sink)
        var walks = sources.map { TermWalk($0) }
        for index in walks.indices { try walks[index].advance() }
        while let least = leastTerm(walks) {
            var postings: [Posting] = []
            for index in walks.indices where walks[index].term == least {
                try walks[index].appendPostings(to: &postings)
                try walks[index].advance()
            }
            try write(least, &postings, to: &writer)
        }
        try writer.finish()
    }

    private func leastTerm(_ walks: [TermWalk]) -> [UInt8]? {
        walks.compactMap(\.term).min { one, other in one.lexicographicallyPrecedes(other) }
    }

    private func write(
        _ term: [UInt8], _ postings: inout [Posting], to writer: inout SparseIndexWriter
    ) throws(EngineError) {
        guard !postings.isEmpty else { return }
        if !zip(postings, postings.dropFirst()).allSatisfy({ $0.row < $1.row }) { postings.sort { $0.row < $1.row } }
        let rows = GrowingBuffer<UInt32>(repeating: 0, count: postings.count)
        let values = GrowingBuffer<UInt32>(repeating: 0, count: postings.count)
        for (index, posting) in postings.enumerated() {
            rows[index] = posting.row
            values[index] = posting.value
        }
        var failure: EngineError?
        term.withUnsafeBufferPointer { bytes in
            do throws(EngineError) {
                try writer.add(bytes, rows: rows.values, values: values.values)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
    }
}

private struct Posting {
    let row: UInt32
    let value: UInt32
}

/// The terms of a source, one after the other.
private struct TermWalk {
    /// The term that is next.
    private(set) var term: [UInt8]?
    private let source: SparseMerge.Source
    private var place = -1

    init(_ source: SparseMerge.Source) {
        self.source = source
    }

    mutating func advance() throws(EngineError) {
        place += 1
        guard place < source.index.termCount else {
            term = nil
            return
        }
        term = try source.index.withView { view throws(EngineError) in Array(try view.term(place)) }
    }

    func appendPostings(to postings: inout [Posting]) throws(EngineError) {
        var found: [Posting] = []
        try source.index.withView { view throws(EngineError) in
            let term = FoundTerm(place: place, record: try view.record(place))
            var cursor = PostingCursor(term, view: view)
            try cursor.forEachBlock(view) { rows, values in
                for (row, value) in zip(rows, values) {
                    if let new = source.newRows[Int(row)] { found.append(Posting(row: new, value: value)) }
                }
            }
        }
        postings += found
    }
}
