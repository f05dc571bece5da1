import TestSupport

@testable import Matrices
@testable import VectorEngine

/// Vectors, an index over them, and every score as a textbook computes it.
struct DenseOracle {
    let field: DenseField
    let rows: [[Float]]
    let index: DenseIndex

    init(
        _ rows: [[Float]], metric: Metric = .cosine, storage: VectorStorage = .full, kind: DenseIndexKind = .exact,
        processor: Processor = .here
    ) throws {
        let field = DenseField("v", dimension: rows[0].count, metric: metric, storage: storage, index: kind)
        self.field = field
        self.rows = rows
        var writer = try SegmentWriter()
        let source = DenseRows(rows.flatMap(\.self), dimension: field.dimension)
        try writer.section("dense") { sink throws(EngineError) in
            try DenseIndexBuilder(field: field, rows: source, threads: 2, kernels: Kernels(processor)).write(to: sink)
        }
        index = try DenseIndex(
            writer.finishInMemory().section("dense"), field: field, kernels: Kernels(processor))
    }

    /// The score of one row, by the numbers that the index says it keeps.
    func score(_ row: Int, for query: [Float]) -> Double {
        let stored = index.vector(row).map(Double.init)
        var asked = query.map(Double.init)
        switch field.metric {
        case .cosine:
            let length = asked.reduce(0) { $0 + $1 * $1 }.squareRoot()
            asked = asked.map { $0 / length }
            fallthrough
        case .innerProduct: return zip(asked, stored).reduce(0) { $0 + $1.0 * $1.1 }
        case .euclidean: return -zip(asked, stored).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
    }

    /// The best scores, the best first.
    func best(_ count: Int, for query: [Float], allowed: RowSet? = nil) -> [Double] {
        let found = rows.indices.filter { allowed?[$0] ?? true }.map { score($0, for: query) }.sorted(by: >)
        return Array(found.prefix(count))
    }

    /// How large scores are, which says what rounding may do.
    func size(for query: [Float]) -> Double {
        let asked = query.reduce(0) { $0 + Double($1) * Double($1) }
        let stored = rows.indices.map { index.vector($0).reduce(0) { $0 + Double($1) * Double($1) } }.max() ?? 0
        return max(1, field.metric == .cosine ? 1 : asked + stored)
    }
}

extension SeededGenerator {
    mutating func rows(_ count: Int, _ width: Int, upTo most: Float = 1) -> [[Float]] {
        (0..<count).map { _ in (0..<width).map { _ in Float.random(in: -most...most, using: &self) } }
    }

    /// Rows around some centres, as texts on some subjects are.
    mutating func clustered(_ count: Int, _ width: Int, centres: Int, spread: Float = 0.6) -> [[Float]] {
        let centres = (0..<centres).map { _ in (0..<width).map { _ in Float.random(in: -1...1, using: &self) } }
        return (0..<count).map { row in
            centres[row % centres.count].map { $0 + Float.random(in: -spread...spread, using: &self) }
        }
    }
}
