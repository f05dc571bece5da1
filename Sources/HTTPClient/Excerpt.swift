/// The beginning of what a server said, without anything that was sent to it: servers like to quote the request.
struct Excerpt {
    let text: String

    /// - Parameter sent: runs of eight bytes and more that stand in one of these are left out.
    init(of said: [UInt8], without sent: [[UInt8]]) {
        let said = said.prefix(Self.length)
        var isQuoted = [Bool](repeating: false, count: said.count)
        var places: [UInt64: [Int]] = [:]
        Self.forEachWindow(of: said) { index, window in places[window, default: []].append(index) }
        for text in sent {
            Self.forEachWindow(of: text[...]) { _, window in
                for index in places[window] ?? [] {
                    for offset in 0..<Self.windowLength { isQuoted[index + offset] = true }
                }
            }
        }
        var kept: [UInt8] = []
        for (index, byte) in said.enumerated() {
            if !isQuoted[index] {
                kept.append(byte)
            } else if index == 0 || !isQuoted[index - 1] {
                kept += Array("…".utf8)
            }
        }
        text = String(decoding: kept, as: UTF8.self).split(whereSeparator: { $0.isWhitespace || $0.isControl })
            .joined(separator: " ")
    }

    private static var length: Int { 300 }
    private static var windowLength: Int { 8 }

    /// Calls `body` with every eight bytes in a row, as one number.
    private static func forEachWindow(of bytes: ArraySlice<UInt8>, _ body: (Int, UInt64) -> Void) {
        var window: UInt64 = 0
        for (index, byte) in bytes.enumerated() {
            window = window << 8 | UInt64(byte)
            if index >= windowLength - 1 { body(index - windowLength + 1, window) }
        }
    }
}

extension Character {
    fileprivate var isControl: Bool {
        unicodeScalars.contains {
            $0.properties.generalCategory == .control || $0.properties.generalCategory == .format
        }
    }
}
