import Synchronization

/// What the deleted rows of a segment had of each sparse field, worked out when a search first asks.
final class RemovedTerms: Sendable {
    private let state: Mutex<State>

    private enum State {
        case known([SparseRemovals])
        /// Those of an earlier state, if it knew, and of some rows more.
        case unknown([SparseRemovals]?, rows: RowSet)
    }

    /// All of some rows.
    init(of rows: RowSet) {
        state = Mutex(.unknown(nil, rows: rows))
    }

    /// What was known before, and some rows more; or all rows, if nothing was.
    init(_ earlier: RemovedTerms?, adding rows: RowSet, all: RowSet) {
        let known = earlier.flatMap { earlier in
            earlier.state.withLock { state -> [SparseRemovals]? in
                if case .known(let removals) = state { removals } else { nil }
            }
        }
        state = Mutex(known.map { .unknown($0, rows: rows) } ?? .unknown(nil, rows: all))
    }

    /// By sparse field.
    func removals(in indexes: [SparseIndex]) throws(EngineError) -> [SparseRemovals] {
        try state.withLock { state throws(EngineError) in
            switch state {
            case .known(let removals): return removals
            case .unknown(let earlier, let rows):
                var removals = earlier ?? indexes.map { _ in SparseRemovals() }
                for field in indexes.indices {
                    for row in rows { try removals[field].insert(row, of: indexes[field]) }
                }
                state = .known(removals)
                return removals
            }
        }
    }
}
