/// Makes an input from a seed by a few random changes.
struct Mutator {
    private(set) var bytes: [UInt8]
    /// Before this index all is as in the seed.
    private(set) var firstTouched: Int
    private var random: RandomSource
    private let seeds: Seeds

    private enum Change: CaseIterable {
        case flipBit, replaceByte, deleteRange, duplicateRange, moveRange, splice, insertStructure, insertEscape
        case insertBytes, growNumber, growString, nest, truncate, swapTokens, replaceToken, deleteToken
        /// As zip files have them.
        case writeInteger
    }

    /// - Parameter most: how many changes at most are made.
    init(_ seed: Seeds.Seed, of seeds: Seeds, random: RandomSource, most: Int = 4) {
        bytes = seed.bytes
        firstTouched = seed.bytes.count
        self.random = random
        self.seeds = seeds
        // Most inputs have one flaw: what several do together is rarer in the world, and hides what each does.
        let count = self.random.below(2) == 0 ? 1 : 1 + self.random.below(most)
        for _ in 0..<count { change() }
    }

    private mutating func change() {
        let place = random.below(bytes.count + 1)
        switch random.element(of: Change.allCases) {
        case .flipBit: replace(one(at: place)) { old, random in old.map { $0 ^ 1 << UInt8(random.below(8)) } }
        case .replaceByte: replace(one(at: place)) { old, random in old.map { _ in UInt8(random.below(256)) } }
        case .deleteRange: replace(range(at: place)) { _, _ in [] }
        case .duplicateRange: replace(range(at: place)) { $0 + $0 }
        case .moveRange:
            let range = range(at: place)
            let moved = Array(bytes[range])
            replace(range) { _, _ in [] }
            insert(moved, at: random.below(bytes.count + 1))
        case .splice: splice(at: place)
        case .insertStructure: insert(random.element(of: Self.structure), at: place)
        case .insertEscape: insert(random.element(of: Self.escapes), at: insideString(at: place))
        case .insertBytes: insert(random.element(of: Self.rawBytes), at: place)
        case .growNumber: replace(token(from: place)) { _, random in Self.number(&random) }
        case .growString: growString(at: place)
        case .nest: nest(at: place)
        case .truncate: replace(place..<bytes.count) { _, _ in [] }
        case .swapTokens: swapTokens(token(from: place), token(from: random.below(bytes.count + 1)))
        case .replaceToken: replace(token(from: place)) { _, random in random.element(of: Self.values) }
        case .deleteToken: replace(token(from: place)) { _, _ in [] }
        case .writeInteger: writeInteger(at: place)
        }
    }
}

