/// What a query's terms weigh in a whole collection, in the order in which a row's score is summed.
struct SparseScorer: Sendable {
    struct Term: Sendable {
        /// Its place in the query.
        let index: Int
        let weight: Float
        /// The rows of the collection that have it.
        let frequency: Int
    }

    let query: SparseQuery
    let kind: SparseKind
    /// By falling weight, equal ones as in the query: the order is the same in every segment, and most of a score comes first.
    let terms: [Term]
    let statistics: SparseStatistics
    private let base: Float
    private let slope: Float

    /// For texts.
    init(_ query: SparseQuery, _ statistics: SparseStatistics, _ parameters: BM25) {
        self.query = query
        self.statistics = statistics
        kind = .texts
        (base, slope) = parameters.saturation(averageLength: statistics.averageLength)
        terms = Self.sorted(
            query.terms.indices.map { index in
                let frequency = statistics.frequencies[index]
                let weight = parameters.weight(
                    rows: statistics.rows, frequency: frequency, count: Int(query.terms[index].weight))
                return Term(index: index, weight: weight, frequency: frequency)
            })
    }

    /// For vectors, which no statistics change.
    init(_ query: SparseQuery) {
        self.query = query
        kind = .vectors
        statistics = SparseStatistics(terms: query.terms.count)
        (base, slope) = (0, 0)
        terms = Self.sorted(
            query.terms.indices.map { Term(index: $0, weight: query.terms[$0].weight, frequency: 0) })
    }

    @inline(__always)
    func saturation(length: UInt32) -> Float {
        base + slope * Float(length)
    }

    @inline(__always)
    func contribution(value: UInt32, length: UInt32, weight: Float) -> Float {
        switch kind {
        case .texts:
            BM25.contribution(weight: weight, frequency: Float(value), saturation: saturation(length: length))
        case .vectors: weight * Float(bitPattern: value)
        }
    }

    /// The most that a row can get for which these pairs stand, and at least nothing, which is what a row gets without the
    /// term.
    @inline(__always)
    func bound(_ impacts: UnsafeBufferPointer<Impact>, weight: Float) -> Float {
        var most: Float = 0
        for impact in impacts {
            most = max(most, contribution(value: impact.frequency, length: impact.length, weight: weight))
            if kind == .vectors { most = max(most, weight * Float(bitPattern: impact.length)) }
        }
        // Rounding can make a smaller count's quotient the larger one.
        return most * 1.000_001
    }

    private static func sorted(_ terms: [Term]) -> [Term] {
        terms.sorted { abs($0.weight) != abs($1.weight) ? abs($0.weight) > abs($1.weight) : $0.index < $1.index }
    }
}

/// What a score needs to know of all rows of a collection that were not deleted.
struct SparseStatistics: Sendable, Equatable {
    private(set) var rows = 0
    private(set) var totalLength = 0
    /// The rows that have each term of a query.
    private(set) var frequencies: [Int]

    /// Of nothing yet.
    init(terms: Int) {
        frequencies = [Int](repeating: 0, count: terms)
    }

    var averageLength: Double {
        rows > 0 ? Double(totalLength) / Double(rows) : 0
    }

    /// Adds a segment's rows but for those that were removed.
    mutating func add(
        _ index: SparseIndex, _ query: SparseQuery, removed: SparseRemovals = SparseRemovals()
    ) throws(EngineError) {
        try index.withView { view throws(EngineError) in
            for term in query.terms.indices {
                guard let found = try view.find(query, term) else { continue }
                frequencies[term] += Int(found.record.frequency) - removed.frequency(ofTermAt: found.place)
            }
        }
        rows += index.rows - removed.rows
        totalLength += index.totalLength - removed.totalLength
    }
}

/// What the deleted rows of a segment had, so that statistics can leave it out. Kept beside a segment's deleted rows.
struct SparseRemovals: Sendable, Equatable {
    private(set) var rows = 0
    private(set) var totalLength = 0
    private var frequencies: [UInt32: UInt32] = [:]

    init() {}

    /// All of some rows.
    init(_ rows: RowSet, of index: SparseIndex) throws(EngineError) {
        guard !rows.isEmpty else { return }
        try index.withView { view throws(EngineError) in
            var members: [Int] = []
            rows.forEach({ members.append($0) })
            for row in members { try add(row, view) }
        }
    }

    /// Adds a row that was not among them: costs a step for each of its terms.
    mutating func insert(_ row: Int, of index: SparseIndex) throws(EngineError) {
        try index.withView { view throws(EngineError) in try add(row, view) }
    }

    func frequency(ofTermAt place: Int) -> Int {
        frequencies.isEmpty ? 0 : Int(frequencies[UInt32(place)] ?? 0)
    }

    private mutating func add(_ row: Int, _ view: borrowing SparseView) throws(EngineError) {
        precondition(row < view.rows, "a row that there is not")
        rows += 1
        totalLength += Int(view.lengths[row])
        try view.places(ofRow: row) { frequencies[UInt32($0), default: 0] += 1 }
    }
}
