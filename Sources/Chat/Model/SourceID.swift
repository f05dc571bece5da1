public import JSONStream
public import Store

/// An id as the source gave it. Decimal ids, which most are, are kept as integers of eight bytes; everything else as text.
///
/// Numbers order before texts, as in SQLite.
public enum SourceID: Hashable, Sendable {
    case number(Int64)
    case text(String)

    /// The id that `text` writes; only a canonical decimal number becomes one, so the text can always be had back.
    public init(_ text: String) {
        if let number = Int64(text), number >= 0, String(number) == text {
            self = .number(number)
        } else {
            self = .text(text)
        }
    }
}

extension SourceID: CustomStringConvertible {
    public var description: String {
        switch self {
        case .number(let number): String(number)
        case .text(let text): text
        }
    }
}

extension SourceID: Comparable {
    /// Texts are one id where their bytes are the same, as in SQLite; Swift's own `==` takes an accent for the same however
    /// it is written.
    public static func == (left: SourceID, right: SourceID) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left == right
        case (.text(let left), .text(let right)): left.utf8.elementsEqual(right.utf8)
        default: false
        }
    }

    public static func < (left: SourceID, right: SourceID) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)): left < right
        case (.number, .text): true
        case (.text, .number): false
        case (.text(let left), .text(let right)): left.utf8.lexicographicallyPrecedes(right.utf8)
        }
    }
}

extension SourceID: JSONEncodable {
    public func write(to writer: inout JSONWriter) {
        description.write(to: &writer)
    }
}

extension SourceID: ColumnValue {
    public func bind(to statement: Statement, at index: Int) throws(StoreError) {
        switch self {
        case .number(let number): try statement.bind(index, number)
        case .text(let text): try text.bind(to: statement, at: index)
        }
    }

    public init(column index: Int, of row: Row) throws(StoreError) {
        do {
            self = .number(try Int64(column: index, of: row))
        } catch {
            self = .text(try String(column: index, of: row))
        }
    }
}

extension SourceID {
    /// Alike in every run. The low bits of a snowflake count up too slowly to tell channels apart.
    public var shortHash: UInt32 {
        switch self {
        case .number(let number): UInt32((UInt64(bitPattern: number) &* 0x9e37_79b9_7f4a_7c15) >> 32)
        case .text(let text): text.utf8.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        }
    }
}
