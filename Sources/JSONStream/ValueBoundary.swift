/// Finds where a value ends by the balance of its brackets and quotes, piece by piece as its bytes arrive.
struct ValueBoundary {
    /// Whether white space behind a number or word ends it; behind rubbish it does not.
    private let endsAtBlanks: Bool
    private(set) var depth = 0
    private var hasBegun = false
    private var isEscaped = false
    private(set) var isInString = false

    init(endsAtBlanks: Bool = true) {
        self.endsAtBlanks = endsAtBlanks
    }

    enum Stop {
        /// A string begins: the index behind its opening quote.
        case stringStart(Int)
        /// A string ends: the index of its closing quote.
        case stringEnd(Int)
        /// The value ends: the index behind it.
        case end(Int)
        /// The piece ends first.
        case exhausted
    }

    /// The end of the value in `bytes`, which follow those of earlier calls.
    mutating func end(in bytes: UnsafeRawBufferPointer) -> Int? {
        var index = 0
        while true {
            switch next(in: bytes, from: index) {
            case .stringStart(let next): index = next
            case .stringEnd(let quote):
                index = quote + 1
                if depth == 0 { return index }
            case .end(let end): return end
            case .exhausted: return nil
            }
        }
    }

    mutating func next(in bytes: UnsafeRawBufferPointer, from first: Int) -> Stop {
        var index = first
        while index < bytes.count {
            let byte = bytes[index]
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == .quote {
                    isInString = false
                    return .stringEnd(index)
                } else {
                    isEscaped = byte == .backslash
                }
                index += 1
                continue
            }
            switch byte {
            case .quote:
                hasBegun = true
                isInString = true
                return .stringStart(index + 1)
            case .openBrace, .openBracket:
                hasBegun = true
                depth += 1
            case .closeBrace, .closeBracket:
                if depth == 0 { return .end(index) }
                depth -= 1
                if depth == 0 { return .end(index + 1) }
            case .comma:
                if hasBegun, depth == 0 { return .end(index) }
            case .space, 0x09, 0x0a, 0x0d:
                if hasBegun, depth == 0, endsAtBlanks { return .end(index) }
            default:
                hasBegun = true
            }
            index += 1
        }
        return .exhausted
    }
}
