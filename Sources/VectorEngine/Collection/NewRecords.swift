import JSONStream

/// Records that were just written, as rows of a segment to be.
struct NewRecords: SegmentSource {
    private let schema: CollectionSchema
    private let records: [Record]
    private let declaredNames: Set<String>

    /// Records that fit the schema, each key once.
    init(_ records: [Record], schema: CollectionSchema) {
        self.schema = schema
        self.records = records
        declaredNames = Set(schema.scalars.map(\.name))
    }

    var count: Int {
        records.count
    }

    func key(_ row: Int) -> RecordKey {
        records[row].key
    }

    func value(_ row: Int, column: Int) -> FieldValue {
        guard column <= schema.scalars.count else { return dynamicValue(records[row]) }
        return records[row].fields[schema.scalars[column - 1].name] ?? .null
    }

    func vectors(field: Int) -> DenseRows {
        let (records, name) = (records, schema.dense[field].name)
        return DenseRows(count: records.count) { row, out in
            out.update(from: records[row].vectors[name] ?? [])
        }
    }

    func writeTerms(field: Int, to sink: SectionSink) throws(EngineError) {
        let field = schema.sparse[field]
        switch field.source {
        case .text(let text, _, let options):
            var builder = SparseTextBuilder(options)
            for record in records {
                if case .string(let text) = record.fields[text] { builder.append(text) } else { builder.append("") }
            }
            try builder.write(to: sink)
        case .vectors:
            var builder = SparseVectorBuilder()
            for record in records { builder.append(record.sparseVectors[field.name] ?? []) }
            try builder.write(to: sink)
        }
    }

    /// The fields that the schema does not name, as one JSON object.
    private func dynamicValue(_ record: Record) -> FieldValue {
        let extra = record.fields.filter { !declaredNames.contains($0.key) }
        guard !extra.isEmpty else { return .null }
        var writer = JSONWriter()
        writer.object { writer in
            for (name, value) in extra.sorted(by: { $0.key < $1.key }) { writer.member(name, value) }
        }
        return .json(writer.text)
    }
}
