import Store

extension Connection {
    /// All values of the first column.
    mutating func column<Value: ColumnValue>(
        _ sql: SQL, _ values: any ColumnValue..., as type: Value.Type = Value.self
    ) throws -> [Value] {
        try rows(sql, values) { row throws(StoreError) in try row[0] }
    }
}
