// Values: fields, constants, arithmetic and functions.
extension FilterChecker {
    func column(_ name: String, _ steps: [PathStep], at offset: Int) throws(FilterFault) -> Meaning {
        guard let column = schema.column(named: name) else {
            guard let dynamic = schema.dynamicColumn, name.first != "$" else {
                let names = [schema.key.name] + schema.fields.map(\.name)
                throw FilterFault(.unknownField(name: name, nearest: NearestName.of(name, among: names)), at: offset)
            }
            return .value(.json(dynamic, [.key(name)] + steps), .json)
        }
        let type = schema[column].type
        switch (type, steps.first) {
        case (.json, _): return .value(.json(column, steps), .json)
        case (_, nil): return .value(.column(column), type)
        case (.array(let element), .index(let index)?) where steps.count == 1:
            return .value(.element(column, index), element)
        case (.array, _): throw Self.mismatch("a path", "one index of an array", at: offset)
        default: throw Self.mismatch(type.description, "JSON or an array before '['", at: offset)
        }
    }

    func parameter(_ name: String, at offset: Int) throws(FilterFault) -> Meaning {
        guard let value = parameters[name] else { throw FilterFault(.missingParameter(name: name), at: offset) }
        try check(value, at: offset)
        return .value(.literal(value), value.type)
    }

    private func check(_ value: FieldValue, at offset: Int) throws(FilterFault) {
        switch value {
        case .null, .json: throw Self.mismatch("a parameter that is null or JSON", "a value", at: offset)
        case .double(let number) where !number.isFinite: throw FilterFault(.numberNotFinite, at: offset)
        case .array(let values):
            for value in values {
                if case .array = value { throw Self.mismatch("an array of arrays", "an array of values", at: offset) }
                try check(value, at: offset)
            }
        default: return
        }
    }

    func literals(_ parts: [FilterSyntax]) throws(FilterFault) -> [FieldValue] {
        var values: [FieldValue] = []
        values.reserveCapacity(parts.count)
        for part in parts {
            guard case .literal(let value) = try value(part).operand else {
                throw Self.mismatch("a field", "a constant in a list", at: part.offset)
            }
            values.append(value)
        }
        return values
    }

    // MARK: Fitting

    func fit(_ values: [FieldValue], to type: FieldType, at offset: Int) throws(FilterFault) -> [FieldValue] {
        var fitted: [FieldValue] = []
        fitted.reserveCapacity(values.count)
        for value in values { fitted.append(try fit(value, to: type, at: offset)) }
        return fitted
    }

    /// A constant as it can be compared with values of a type.
    func fit(_ value: FieldValue, to type: FieldType, at offset: Int) throws(FilterFault) -> FieldValue {
        switch (type, value) {
        case (.bool, .bool), (.string, .string), (.timestamp, .timestamp), (.int64, .int), (.int64, .double),
            (.double, .int), (.double, .double), (.json, .bool), (.json, .int), (.json, .double), (.json, .string):
            return value
        case (.timestamp, .int(let milliseconds)): return .timestamp(milliseconds)
        case (.array(let element), .array(let values)): return .array(try fit(values, to: element, at: offset))
        case (.json, .array(let values)): return .array(try fit(values, to: .json, at: offset))
        default: throw Self.mismatch(value.type.description, type.description, at: offset)
        }
    }

    // MARK: Arithmetic

    func negative(_ syntax: FilterSyntax) throws(FilterFault) -> Meaning {
        let (operand, type) = try value(syntax)
        switch (operand, type) {
        case (.literal(.int(let number)), _):
            guard number != .min else { throw FilterFault(.integerTooLarge, at: syntax.offset) }
            return .value(.literal(.int(-number)), .int64)
        case (.literal(.double(let number)), _): return .value(.literal(.double(-number)), .double)
        case (_, .int64), (_, .double), (_, .json): return .value(.negative(operand), type)
        default: throw Self.mismatch(type.description, "a number", at: syntax.offset)
        }
    }

    func arithmetic(
        _ operation: ArithmeticOperator, _ left: FilterSyntax, _ right: FilterSyntax
    ) throws(FilterFault) -> Meaning {
        let (first, firstType) = try value(left)
        let (second, secondType) = try value(right)
        let type = try result(of: operation, firstType, at: left.offset, secondType, at: right.offset)
        if operation == .divide || operation == .remainder {
            switch second {
            case .literal(.int(0)), .literal(.double(0)): throw FilterFault(.divisionByZero, at: right.offset)
            default: break
            }
        }
        guard case .literal(let a) = first, case .literal(let b) = second else {
            return .value(.arithmetic(operation, first, second), type)
        }
        guard let computed = Arithmetic.apply(operation, a, b) else {
            throw FilterFault(type == .double ? .numberNotFinite : .integerTooLarge, at: left.offset)
        }
        return .value(.literal(computed), type)
    }

