/// Tells what becomes of each scalar, put together from `UnicodeData` once for a tokeniser's options.
///
/// Pages of 256 rules; those that hold one rule only, as most do, are shared.
struct CharacterTable: Sendable {
    private var pages = [UInt16](repeating: 0, count: 0x110000 >> 8)
    private var rules = [CharacterRule](repeating: CharacterRule(.letter), count: 256)
    private var sequences: [UInt32] = []
    /// The pages that several places share.
    private var shared: Set<UInt16> = [0]

    /// The order matters: a later step sees what earlier ones made of the scalars it leads to, or overrules them.
    init(_ options: TokeniserOptions) {
        fill(UnicodeData.punctuation, .alone)
        if options.handlesChinese { fill(UnicodeData.ideographs, .alone) }
        if options.lowercases { lowercase() }
        if options.stripsAccents ?? options.lowercases { strip() }
        fill(UnicodeData.removed, .removed)
        fill(UnicodeData.spaces, .space)
    }

    @inline(__always)
    subscript(scalar: UInt32) -> CharacterRule {
        rules[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xff)]
    }

    /// The kinds of ASCII characters by their bytes, and `.several` for what only more bytes tell.
    var kindsOfBytes: [CharacterRule.Kind] {
        (0..<256).map { byte in byte < 0x80 ? self[byte].kind : .several }
    }

    /// The scalars that one becomes whose rule is `.several`, then zeros.
    func sequence(_ rule: CharacterRule) -> ArraySlice<UInt32> {
        sequences[Int(rule.value)..<Int(rule.value) + 3]
    }

    private mutating func lowercase() {
        let rows = UnicodeData.lowercase
        for row in stride(from: 0, to: rows.count, by: 4) {
            for scalar in stride(from: rows[row], through: rows[row + 1], by: Int(rows[row + 2])) {
                set(scalar, CharacterRule(.letter, value: scalar &+ rows[row + 3]))
            }
        }
        setSeveral(UnicodeData.lowercaseToSeveral)
    }

    private mutating func strip() {
        let rows = UnicodeData.stripped
        for row in stride(from: 0, to: rows.count, by: 2) {
            let target = self[rows[row + 1]]
            set(rows[row], CharacterRule(target.kind, value: target.value == 0 ? rows[row + 1] : target.value))
        }
        setSeveral(UnicodeData.strippedToSeveral)
        fill(UnicodeData.marks, .removed)
        fill([0xac00, 0xd7a3], .hangul)
    }

    private mutating func setSeveral(_ rows: [UInt32]) {
        for row in stride(from: 0, to: rows.count, by: 4) {
            set(rows[row], CharacterRule(.several, value: UInt32(sequences.count)))
            sequences += rows[row + 1...row + 3]
        }
    }

    private mutating func fill(_ runs: [UInt32], _ kind: CharacterRule.Kind) {
        let rule = CharacterRule(kind)
        let full = UInt16(rules.count >> 8)
        rules += repeatElement(rule, count: 256)
        shared.insert(full)
        for run in stride(from: 0, to: runs.count, by: 2) {
            var scalar = runs[run]
            while scalar <= runs[run + 1] {
                if scalar & 0xff == 0, scalar + 0xff <= runs[run + 1] {
                    pages[Int(scalar >> 8)] = full
                    scalar += 256
                } else {
                    set(scalar, rule)
                    scalar += 1
                }
            }
        }
    }

    private mutating func set(_ scalar: UInt32, _ rule: CharacterRule) {
        let page = pages[Int(scalar >> 8)]
        if shared.contains(page) {
            let old = Int(page) << 8
            pages[Int(scalar >> 8)] = UInt16(rules.count >> 8)
            rules += Array(rules[old..<old + 256])
        }
        rules[Int(pages[Int(scalar >> 8)]) << 8 | Int(scalar & 0xff)] = rule
    }
}
