@testable import VectorEngine

/// A filter as a test makes it, of types of its own, so that neither the engine's parser nor its tree is believed.
indirect enum NaiveCondition {
    case truth(Bool)
    case all([NaiveCondition])
    case any([NaiveCondition])
    case not(NaiveCondition)
    case compare(NaiveOperand, String, NaiveOperand)
    case range(NaiveOperand, String, NaiveOperand, String, NaiveOperand)
    case member(NaiveOperand, [NaiveValue], isNegated: Bool)
    case like(NaiveOperand, [NaiveWildcard])
    /// "", "_all" or "_any".
    case contains(NaiveOperand, String, [NaiveValue])
    case isNull(NaiveOperand, isNegated: Bool)
    case exists(NaiveOperand)
    case flag(NaiveOperand)
}

indirect enum NaiveOperand {
    case constant(NaiveValue)
    case field(String)
    case path(String, [PathStep])
    case length(NaiveOperand)
    case negative(NaiveOperand)
    case arithmetic(NaiveOperand, String, NaiveOperand)
}

enum NaiveWildcard {
    case any
    case one
    case letter(Character)
}

indirect enum NaiveValue {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    case string(String)
    case time(Int64)
    case array([NaiveValue])
    case object([(String, NaiveValue)])

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    fileprivate var isNumber: Bool {
        switch self {
        case .int, .time, .double: true
        default: false
        }
    }

    /// Exactly: the whole part and the rest. Nil for what is no number.
    fileprivate var number: (whole: Int128, rest: Double)? {
        switch self {
        case .int(let number), .time(let number): return (Int128(number), 0)
        case .double(let number):
            if abs(number) > 0x1p100 { return (number > 0 ? 1 << 120 : -1 << 120, number) }
            return (Int128(number.rounded(.down)), number - number.rounded(.down))
        default: return nil
        }
    }
}

/// A row of a test by the names of its fields. What is missing is null.
typealias NaiveRow = [String: NaiveValue]

extension NaiveCondition {
    /// SQL's three values.
    func answer(_ row: NaiveRow) -> Bool? {
        switch self {
        case .truth(let value): return value
        case .all(let parts):
            let answers = parts.map { $0.answer(row) }
            return answers.contains(false) ? false : answers.contains(nil) ? nil : true
        case .any(let parts):
            let answers = parts.map { $0.answer(row) }
            return answers.contains(true) ? true : answers.contains(nil) ? nil : false
        case .not(let part): return part.answer(row).map { !$0 }
        case .compare(let left, let comparison, let right):
            return Self.compare(left.value(row), comparison, right.value(row))
        case .range(let low, let first, let middle, let second, let high):
            let pair = [
                Self.compare(low.value(row), first, middle.value(row)),
                Self.compare(middle.value(row), second, high.value(row)),
            ]
            return pair.contains(false) ? false : pair.contains(nil) ? nil : true
        case .member(let operand, let values, let isNegated):
            let value = operand.value(row)
            if value.isNull { return nil }
            let answers = values.map { Self.compare(value, "==", $0) }
            // Of another type than all of them: only JSON can be.
            if !answers.isEmpty, answers.allSatisfy({ $0 == nil }) { return nil }
            return answers.contains(true) != isNegated
        case .like(let operand, let pattern):
            guard case .string(let text) = operand.value(row) else { return nil }
            return Self.matches(Array(text.unicodeScalars)[...], pattern[...])
        case .contains(let operand, let kind, let values):
            guard case .array(let elements) = operand.value(row) else { return nil }
            let found = values.map { value in elements.contains { Self.compare($0, "==", value) == true } }
            return kind == "_all" ? !found.contains(false) : found.contains(true)
        case .isNull(let operand, let isNegated): return operand.value(row).isNull != isNegated
        case .exists(let operand): return !operand.value(row).isNull
        case .flag(let operand):
            if case .bool(let value) = operand.value(row) { return value }
            return nil
        }
    }

