/// A text without its characters of no width, which would otherwise hide a secret from every rule, and the way back.
///
/// Left out are U+00AD, U+200B to U+200F, U+2060 to U+2064 and U+FEFF. Most texts have none; those with an emoji that
/// is joined together have one.
struct VisibleText {
    private(set) var bytes: [UInt8] = []
    /// Where something was left out: the place in `bytes`, and the bytes left out up to there.
    private var gaps: [(place: Int, missing: Int)] = []

    /// Nil where every character of the text has a width.
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        var index = 0
        var start = 0
        while index < text.count {
            let byte = text[index]
            guard byte >= 0xc2 else {
                index += 1
                continue
            }
            let length = Self.hiddenLength(text, at: index)
            if length > 0 {
                bytes += text[start..<index]
                start = index + length
                gaps.append((bytes.count, start - bytes.count))
            }
            index += max(1, length)
        }
        guard !gaps.isEmpty else { return nil }
        bytes += text[start...]
    }

    /// The range in the text itself; what is hidden at its ends stays outside.
    func original(_ range: Range<Int>) -> Range<Int> {
        let lower = range.lowerBound + missing(upTo: range.lowerBound)
        return lower..<range.upperBound - 1 + missing(upTo: range.upperBound - 1) + 1
    }

    private func missing(upTo place: Int) -> Int {
        // The first gap behind the place, by bisection.
        var (low, high) = (0, gaps.count)
        while low < high {
            let middle = (low + high) / 2
            if gaps[middle].place <= place { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? 0 : gaps[low - 1].missing
    }

    private static func hiddenLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        switch text[index] {
        case 0xc2:
            return index + 1 < text.count && text[index + 1] == 0xad ? 2 : 0
        case 0xe2:
            guard index + 2 < text.count else { return 0 }
            switch (text[index + 1], text[index + 2]) {
            case (0x80, 0x8b...0x8f), (0x81, 0xa0...0xa4): return 3
            default: return 0
            }
        case 0xef:
            return index + 2 < text.count && text[index + 1] == 0xbb && text[index + 2] == 0xbf ? 3 : 0
        default:
            return 0
        }
    }
}
