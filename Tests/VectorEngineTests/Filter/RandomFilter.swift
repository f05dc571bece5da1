import TestSupport

@testable import VectorEngine

/// Makes schemas, rows and filters that fit them.
struct RandomFilter {
    var generator: SeededGenerator
    let fields: [ScalarField]
    let keyType: FieldType

    private static let letters: [Character] = ["a", "b", "%", "_", "\\", "é", "\u{1F600}", "\"", "'", "\n"]
    private static let keys = ["a", "b", "long key", "q\"uote", "n\u{e9}"]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let types: [FieldType] = [
            .bool, .int64, .double, .string, .timestamp, .json, .array(.int64), .array(.string), .array(.double),
            .array(.bool), .array(.timestamp),
        ]
        fields = types.enumerated().map { index, type in
            ScalarField("f\(index)", type, isNullable: Bool.random(using: &random))
        }
        keyType = Bool.random(using: &random) ? .int64 : .string
        generator = random
    }

    var schema: ColumnSchema {
        ColumnSchema(key: ScalarField("id", keyType), fields: fields, hasDynamicField: true)
    }

    mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &generator) < percent
    }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &generator)]
    }

    // MARK: Rows

    /// `row` lets values cluster, so that zones decide some blocks.
    mutating func row(_ row: Int) -> NaiveRow {
        var values: NaiveRow = ["id": keyType == .int64 ? .int(Int64(row * 7 % 5003)) : .string("k\(row * 7 % 5003)")]
        for field in fields where !field.isNullable || chance(85) {
            values[field.name] = value(field.type, near: row / 500)
        }
        if chance(80) { values["$meta"] = object(depth: 0) }
        return values
    }

    mutating func value(_ type: FieldType, near level: Int = 0) -> NaiveValue {
        switch type {
        case .bool: return .bool(chance(50))
        case .int64:
            return .int(
                chance(3) ? pick([.min, .max, 1 << 53 + 1]) : Int64(level * 3) + .random(in: -4...4, using: &generator))
        case .double:
            return .double(
                chance(3) ? pick([.nan, .infinity, -0.0, 0x1p53, 0x1p63]) : Double(level) + pick([-1.5, 0, 0.25, 2]))
        case .string: return .string(text(most: 3))
        case .timestamp: return .time(Int64(level) * 1000 + .random(in: -3...3, using: &generator))
        case .json: return json(depth: 0)
        case .array(let element):
            return .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in value(element) })
        }
    }

    private mutating func text(most: Int) -> String {
        String((0..<Int.random(in: 0...most, using: &generator)).map { _ in chance(70) ? "a" : pick(Self.letters) })
    }

    private mutating func json(depth: Int) -> NaiveValue {
        switch Int.random(in: 0..<(depth < 3 ? 9 : 6), using: &generator) {
        case 0: .null
        case 1: value(.bool)
        case 2: .int(pick([0, 1, 2, -3, .max, .min]))
        case 3: .double(pick([0.5, 1, -2.25, 1e300]))
        case 4, 5: value(.string)
        case 6: .array((0..<Int.random(in: 0...3, using: &generator)).map { _ in json(depth: depth + 1) })
        default: object(depth: depth + 1)
        }
    }

    private mutating func object(depth: Int) -> NaiveValue {
        .object((0..<Int.random(in: 0...4, using: &generator)).map { _ in (pick(Self.keys), json(depth: depth)) })
    }

    // MARK: Filters

    mutating func condition(depth: Int = 0) -> NaiveCondition {
        switch Int.random(in: 0..<(depth < 4 ? 16 : 11), using: &generator) {
        case 0, 1, 2: return comparison()
        case 3: return range()
        case 4: return membership()
        case 5: return .like(pick([.field("f3"), path()]), pattern())
        case 6: return containment()
        case 7: return .isNull(chance(50) ? .field(pick(fields).name) : path(), isNegated: chance(50))
        case 8: return .exists(path())
        case 9: return .flag(chance(50) ? .field("f0") : path())
        case 10: return chance(10) ? .truth(chance(50)) : comparison()
        case 11, 12: return .not(condition(depth: depth + 1))
        case 13, 14: return .all(parts(depth))
        default: return .any(parts(depth))
        }
    }

    private mutating func parts(_ depth: Int) -> [NaiveCondition] {
        (0..<Int.random(in: 2...4, using: &generator)).map { _ in condition(depth: depth + 1) }
    }

    private mutating func path() -> NaiveOperand {
        let steps = (0..<Int.random(in: 1...3, using: &generator)).map { _ -> PathStep in
            chance(70) ? .key(pick(Self.keys)) : .index(.random(in: 0...2, using: &generator))
        }
        if chance(50) { return .path("f5", steps) }
        return .path("$meta", [.key(pick(Self.keys))] + steps.dropFirst())
    }

    private mutating func comparison() -> NaiveCondition {
        let order = pick(["==", "!=", "<", "<=", ">", ">="])
        let equality = pick(["==", "!="])
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: return .compare(.field("f0"), equality, .constant(value(.bool)))
        case 1: return sided(.field(pick(["f1", "f2"])), order, .constant(number()))
        case 2: return sided(.field("f3"), order, .constant(value(.string)))
        case 3: return sided(.field("f4"), order, .constant(chance(50) ? value(.timestamp) : value(.int64)))
        case 4:
            let value = pick([number(), value(.string)])
            return sided(path(), order, .constant(value))
        case 5: return .compare(arithmetic(depth: 0), order, chance(50) ? arithmetic(depth: 1) : .constant(number()))
        case 6: return .compare(path(), equality, .constant(chance(50) ? value(.bool) : value(.array(.string))))
        case 7:
            let array = pick([6, 7, 8, 9, 10])
            return .compare(
                .field("f\(array)"), equality,
                .constant(array == 8 ? .array([.double(0.25)]) : value(fields[array].type)))
        default:
            let key =
                keyType == .int64
                ? NaiveValue.int(.random(in: 0...5003, using: &generator))
                : .string("k\(Int.random(in: 0...5003, using: &generator))")
            return .compare(.field("id"), order, .constant(key))
        }
    }

    private mutating func sided(_ left: NaiveOperand, _ comparison: String, _ right: NaiveOperand) -> NaiveCondition {
        chance(70) ? .compare(left, comparison, right) : .compare(right, comparison, left)
    }

    private mutating func number() -> NaiveValue {
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: .double(pick([0.5, 1.5, -2.25, 1e300, -1e300, 0x1p53, 0x1p63, -0x1p63, 3, -0.0]))
        case 1: .int(pick([.min, .max, 1 << 53 + 1, -(1 << 53) - 1]))
        default: .int(.random(in: -6...12, using: &generator))
        }
    }

    /// Numbers, and JSON that may be one.
    private mutating func arithmetic(depth: Int) -> NaiveOperand {
        switch Int.random(in: 0..<(depth < 3 ? 9 : 6), using: &generator) {
        case 0, 1: return .field(pick(["f1", "f2"]))
        case 2: return path()
        case 3: return .length(pick([.field("f6"), .field("f7"), path()]))
        case 4: return .path("f6", [.index(.random(in: 0...2, using: &generator))])
        case 5: return .field("f1")
        case 6: return .negative(.field(pick(["f1", "f2"])))
        case 7: return .arithmetic(arithmetic(depth: depth + 1), "**", .constant(.int(pick([0, 1, 2]))))
        default:
            // A remainder of what is known to be no whole number is refused, so only whole fields have one.
            if chance(20) { return .arithmetic(.field("f1"), "%", .constant(.int(pick([1, 2, -3])))) }
            let operation = pick(["+", "-", "*", "/"])
            return .arithmetic(
                arithmetic(depth: depth + 1), operation, chance(50) ? .constant(.int(pick([1, 2, -5]))) : .field("f1"))
        }
    }

    private mutating func range() -> NaiveCondition {
        let pair = pick([["<", "<"], ["<=", "<"], [">", ">="], [">=", ">="]])
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: return .range(.constant(value(.string)), pair[0], .field("f3"), pair[1], .constant(value(.string)))
        case 1:
            return .range(.constant(value(.timestamp)), pair[0], .field("f4"), pair[1], .constant(value(.timestamp)))
        case 2: return .range(.constant(number()), pair[0], path(), pair[1], .constant(number()))
        default: return .range(.constant(number()), pair[0], .field(pick(["f1", "f2"])), pair[1], .constant(number()))
        }
    }

    private mutating func membership() -> NaiveCondition {
        let count = Int.random(in: 0...6, using: &generator)
        let type = pick([FieldType.bool, .int64, .double, .string, .timestamp, .json])
        let operand: NaiveOperand =
            switch type {
            case .bool: .field("f0")
            case .int64: chance(40) && keyType == .int64 ? .field("id") : .field("f1")
            case .double: .field("f2")
            case .string: chance(20) ? .path("f7", [.index(0)]) : .field("f3")
            case .timestamp: .field("f4")
            default: path()
            }
        let values = (0..<count).map { _ -> NaiveValue in
            switch type {
            case .int64, .double: number()
            case .json: pick([number(), value(.string), value(.bool)])
            default: value(type)
            }
        }
        return .member(operand, values, isNegated: chance(50))
    }

    private mutating func containment() -> NaiveCondition {
        let kind = pick(["", "_all", "_any"])
        let array = pick([6, 7, 8, 9, 10, 0])
        let values = (0..<(kind == "" ? 1 : Int.random(in: 0...3, using: &generator))).map { _ -> NaiveValue in
            switch array {
            case 0: pick([number(), value(.string), value(.bool)])
            case 6, 8: number()
            case 7: value(.string)
            case 9: value(.bool)
            default: value(.timestamp)
            }
        }
        return .contains(array == 0 ? path() : .field("f\(array)"), kind, values)
    }

    private mutating func pattern() -> [NaiveWildcard] {
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            switch Int.random(in: 0..<5, using: &generator) {
            case 0, 1: .any
            case 2: .one
            default: .letter(chance(70) ? "a" : pick(Self.letters))
            }
        }
    }
}
