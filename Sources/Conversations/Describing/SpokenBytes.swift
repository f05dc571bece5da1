/// A text in UTF-8 without code and quoted lines: what a log says is not what its poster says.
struct SpokenBytes {
    private(set) var bytes: [UInt8] = []
    private(set) var hasCode = false

    init(_ text: String) {
        var text = text
        text.withUTF8 { copy($0) }
    }

    private mutating func copy(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.reserveCapacity(text.count)
        let tick = UInt8(ascii: "`")
        var isInBlock = false
        var isInCode = false
        var isAtLineStart = true
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == tick {
                hasCode = true
                let isFence = index + 2 < text.count && text[index + 1] == tick && text[index + 2] == tick
                if isFence { isInBlock.toggle() } else if !isInBlock { isInCode.toggle() }
                bytes.append(UInt8(ascii: " "))
                index += isFence ? 3 : 1
                isAtLineStart = false
                continue
            }
            if isAtLineStart, !isInBlock, byte == UInt8(ascii: ">") {
                while index < text.count, text[index] != UInt8(ascii: "\n") { index += 1 }
                continue
            }
            isAtLineStart = byte == UInt8(ascii: "\n")
            // Code within a line ends with it.
            if isAtLineStart { isInCode = false }
            if !isInBlock, !isInCode { bytes.append(byte) }
            index += 1
        }
    }
}
