import JSONStream

extension CollectionSchema {
    /// Throws what makes a record one of another collection.
    func check(_ record: Record) throws(EngineError) {
        switch (keyType, record.key) {
        case (.int64, .int), (.string, .string): break
        default: throw .badRecord(record.key, field: keyName, reason: "the key is no \(keyType.rawValue)")
        }
        for field in dense {
            guard let vector = record.vectors[field.name] else {
                throw .badRecord(record.key, field: field.name, reason: "there is no vector")
            }
            if let fault = field.fault(in: vector) { throw .badVector(field: field.name, fault) }
        }
        for field in sparse where field.source == .vectors {
            guard let vector = record.sparseVectors[field.name] else {
                throw .badRecord(record.key, field: field.name, reason: "there is no vector")
            }
            guard vector.allSatisfy({ $0.weight.isFinite }), Set(vector.map(\.index)).count == vector.count else {
                throw .badRecord(
                    record.key, field: field.name, reason: "a weight is no number, or an index stands twice")
            }
        }
        for field in scalars {
            let value = record.fields[field.name] ?? .null
            guard value != .null || field.isNullable else {
                throw .badRecord(record.key, field: field.name, reason: "there is no value, and it may not be null")
            }
            guard field.type.takes(value) else {
                throw .unfitValue(field: field.name, found: value.type, expected: field.type)
            }
        }
        try checkNames(of: record)
    }

    private func checkNames(of record: Record) throws(EngineError) {
        let vectors = Set(dense.map(\.name))
        if let name = record.vectors.keys.sorted().first(where: { !vectors.contains($0) }) {
            throw .noSuchField(name, collection: self.name)
        }
        let sparseVectors = Set(sparse.filter { $0.source == .vectors }.map(\.name))
        if let name = record.sparseVectors.keys.sorted().first(where: { !sparseVectors.contains($0) }) {
            throw .noSuchField(name, collection: self.name)
        }
        let known = Set(scalars.map(\.name))
        for (name, value) in record.fields where !known.contains(name) {
            guard hasDynamicField, name != keyName else { throw .noSuchField(name, collection: self.name) }
            guard value.isJSON else {
                throw .badRecord(record.key, field: name, reason: "the text is no JSON")
            }
        }
    }
}

extension FieldType {
    /// Whether a value can be kept in a field of this type. Null can be wherever null may be.
    func takes(_ value: FieldValue) -> Bool {
        switch (self, value) {
        case (_, .null), (.bool, .bool), (.int64, .int), (.double, .double), (.double, .int), (.string, .string),
            (.timestamp, .timestamp), (.timestamp, .int):
            true
        case (.json, .json): value.isJSON
        case (.array(let element), .array(let values)): values.allSatisfy { $0 != .null && element.takes($0) }
        default: false
        }
    }
}

extension FieldValue {
    /// Whether the text of a JSON value is one.
    fileprivate var isJSON: Bool {
        guard case .json(let text) = self else { return true }
        do {
            try JSONCursor.reading(Array(text.utf8)) { cursor throws(JSONError) in try cursor.skip() }
            return true
        } catch {
            return false
        }
    }
}
