import TestSupport

@testable import VectorEngine

/// Writes a test's filters and values down, in one of the ways that the language allows.
struct FilterSpelling {
    var generator: SeededGenerator

    private mutating func pick(_ words: String...) -> String {
        words[Int.random(in: 0..<words.count, using: &generator)]
    }

    mutating func text(_ condition: NaiveCondition) -> String {
        switch condition {
        case .truth(let value): return value ? pick("true", "True", "TRUE") : pick("false", "False", "FALSE")
        case .all(let parts):
            let word = pick(" and ", " && ", "  AND\t")
            return parts.map { bracketed($0) }.joined(separator: word)
        case .any(let parts):
            let word = pick(" or ", "||", "\nOR ")
            return parts.map { bracketed($0) }.joined(separator: word)
        case .not(let part): return pick("not ", "!", "NOT ") + bracketed(part)
        case .compare(let left, let comparison, let right):
            return "\(text(left))\(pick("", " "))\(comparison)\(pick(" ", "  "))\(text(right))"
        case .range(let low, let first, let middle, let second, let high):
            return "\(text(low)) \(first) \(text(middle)) \(second) \(text(high))"
        case .member(let operand, let values, let isNegated):
            return "\(text(operand)) \(isNegated ? pick("not in", "NOT IN") : pick("in", "IN")) \(text(.array(values)))"
        case .like(let operand, let pattern): return "\(text(operand)) \(pick("like", "LIKE")) \(text(pattern))"
        case .contains(let operand, let kind, let values):
            let name = pick("array_contains\(kind)", "json_contains\(kind)")
            let wanted = kind.isEmpty ? text(values[0]) : text(.array(values))
            return "\(pick(name, name.uppercased()))(\(text(operand)), \(wanted))"
        case .isNull(let operand, let isNegated):
            return "\(text(operand)) \(isNegated ? pick("is not null", "IS NOT NULL") : pick("is null", "IS NULL"))"
        case .exists(let operand): return "\(pick("exists", "EXISTS")) \(text(operand))"
        case .flag(let operand): return text(operand)
        }
    }

    private mutating func bracketed(_ condition: NaiveCondition) -> String {
        switch condition {
        case .all, .any: "(\(text(condition)))"
        default: pick(text(condition), "(\(text(condition)))")
        }
    }

    private mutating func text(_ operand: NaiveOperand) -> String {
        switch operand {
        case .constant(let value): return text(value)
        case .field(let name): return name
        case .path(let name, let steps):
            var rest = steps[...]
            var start = name
            // A dynamic field may be called by its bare name.
            if name == "$meta", case .key(let key)? = rest.first, key == "a" || key == "b", pick("", "bare") == "bare" {
                start = key
                rest = rest.dropFirst()
            }
            return rest.reduce(into: start) { text, step in
                switch step {
                case .key(let key): text += "[\(Self.quoted(key, "\""))]"
                case .index(let index): text += "[\(index)]"
                }
            }
        case .length(let part): return "\(pick("array_length", "ARRAY_LENGTH"))(\(text(part)))"
        case .negative(let part): return "-(\(text(part)))"
        case .arithmetic(let left, let operation, let right): return "((\(text(left))) \(operation) (\(text(right))))"
        }
    }

    mutating func text(_ value: NaiveValue) -> String {
        switch value {
        case .null, .object: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let number): number >= 0 ? pick("\(number)", "0x" + String(number, radix: 16)) : "\(number)"
        case .double(let number): "\(number)"
        case .string(let text): Self.quoted(text, pick("'", "\""))
        case .time(let time): "ISO '\(CalendarTime.text(time) ?? "")'"
        case .array(let values): "[" + values.map { text($0) }.joined(separator: ",") + "]"
        }
    }

    private mutating func text(_ pattern: [NaiveWildcard]) -> String {
        let pattern = pattern.map { wildcard in
            switch wildcard {
            case .any: "%"
            case .one: "_"
            case .letter(let letter): ["%", "_", "\\"].contains(letter) ? "\\\(letter)" : String(letter)
            }
        }
        return Self.quoted(pattern.joined(), pick("'", "\""))
    }

    private static func quoted(_ text: String, _ quote: String) -> String {
        let escaped = text.map { character in
            switch character {
            case "\\": "\\\\"
            case "\n": "\\n"
            case Character(quote): "\\\(quote)"
            default: String(character)
            }
        }
        return quote + escaped.joined() + quote
    }

    /// JSON with blanks and escapes that mean nothing.
    mutating func json(_ value: NaiveValue) -> String {
        switch value {
        case .null: return "null"
        case .bool(let value): return "\(value)"
        case .int(let number), .time(let number): return "\(number)"
        case .double(let number): return "\(number)"
        case .string(let text): return jsonString(text)
        case .array(let values): return "[" + values.map { json($0) }.joined(separator: pick(",", " , ")) + "]"
        case .object(let members):
            return "{"
                + members.map { jsonString($0.0) + pick(":", " : ") + json($0.1) }.joined(separator: pick(",", "\n,"))
                + "}"
        }
    }

    private mutating func jsonString(_ text: String) -> String {
        var written = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": written += "\\\(scalar)"
            case "\n": written += "\\n"
            case "a": written += pick("a", "a", "\\u0061")
            default: written.unicodeScalars.append(scalar)
            }
        }
        return written + "\""
    }

    mutating func fieldValue(_ value: NaiveValue, _ type: FieldType) -> FieldValue {
        if type == .json { return .json(json(value)) }
        switch value {
        case .null, .object: return .null
        case .bool(let value): return .bool(value)
        case .int(let number): return .int(number)
        case .double(let number): return .double(number)
        case .string(let text): return .string(text)
        case .time(let time): return .timestamp(time)
        case .array(let values):
            let element: FieldType = if case .array(let element) = type { element } else { type }
            return .array(values.map { fieldValue($0, element) })
        }
    }
}
