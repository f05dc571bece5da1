/// A dense index without a collection around it, for benchmarks.
package final class DenseProbe: Sendable {
    private let index: DenseIndex

    /// - Parameters:
    ///   - count: rows that `fill` can write.
    ///   - path: a file to be written and mapped; in memory if nil.
    package init(
        field: DenseField, count: Int, threads: Int, path: String?,
        fill: @escaping @Sendable (Int, UnsafeMutablePointer<Float>) -> Void
    ) throws(EngineError) {
        let builder = DenseIndexBuilder(field: field, rows: DenseRows(count: count, fill: fill), threads: threads)
        var writer: SegmentWriter
        if let path { writer = try SegmentWriter(path: path) } else { writer = try SegmentWriter() }
        try writer.section("dense") { sink throws(EngineError) in try builder.write(to: sink) }
        let file: SegmentFile
        if let path {
            try writer.finish()
            file = try SegmentFile(path: path)
        } else {
            file = try writer.finishInMemory()
        }
        index = try DenseIndex(file.section("dense"), field: field)
    }

    /// Bytes that every search touches, and of the whole section.
    package var residentBytes: Int { index.layout.resident }
    package var bytes: Int { index.layout.total }
    package var lists: Int { index.lists }

    /// The nearest rows; exactly they if no recall is given.
    package func search(_ vector: [Float], count: Int, recall: Float?, allowed: Allowed? = nil) throws(EngineError)
        -> [Int]
    {
        try index.search(
            vector, count: count, allowed: allowed?.rows, effort: recall.map { .recall($0) } ?? .exact
        ).map { Int($0.row) }
    }

    /// The nearest rows of each vector, all at once. Exact.
    package func search(_ vectors: [[Float]], count: Int) throws(EngineError) -> [[Int]] {
        try index.search(vectors, count: count, effort: .exact).map { $0.map { Int($0.row) } }
    }

    /// The nearest rows of each row.
    package func neighbours(count: Int, recall: Float, threads: Int) async -> [[Int]] {
        var found = [[Int]](repeating: [], count: index.rows)
        await index.neighbours(count: count, recall: recall, threads: threads) { row, nearest in
            found[row] = nearest.map { Int($0.row) }
        }
        return found
    }

    /// Rows that may be found.
    package struct Allowed: Sendable {
        fileprivate let rows: RowSet

        package init(_ members: [Int], of count: Int) {
            var rows = RowSet(rows: count)
            for member in members { rows[member] = true }
            self.rows = rows.listed()
        }
    }
}
