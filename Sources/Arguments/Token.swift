/// What one argument looks like before any table is consulted.
enum Token: Equatable {
    /// `--`, after which nothing is an option.
    case terminator

    /// `--name` or `--name=value`.
    case long(name: String, value: String?)

    /// `-abc`: the letters after the dash.
    case short(String)

    /// A value or a positional: plain text, `-` for standard input, or a negative number.
    case word

    init(_ argument: String) {
        // Bytes, not characters: a value that begins with a combining mark would otherwise swallow its '='.
        let bytes = argument.utf8
        if argument == "--" {
            self = .terminator
        } else if bytes.starts(with: "--".utf8) {
            let equals = bytes.firstIndex(of: UInt8(ascii: "="))
            let name = argument[bytes.index(bytes.startIndex, offsetBy: 2)..<(equals ?? argument.endIndex)]
            self = .long(name: String(name), value: equals.map { String(argument[bytes.index(after: $0)...]) })
        } else if bytes.first == UInt8(ascii: "-"), bytes.count > 1, !Self.isNegativeNumber(argument) {
            self = .short(String(argument[bytes.index(after: bytes.startIndex)...]))
        } else {
            self = .word
        }
    }

    /// Whether a dash is a sign; no short option is a digit, so nothing is ambiguous.
    private static func isNegativeNumber(_ argument: String) -> Bool {
        var rest = argument.utf8.dropFirst()
        if rest.first == UInt8(ascii: ".") { rest.removeFirst() }
        return rest.first.map { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 } ?? false
    }
}
