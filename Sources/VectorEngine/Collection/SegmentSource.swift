/// Rows that a segment is made of, asked for by field.
protocol SegmentSource {
    var count: Int { get }
    func key(_ row: Int) -> RecordKey
    /// A column of the schema's `columns`.
    func value(_ row: Int, column: Int) -> FieldValue
    func vectors(field: Int) -> DenseRows
    func writeTerms(field: Int, to sink: SectionSink) throws(EngineError)
}

/// Writes rows as the sections of a segment.
struct SegmentBuilder {
    let schema: CollectionSchema
    var occasion = Occasion.rebuild

    /// When a segment is made.
    enum Occasion {
        /// A batch, or several, in memory. Soon merged with others: what an index learns from its rows would cost more than it
        /// saves.
        case batch
        /// Memory is full. As with a batch, the other cores are left to searches.
        case flush
        case rebuild
    }

    func write(_ source: some SegmentSource, to writer: inout SegmentWriter) throws(EngineError) {
        let columns = schema.columns
        try writer.section(SectionName.key) { sink throws(EngineError) in
            let builder = KeyColumnBuilder(columns.key)
            for row in 0..<source.count { try builder.append(source.key(row).value) }
            try builder.write(to: sink)
        }
        for column in 1..<columns.count {
            try writer.section(SectionName.field(columns[column].name)) { sink throws(EngineError) in
                let builder = ColumnBuilder(columns[column])
                for row in 0..<source.count { try builder.append(source.value(row, column: column)) }
                try builder.write(to: sink)
            }
        }
        for (index, field) in schema.dense.enumerated() {
            try writer.section(SectionName.dense(field.name)) { sink throws(EngineError) in
                try denseBuilder(field, source.vectors(field: index)).write(to: sink)
            }
        }
        for (index, field) in schema.sparse.enumerated() {
            try writer.section(SectionName.sparse(field.name)) { sink throws(EngineError) in
                try source.writeTerms(field: index, to: sink)
            }
        }
    }

    private func denseBuilder(_ field: DenseField, _ rows: DenseRows) -> DenseIndexBuilder {
        var field = field
        switch occasion {
        case .batch:
            field.index = .exact
            return DenseIndexBuilder(field: field, rows: rows, threads: 1)
        case .flush: return DenseIndexBuilder(field: field, rows: rows, threads: 1)
        case .rebuild: return DenseIndexBuilder(field: field, rows: rows)
        }
    }
}

/// What the sections of a segment are called.
enum SectionName {
    static let key = "key"

    static func field(_ name: String) -> String {
        "field " + name
    }

    static func dense(_ name: String) -> String {
        "dense " + name
    }

    static func sparse(_ name: String) -> String {
        "sparse " + name
    }
}

extension CollectionSchema {
    /// The columns that filters see.
    var columns: ColumnSchema {
        ColumnSchema(
            key: ScalarField(keyName, keyType == .int64 ? .int64 : .string), fields: scalars,
            hasDynamicField: hasDynamicField)
    }
}

extension RecordKey {
    var value: FieldValue {
        switch self {
        case .int(let number): .int(number)
        case .string(let text): .string(text)
        }
    }

    /// Nil for what is no key.
    init?(_ value: FieldValue) {
        switch value {
        case .int(let number): self = .int(number)
        case .string(let text): self = .string(text)
        default: return nil
        }
    }
}
