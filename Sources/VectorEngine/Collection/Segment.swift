/// A part of a collection that never changes: rows, and everything that finds them.
final class Segment: Sendable {
    let file: SegmentFile
    let columns: SegmentColumns
    /// In the order of the schema.
    let dense: [DenseIndex]
    let sparse: [SparseIndex]

    /// Opens the sections of a file. Reads none of the rows.
    init(_ file: SegmentFile, schema: CollectionSchema) throws(EngineError) {
        self.file = file
        let columnSchema = schema.columns
        var fields: [SectionBytes] = []
        for column in 1..<columnSchema.count {
            fields.append(try file.section(SectionName.field(columnSchema[column].name)))
        }
        columns = try SegmentColumns(
            schema: columnSchema, keys: file.section(SectionName.key), fields: fields)
        var dense: [DenseIndex] = []
        for field in schema.dense {
            let section = try file.section(SectionName.dense(field.name))
            let index = try DenseIndex(section, field: field)
            guard index.rows == columns.rows else { throw section.damaged(at: 0, "as many vectors as keys are wanted") }
            dense.append(index)
        }
        self.dense = dense
        var sparse: [SparseIndex] = []
        for field in schema.sparse {
            let section = try file.section(SectionName.sparse(field.name))
            let index = try SparseIndex(section)
            guard index.rows == columns.rows else { throw section.damaged(at: 0, "as many rows as keys are wanted") }
            sparse.append(index)
        }
        self.sparse = sparse
    }

    var rows: Int {
        columns.rows
    }

    func key(_ row: Int) -> RecordKey {
        // A damaged key column has nulls, which are no keys.
        RecordKey(columns.keys.column.value(row)) ?? .int(0)
    }

    func row(of key: RecordKey) -> Int? {
        columns.keys.row(of: key.value)
    }
}

/// A segment, and which of its rows were deleted since it was made.
struct LiveSegment: Sendable {
    let segment: Segment
    /// Its file; nil while it is in memory alone.
    let file: String?
    /// Nil where none was.
    private(set) var deleted: RowSet?
    /// The file that the deletions stand in, if all of them do.
    private(set) var deletedFile: String?
    /// Deleted since `settle`.
    private var unsettled: RowSet?
    private var removedTerms: RemovedTerms?

    init(_ segment: Segment, file: String? = nil, deleted: RowSet? = nil, deletedFile: String? = nil) {
        self.segment = segment
        self.file = file
        self.deleted = deleted
        self.deletedFile = deletedFile
        removedTerms = deleted.map(RemovedTerms.init)
    }

    /// Whether rows were deleted that no file knows of.
    var hasNewDeletions: Bool {
        deleted != nil && deletedFile == nil
    }

    var liveCount: Int {
        segment.rows - (deleted?.count ?? 0)
    }

    var liveRows: RowSet {
        var rows = RowSet(rows: segment.rows, all: true)
        if let deleted { rows.subtract(deleted) }
        return rows
    }

    /// What the deleted rows had of each sparse field; nothing where none was deleted.
    var removals: [SparseRemovals]? {
        get throws(EngineError) { try removedTerms?.removals(in: segment.sparse) }
    }

    /// The row of a key that was not deleted.
    func row(of key: RecordKey) -> Int? {
        guard let row = segment.row(of: key), deleted.map({ !$0[row] }) ?? true else { return nil }
        return row
    }

    /// Whether there was such a row. `settle` must follow.
    mutating func delete(_ key: RecordKey) -> Bool {
        guard let row = row(of: key) else { return false }
        if deleted == nil { deleted = RowSet(rows: segment.rows) }
        if unsettled == nil { unsettled = RowSet(rows: segment.rows) }
        deleted?[row] = true
        unsettled?[row] = true
        deletedFile = nil
        return true
    }

    /// Makes what was deleted count.
    mutating func settle() {
        guard let deleted, let new = unsettled else { return }
        removedTerms = RemovedTerms(removedTerms, adding: new, all: deleted)
        unsettled = nil
    }

    /// Notes that its deletions stand in a file.
    mutating func keepDeletions(in file: String) {
        deletedFile = file
    }
}

extension [LiveSegment] {
    /// Deletes records wherever they are, and drops segments in memory of which nothing is left.
    mutating func delete(_ keys: some Sequence<RecordKey>) {
        for key in keys {
            // What was written last is deleted most.
            for index in indices.reversed() where self[index].delete(key) { break }
        }
        for index in indices { self[index].settle() }
        removeAll { $0.file == nil && $0.liveCount == 0 }
    }
}
