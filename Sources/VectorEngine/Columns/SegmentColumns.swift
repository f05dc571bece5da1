/// The columns of a segment by which filters choose its rows.
struct SegmentColumns: Sendable {
    let schema: ColumnSchema
    let keys: KeyColumn
    private let others: [Column]

    /// `fields` in the order of the schema, the dynamic field last.
    init(schema: ColumnSchema, keys: SectionBytes, fields: [SectionBytes]) throws(EngineError) {
        precondition(fields.count == schema.count - 1, "a section a field")
        self.schema = schema
        self.keys = try KeyColumn(keys, field: schema.key)
        var others: [Column] = []
        for (index, section) in fields.enumerated() {
            let column = try Column(section, field: schema[index + 1])
            guard column.rows == self.keys.column.rows else {
                throw section.damaged(at: 16, "as many values as there are keys are wanted")
            }
            others.append(column)
        }
        self.others = others
    }

    var rows: Int {
        keys.column.rows
    }

    subscript(column: Int) -> Column {
        column == 0 ? keys.column : others[column - 1]
    }
}
