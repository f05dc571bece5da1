import JSONStream

/// A state of a collection. It never changes, so a search sees one state from its first row to its last.
struct Snapshot: Sendable {
    let schema: CollectionSchema
    var segments: [LiveSegment] = []
    /// By sparse field; nil where vectors are asked for.
    let analysers: [QueryAnalyser?]

    init(_ schema: CollectionSchema) {
        self.schema = schema
        analysers = schema.sparse.map { field in
            if case .text(_, _, let options) = field.source { QueryAnalyser(options) } else { nil }
        }
    }

    var records: Int {
        segments.reduce(0) { $0 + $1.liveCount }
    }

    /// Where a record is.
    struct Place: Hashable {
        let segment: Int
        let row: Int
    }

    func place(of key: RecordKey) -> Place? {
        // What was written last is asked most.
        for index in segments.indices.reversed() {
            if let row = segments[index].row(of: key) { return Place(segment: index, row: row) }
        }
        return nil
    }

    func key(_ place: Place) -> RecordKey {
        segments[place.segment].segment.key(place.row)
    }

    /// The rows of each segment that a request may find; nil where that is all of them.
    func rows(of filter: FilterText?, among keys: [RecordKey]? = nil) throws(EngineError) -> [RowSet?] {
        guard filter != nil || keys != nil else { return segments.map { $0.deleted == nil ? nil : $0.liveRows } }
        var tree: Filter?
        if let filter {
            do throws(FilterProblem) {
                tree = try Filter(parsing: filter.text, parameters: filter.values, schema: schema.columns)
            } catch {
                throw .filter(error)
            }
        }
        var found = segments.map(\.liveRows)
        if let keys {
            var chosen = segments.map { RowSet(rows: $0.segment.rows) }
            for place in keys.compactMap(place) { chosen[place.segment][place.row] = true }
            for index in found.indices { found[index].formIntersection(chosen[index]) }
        }
        if let tree {
            for index in found.indices {
                found[index] = tree.rows(in: segments[index].segment.columns, among: found[index])
            }
        }
        // A search that groups looks again and again.
        return found.map { $0.listed() }
    }

    // MARK: Reading

    /// What a record has in some fields, also in those that no schema names.
    func fields(_ names: [String], of place: Place) throws(EngineError) -> [String: FieldValue] {
        guard !names.isEmpty else { return [:] }
        let columns = segments[place.segment].segment.columns
        var fields: [String: FieldValue] = [:]
        var dynamic: [String: FieldValue]?
        for name in names {
            if let column = columns.schema.column(named: name) {
                fields[name] = columns[column].value(place.row)
                continue
            }
            guard columns.schema.hasDynamicField else { throw .noSuchField(name, collection: schema.name) }
            if dynamic == nil { dynamic = try members(of: place) }
            if let value = dynamic?[name] { fields[name] = value }
        }
        return fields
    }

    /// A record with its fields and its dense vectors, without its sparse ones. A vector is as its index keeps it: of length
    /// one where cosines are compared, and with half the digits where it is stored so.
    func record(_ place: Place) throws(EngineError) -> Record {
        let segment = segments[place.segment].segment
        var record = Record(segment.key(place.row))
        record.fields = try fields(schema.scalars.map(\.name), of: place).filter { $0.value != .null }
        if schema.hasDynamicField { record.fields.merge(try members(of: place)) { known, _ in known } }
        for (index, field) in schema.dense.enumerated() {
            record.vectors[field.name] = segment.dense[index].vector(place.row)
        }
        return record
    }

    private func members(of place: Place) throws(EngineError) -> [String: FieldValue] {
        let columns = segments[place.segment].segment.columns
        guard let column = columns.schema.dynamicColumn, case .json(let text) = columns[column].value(place.row) else {
            return [:]
        }
        do {
            return try FieldValue.members(ofJSON: text)
        } catch {
            throw .damaged(
                path: segments[place.segment].segment.file.image.path, section: ColumnSchema.dynamicName,
                offset: error.offset, reason: error.description)
        }
    }
}
