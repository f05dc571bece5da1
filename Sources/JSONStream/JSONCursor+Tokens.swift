// The tokens under the cursor's values.
extension JSONCursor {
    /// Moves to the next byte that is not white space, and returns it.
    @inlinable @inline(__always)
    mutating func nextByte(_ expected: JSONError.Expectation) throws(JSONError) -> UInt8 {
        position = ByteScan.nonSpace(from: position, to: end)
        guard position < end else { throw error(.truncated) }
        return position.pointee
    }

    @inlinable @inline(__always)
    mutating func open(_ bracket: UInt8, _ expected: JSONError.Expectation) throws(JSONError) {
        guard try nextByte(expected) == bracket else { throw mismatch(expected) }
        guard state.depth < limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
        position += 1
        state.depth += 1
        state.isAfterValue = false
    }

    /// Moves past a comma to the next member, or past the closing bracket.
    @inlinable @inline(__always)
    mutating func nextMember(closing bracket: UInt8) throws(JSONError) -> Bool {
        let byte = try nextByte(.commaOrEnd)
        if byte == bracket {
            position += 1
            state.depth -= 1
            state.isAfterValue = true
            return false
        }
        if state.isAfterValue {
            guard byte == .comma else { throw error(.unexpected(byte, expected: .commaOrEnd)) }
            position += 1
            state.isAfterValue = false
            let following = try nextByte(.value)
            guard following != bracket else { throw error(.unexpected(following, expected: .value)) }
        }
        return true
    }

    /// The string whose opening quote is under the cursor.
    @inlinable @inline(__always)
    mutating func quoted() throws(JSONError) -> JSONText {
        let first = position + 1
        var scan = first
        var hasEscapes = false
        while true {
            scan = ByteScan.quoteOrBackslash(from: scan, to: end)
            guard scan < end else { throw unterminated(from: first) }
            if scan.pointee == .quote { break }
            hasEscapes = true
            guard end - scan >= 2 else { throw unterminated(from: first) }
            scan += 2
        }
        let length = scan - first
        guard length <= limits.stringLength else { throw error(.valueTooLong(limit: limits.stringLength)) }
        position = scan + 1
        return JSONText(start: first, count: length, hasEscapes: hasEscapes)
    }

    /// The error for a string whose end is not in sight.
    @usableFromInline
    func unterminated(from first: UnsafePointer<UInt8>) -> JSONError {
        error(end - first > limits.stringLength ? .valueTooLong(limit: limits.stringLength) : .truncated)
    }

    @inlinable
    mutating func word(_ literal: StaticString) throws(JSONError) {
        let length = literal.utf8CodeUnitCount
        for index in 0..<length {
            guard position + index < end else { throw error(.truncated) }
            guard position[index] == literal.utf8Start[index] else {
                throw JSONError(.unexpected(position[index], expected: .value), at: offset + index)
            }
        }
        position += length
        state.isAfterValue = true
    }

    /// Consumes the object or array under the cursor by the balance of its brackets.
    mutating func skipNested() throws(JSONError) {
        var depth = state.depth
        let base = depth
        repeat {
            position = ByteScan.structure(from: position, to: end)
            guard position < end else { throw error(.truncated) }
            switch position.pointee {
            case .quote:
                _ = try quoted()
                continue
            case .openBrace, .openBracket:
                guard depth < limits.depth else { throw error(.tooDeep(limit: limits.depth)) }
                depth += 1
            case .closeBrace, .closeBracket:
                depth -= 1
            default:
                break
            }
            position += 1
        } while depth > base
    }

    /// The error for a value of another type than the caller wants.
    @usableFromInline
    mutating func mismatch(_ expected: JSONError.Expectation) -> JSONError {
        do {
            return error(.wrongType(try peek(), expected: expected))
        } catch {
            return error
        }
    }
}