    private static func compare(_ left: NaiveValue, _ comparison: String, _ right: NaiveValue) -> Bool? {
        switch (left, right) {
        case (.bool(let a), .bool(let b)): return decide(a == b ? 0 : 1, comparison)
        case (.string(let a), .string(let b)):
            let (x, y) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
            return decide(x == y ? 0 : x.lexicographicallyPrecedes(y) ? -1 : 1, comparison)
        case (.array(let a), .array(let b)):
            return decide(
                a.count == b.count && zip(a, b).allSatisfy { compare($0, "==", $1) == true } ? 0 : 1, comparison)
        default:
            guard left.isNumber, right.isNumber else { return nil }
            for case .double(let value) in [left, right] where value.isNaN { return comparison == "!=" }
            guard let a = left.number, let b = right.number else { return nil }
            return decide(a == b ? 0 : a < b ? -1 : 1, comparison)
        }
    }

    private static func decide(_ order: Int, _ comparison: String) -> Bool? {
        switch comparison {
        case "==": order == 0
        case "!=": order != 0
        case "<": order < 0
        case "<=": order <= 0
        case ">": order > 0
        default: order >= 0
        }
    }

    private static func matches(_ text: ArraySlice<Unicode.Scalar>, _ pattern: ArraySlice<NaiveWildcard>) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        switch first {
        case .any: return (text.startIndex...text.endIndex).contains { matches(text[$0...], pattern.dropFirst()) }
        case .one: return !text.isEmpty && matches(text.dropFirst(), pattern.dropFirst())
        case .letter(let letter):
            return text.first == letter.unicodeScalars.first && matches(text.dropFirst(), pattern.dropFirst())
        }
    }
}

extension NaiveOperand {
    func value(_ row: NaiveRow) -> NaiveValue {
        switch self {
        case .constant(let value): return value
        case .field(let name): return row[name] ?? .null
        case .path(let name, let steps):
            var value = row[name] ?? .null
            for step in steps {
                switch (step, value) {
                case (.key(let key), .object(let members)): value = members.first { $0.0 == key }?.1 ?? .null
                case (.index(let index), .array(let elements)): value = index < elements.count ? elements[index] : .null
                default: return .null
                }
            }
            return value
        case .length(let part):
            guard case .array(let elements) = part.value(row) else { return .null }
            return .int(Int64(elements.count))
        case .negative(let part):
            switch part.value(row) {
            case .int(let number): return number == .min ? .null : .int(-number)
            case .double(let number): return .double(-number)
            default: return .null
            }
        case .arithmetic(let left, let operation, let right):
            return Self.compute(left.value(row), operation, right.value(row))
        }
    }

    private static func compute(_ left: NaiveValue, _ operation: String, _ right: NaiveValue) -> NaiveValue {
        if case .int(let a) = left, case .int(let b) = right, operation != "**" {
            let (x, y) = (Int128(a), Int128(b))
            let exact: Int128? =
                switch operation {
                case "+": x + y
                case "-": x - y
                case "*": x * y
                case "/": y == 0 ? nil : x / y
                default: y == 0 ? nil : x % y
                }
            return exact.flatMap { Int64(exactly: $0) }.map { .int($0) } ?? .null
        }
        guard let a = double(left), let b = double(right) else { return .null }
        let result: Double =
            switch operation {
            case "+": a + b
            case "-": a - b
            case "*": a * b
            case "/": b == 0 ? .nan : a / b
            case "**": power(a, b)
            default: .nan
            }
        return result.isFinite ? .double(result) : .null
    }

    /// The generator asks for squares and roots alone.
    private static func power(_ base: Double, _ exponent: Double) -> Double {
        switch exponent {
        case 2: base * base
        case 1: base
        default: 1
        }
    }

    private static func double(_ value: NaiveValue) -> Double? {
        switch value {
        case .int(let number), .time(let number): Double(number)
        case .double(let number): number
        default: nil
        }
    }
}
