// Numbers and strings as in C, as Milvus has them.
extension FilterLexer {
    mutating func number() throws(FilterFault) -> FilterToken.Kind {
        let start = position
        if peek() == UInt8(ascii: "0"), let marker = peek(1) {
            switch marker | 0x20 {
            case UInt8(ascii: "x"): return try prefixed(radix: 16)
            case UInt8(ascii: "b"): return try prefixed(radix: 2)
            default: break
            }
        }
        var isWhole = true
        while isDigit(peek()) { advance() }
        if peek() == UInt8(ascii: ".") {
            isWhole = false
            advance()
            while isDigit(peek()) { advance() }
        }
        if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
            let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 2 : 1
            guard isDigit(peek(sign)) else {
                throw FilterFault(.unexpected(found: "an exponent without digits", expected: "digits"), at: position)
            }
            isWhole = false
            advance(by: sign)
            while isDigit(peek()) { advance() }
        }
        try endNumber()
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard isWhole else {
            guard let value = Double(text), value.isFinite else { throw FilterFault(.numberNotFinite, at: start) }
            return .double(value)
        }
        // A leading zero means octal digits.
        let isOctal = text.count > 1 && text.hasPrefix("0")
        if isOctal, let wrong = text.utf8.firstIndex(where: { $0 > UInt8(ascii: "7") }) {
            let place = start + text.utf8.distance(from: text.startIndex, to: wrong)
            throw FilterFault(
                .unexpected(found: "'\(text[wrong])'", expected: "an octal digit after a leading 0"), at: place)
        }
        return try integer(text, radix: isOctal ? 8 : 10, at: start)
    }

    private mutating func prefixed(radix: Int) throws(FilterFault) -> FilterToken.Kind {
        let start = position
        advance(by: 2)
        let digits = position
        while let byte = peek(), Character(Unicode.Scalar(byte)).hexDigitValue.map({ $0 < radix }) ?? false {
            advance()
        }
        guard position > digits else {
            throw FilterFault(
                .unexpected(found: "a number without digits", expected: "digits of base \(radix)"), at: position)
        }
        try endNumber()
        return try integer(String(decoding: bytes[digits..<position], as: UTF8.self), radix: radix, at: start)
    }

    private func integer(_ text: String, radix: Int, at start: Int) throws(FilterFault) -> FilterToken.Kind {
        guard let value = UInt64(text, radix: radix), value <= UInt64(Int64.max) + 1 else {
            throw FilterFault(.integerTooLarge, at: start)
        }
        return .integer(value)
    }

    /// `12abc` is no number and a name.
    private func endNumber() throws(FilterFault) {
        guard let byte = peek() else { return }
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), 0x80...:
            throw FilterFault(.unexpected(found: "a letter in a number", expected: "the number's end"), at: position)
        default: return
        }
    }

    /// The string whose quote is next. `\%` and `\_` keep their backslash, for `like`.
    mutating func quoted(escapes: Bool) throws(FilterFault) -> String {
        let start = position
        let quote = bytes[position]
        advance()
        var text: [UInt8] = []
        while let byte = peek(), byte != quote {
            guard byte != 0x0a, byte != 0x0d else { break }
            if byte != UInt8(ascii: "\\") {
                text.append(byte)
                advance()
            } else if escapes {
                try escape(into: &text)
            } else {
                text.append(byte)
                advance()
                if let next = peek(), next != 0x0a, next != 0x0d {
                    text.append(next)
                    advance()
                }
            }
        }
        guard peek() == quote else {
            throw FilterFault(.unexpected(found: "a string without end", expected: "a closing quote"), at: start)
        }
        advance()
        guard let string = String(validating: text, as: UTF8.self) else { throw FilterFault(.invalidText, at: start) }
        return string
    }

    private mutating func escape(into text: inout [UInt8]) throws(FilterFault) {
        let start = position
        guard let byte = peek(1) else { throw FilterFault(.invalidEscape, at: start) }
        advance(by: 2)
        switch byte {
        case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "?"), UInt8(ascii: "\\"): text.append(byte)
        case UInt8(ascii: "%"), UInt8(ascii: "_"): text += [UInt8(ascii: "\\"), byte]
        case UInt8(ascii: "a"): text.append(0x07)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0c)
        case UInt8(ascii: "n"): text.append(0x0a)
        case UInt8(ascii: "r"): text.append(0x0d)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "v"): text.append(0x0b)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            advance(by: -1)
            text.append(try code(radix: 8, digits: 1...3, limit: 255, at: start) { UInt8(truncatingIfNeeded: $0) })
        case UInt8(ascii: "x"):
            text.append(try code(radix: 16, digits: 1...2, limit: 255, at: start) { UInt8(truncatingIfNeeded: $0) })
        case UInt8(ascii: "u"):
            text += try code(radix: 16, digits: 4...4, limit: .max, at: start) { Unicode.Scalar($0).map(Self.utf8) }
        case UInt8(ascii: "U"):
            text += try code(radix: 16, digits: 8...8, limit: .max, at: start) { Unicode.Scalar($0).map(Self.utf8) }
        default: throw FilterFault(.invalidEscape, at: start)
        }
    }

    private mutating func code<Result>(
        radix: Int, digits: ClosedRange<Int>, limit: UInt32, at start: Int, _ make: (UInt32) -> Result?
    ) throws(FilterFault) -> Result {
        var value: UInt32 = 0
        var count = 0
        while count < digits.upperBound, let byte = peek(),
            let digit = Character(Unicode.Scalar(byte)).hexDigitValue, digit < radix
        {
            value = value << (radix == 8 ? 3 : 4) | UInt32(digit)
            count += 1
            advance()
        }
        guard count >= digits.lowerBound, value <= limit, let result = make(value) else {
            throw FilterFault(.invalidEscape, at: start)
        }
        return result
    }

    private static func utf8(_ scalar: Unicode.Scalar) -> [UInt8] {
        Array(String(scalar).utf8)
    }
}