    private func result(
        of operation: ArithmeticOperator, _ first: FieldType, at firstOffset: Int, _ second: FieldType,
        at secondOffset: Int
    ) throws(FilterFault) -> FieldType {
        switch (operation, first, second) {
        case (.add, .timestamp, .int64), (.add, .int64, .timestamp), (.subtract, .timestamp, .int64): return .timestamp
        case (.subtract, .timestamp, .timestamp): return .int64
        default: break
        }
        for (type, offset) in [(first, firstOffset), (second, secondOffset)] {
            switch type {
            case .int64, .json: continue
            case .double where operation != .remainder: continue
            default:
                let expected = operation == .remainder ? "a whole number" : "a number"
                throw Self.mismatch(type.description, expected, at: offset)
            }
        }
        if first == .json || second == .json { return .json }
        return operation == .power || first == .double || second == .double ? .double : .int64
    }

    // MARK: Functions

    private static let functions = [
        "array_contains", "array_contains_all", "array_contains_any", "array_length", "json_contains",
        "json_contains_all", "json_contains_any",
    ]
    /// What Milvus has besides, with what does it here.
    private static let unsupported = [
        "text_match": "a search of the sparse field", "phrase_match": "a search of the sparse field",
        "random_sample": "a filter without it", "element_filter": "array_contains_any",
        "match_all": "array_contains_all",
        "match_any": "array_contains_any", "match_least": "array_contains_any", "match_most": "array_contains_any",
        "match_exact": "array_contains_any",
    ]

    func call(_ written: String, _ arguments: [FilterSyntax], at offset: Int) throws(FilterFault) -> Meaning {
        let name = written == written.uppercased() ? written.lowercased() : written
        if let instead = Self.unsupported[name] {
            throw FilterFault(.unsupported(what: name, instead: instead), at: offset)
        }
        guard Self.functions.contains(name) else {
            let nearest = NearestName.of(name, among: Self.functions).map { [$0] } ?? Self.functions
            throw FilterFault(
                .unexpected(found: "'\(written.prefix(64))('", expected: nearest.joined(separator: ", ")), at: offset)
        }
        let wanted = name == "array_length" ? 1 : 2
        guard arguments.count == wanted else {
            throw FilterFault(
                .unexpected(found: "\(arguments.count) arguments", expected: "\(wanted) of \(name)"), at: offset)
        }
        let (operand, type) = try value(arguments[0])
        let element: FieldType
        switch (operand, type) {
        case (.column, .array(let inner)): element = inner
        case (.json, .json): element = .json
        default: throw Self.mismatch(type.description, "an array, or a path into JSON", at: arguments[0].offset)
        }
        guard wanted == 2 else { return .value(.length(operand), .int64) }
        guard case .literal(let wish) = try value(arguments[1]).operand else {
            throw Self.mismatch("a field", "a constant", at: arguments[1].offset)
        }
        guard name.hasSuffix("_all") || name.hasSuffix("_any") else {
            return .condition(.contains(operand, .one, [try fit(wish, to: element, at: arguments[1].offset)]))
        }
        guard case .array(let values) = wish else {
            throw Self.mismatch(wish.type.description, "a list of values", at: arguments[1].offset)
        }
        let fitted = try fit(values, to: element, at: arguments[1].offset)
        return .condition(.contains(operand, name.hasSuffix("_all") ? .every : .some, fitted))
    }
}

extension FieldValue {
    /// Of a constant; an array of unlike values is one of JSON.
    var type: FieldType {
        switch self {
        case .bool: return .bool
        case .int: return .int64
        case .double: return .double
        case .string: return .string
        case .timestamp: return .timestamp
        case .null, .json: return .json
        case .array(let values):
            let types = Set(values.map(\.type))
            return .array(types.count == 1 ? types.first ?? .json : types == [.int64, .double] ? .double : .json)
        }
    }
}

extension FieldType {
    /// For an error.
    var description: String {
        switch self {
        case .bool: "a truth value"
        case .int64: "a whole number"
        case .double: "a number"
        case .string: "a string"
        case .timestamp: "a time"
        case .json: "JSON"
        case .array: "an array"
        }
    }

    func isComparable(with other: FieldType) -> Bool {
        switch (self, other) {
        case (.int64, .double), (.double, .int64), (.timestamp, .int64), (.int64, .timestamp): true
        case (.json, .bool), (.json, .int64), (.json, .double), (.json, .string): true
        case (.bool, .json), (.int64, .json), (.double, .json), (.string, .json): true
        case (.array, _), (_, .array): false
        default: self == other
        }
    }
}