extension Mutator {
    private static let structure = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "},{", "]}", "\":", "//", "{\"id\":\"1\",\"type\":",
    ].map { Array($0.utf8) }
    private static let escapes = [
        "\\u0000", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\ud83d\\u0041", "\\uD8", "\\u", "\\u0022",
        "\\x1b", "\\x00", "\\xg", "\\q", "\\", "\\\"", "\\\\", "\\/",
    ].map { Array($0.utf8) }
    private static let rawBytes: [[UInt8]] = [
        [0], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xe2, 0x82], [0xf4, 0x90, 0x80, 0x80], [0xef, 0xbb, 0xbf],
        [0x0d, 0x0a], [0x1b, 0x5b], [0x80], Array(repeating: 0x20, count: 70), Array(repeating: 0x0a, count: 5000),
    ]
    private static let values = [
        "null", "true", "false", "{}", "[]", "\"\"", "0", "-1", "1e999", "[null]", "{\"id\":null}", "NaN",
        "\"0001-01-01T00:00:00\"", "\"2025-02-30T00:00:00Z\"", "\"id\"", "\"author\"", "\"messages\"", "\"content\"",
    ].map { Array($0.utf8) }

    private static let edges: [UInt64] = [
        0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0xffff_ffff, .max, 1 << 63, .max >> 1, 1 << 62,
    ]

    private static func number(_ random: inout RandomSource) -> [UInt8] {
        switch random.below(5) {
        case 0: Array(repeating: UInt8(ascii: "9"), count: 1 + random.below(400))
        case 1: Array("-9223372036854775808".utf8)
        case 2: Array("18446744073709551616".utf8)
        case 3: Array("1e\(random.below(1000))".utf8)
        default: Array("0.\(random.next())".utf8)
        }
    }

    private mutating func replace(_ range: Range<Int>, by change: ([UInt8], inout RandomSource) -> [UInt8]) {
        firstTouched = min(firstTouched, range.lowerBound)
        bytes.replaceSubrange(range, with: change(Array(bytes[range]), &random))
    }

    private mutating func replace(_ range: Range<Int>, by change: ([UInt8]) -> [UInt8]) {
        replace(range) { old, _ in change(old) }
    }

    private mutating func insert(_ new: [UInt8], at place: Int) {
        replace(place..<place) { _, _ in new }
    }

    private func one(at place: Int) -> Range<Int> {
        place..<min(place + 1, bytes.count)
    }

    private mutating func range(at place: Int) -> Range<Int> {
        place..<min(bytes.count, place + 1 + random.below(random.below(4) == 0 ? 3000 : 40))
    }

    /// Puts a piece of another seed in place of what is there, or before it.
    private mutating func splice(at place: Int) {
        let other = random.element(of: seeds.seeds).bytes
        let start = random.below(other.count + 1)
        let piece = Array(other[start..<min(other.count, start + random.below(2000))])
        let removed = random.below(2) == 0 ? 0 : piece.count
        replace(place..<min(bytes.count, place + removed)) { _, _ in piece }
    }

    private mutating func growString(at place: Int) {
        let count = random.below(3) == 0 ? 7000 + random.below(20_000) : random.below(700)
        let unit: [UInt8] = random.element(of: [
            [0x61], [0xc3, 0xa9], [0xf0, 0x9f, 0x98, 0x80], [0xff], [0x5c, 0x6e],
        ])
        insert(Array(repeatElement(unit, count: count / unit.count).joined()), at: insideString(at: place))
    }

    private mutating func nest(at place: Int) {
        let open = random.element(of: [UInt8(ascii: "["), UInt8(ascii: "{")])
        let depth = random.element(of: [3, 100, 127, 128, 129, 3000])
        let isClosed = random.below(2) == 0
        replace(token(from: place)) { old, _ in
            Array(repeating: open, count: depth) + old + (isClosed ? Array(repeating: open + 2, count: depth) : [])
        }
    }

    private mutating func swapTokens(_ one: Range<Int>, _ other: Range<Int>) {
        let first = one.lowerBound <= other.lowerBound ? one : other
        let second = one.lowerBound <= other.lowerBound ? other : one
        guard first.upperBound <= second.lowerBound else { return }
        let left = Array(bytes[first])
        let right = Array(bytes[second])
        replace(second) { _, _ in left }
        replace(first) { _, _ in right }
    }

    /// Overwrites up to eight bytes by a little-endian number at an edge, as in a zip file's fields.
    private mutating func writeInteger(at place: Int) {
        let number = random.element(of: Self.edges)
        let width = random.element(of: [1, 2, 4, 8])
        replace(place..<min(bytes.count, place + width)) { old in
            old.indices.map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
        }
    }

    /// Behind the next quote.
    private func insideString(at place: Int) -> Int {
        bytes[place...].firstIndex(of: UInt8(ascii: "\"")).map { $0 + 1 } ?? place
    }

    /// The string, word, number or mark that begins next.
    private func token(from place: Int) -> Range<Int> {
        guard let start = bytes[place...].firstIndex(where: { $0 > 0x20 }) else { return place..<place }
        if bytes[start] == UInt8(ascii: "\"") {
            let end = bytes[(start + 1)...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.count - 1
            return start..<end + 1
        }
        let end = bytes[start...].firstIndex { !Self.isWord($0) } ?? bytes.count
        return start..<max(end, start + 1)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2b, 0x2d, 0x2e: true
        default: false
        }
    }
}
