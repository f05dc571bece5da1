import Foundation
import JSONStream

/// Any JSON value, built once by our cursor and once by Foundation, which is the oracle.
///
/// Strings are kept as their bytes, since Swift holds different spellings of one accented letter for equal.
enum Tree: Equatable {
    case null
    case boolean(Bool)
    case number(Double)
    case string([UInt8])
    case array([Tree])
    case object([String: Tree])
}

extension Tree: JSONDecodable {
    init(from cursor: inout JSONCursor) throws(JSONError) {
        switch try cursor.peek() {
        case .null:
            _ = try cursor.null()
            self = .null
        case .boolean: self = .boolean(try cursor.boolean())
        case .number: self = .number(try cursor.double())
        case .string: self = .string(Array(try cursor.string().string.utf8))
        case .array:
            var elements: [Tree] = []
            try cursor.beginArray()
            while try cursor.nextElement() { elements.append(try cursor.decode()) }
            self = .array(elements)
        case .object:
            var members: [String: Tree] = [:]
            try cursor.beginObject()
            while let key = try cursor.nextKey() {
                let name = key.string
                members[name] = try cursor.decode(Tree.self)
            }
            self = .object(members)
        }
    }
}

extension Tree {
    init(foundation json: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed)
        self = try Tree(foundationObject: object)
    }

    private init(foundationObject object: Any) throws {
        switch object {
        case is NSNull: self = .null
        case let elements as [Any]: self = .array(try elements.map(Tree.init(foundationObject:)))
        case let members as [String: Any]: self = .object(try members.mapValues(Tree.init(foundationObject:)))
        case let text as String: self = .string(Array(text.utf8))
        case let number as NSNumber where String(cString: number.objCType) == "c": self = .boolean(number.boolValue)
        case let number as NSNumber:
            // Foundation on Linux reads a negative number as a decimal whose `doubleValue` is off by some units in the last
            // place; its digits are right.
            guard let value = Double(number.stringValue) else { throw UnknownObject(type: "number") }
            self = .number(value)
        case let other: throw UnknownObject(type: "\(type(of: other))")
        }
    }

    struct UnknownObject: Error {
        let type: String
    }

    /// Reads a document as the array it is, element by element, as the readers of exports do.
    static func elements(of reader: inout JSONReader) throws(JSONError) -> [Tree] {
        var elements: [Tree] = []
        try reader.beginArray()
        while try reader.nextElement() {
            elements.append(try reader.value { cursor throws(JSONError) in try cursor.decode() })
        }
        try reader.finish()
        return elements
    }
}
