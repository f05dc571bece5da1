/// What the columns of a segment are, in their order: the key, the scalar fields, then the dynamic field if there is one.
struct ColumnSchema: Hashable, Sendable {
    /// A whole number or a string, never null.
    let key: ScalarField
    let fields: [ScalarField]
    /// Whether rows may have fields that nobody declared. They are one JSON object.
    let hasDynamicField: Bool

    static let dynamicName = "$meta"

    init(key: ScalarField, fields: [ScalarField], hasDynamicField: Bool = false) {
        precondition(key.type == .int64 || key.type == .string, "a key is a whole number or a string")
        self.key = key
        self.fields = fields
        self.hasDynamicField = hasDynamicField
    }

    var count: Int {
        1 + fields.count + (hasDynamicField ? 1 : 0)
    }

    /// The column of the dynamic field.
    var dynamicColumn: Int? {
        hasDynamicField ? count - 1 : nil
    }

    subscript(column: Int) -> ScalarField {
        switch column {
        case 0: key
        case 1...fields.count: fields[column - 1]
        default: ScalarField(Self.dynamicName, .json, isNullable: true)
        }
    }

    func column(named name: String) -> Int? {
        if name == key.name { return 0 }
        if name == Self.dynamicName { return dynamicColumn }
        return fields.firstIndex { $0.name == name }.map { $0 + 1 }
    }
}
