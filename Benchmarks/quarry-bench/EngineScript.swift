import VectorEngine

/// What `engine-write` does to a collection, step by step: each is a function of a seed and its number, so that a test can tell
/// what the collection must be after any of them.
struct EngineScript {
    let seed: UInt64

    enum Step {
        case upsert([Record])
        case delete([RecordKey])
        /// All records of a group.
        case deleteGroup(Int64)
        case flush
        case compact
    }

    static let keys = 500
    static let groups = 7
    static let schema = CollectionSchema(
        "passages", dense: [DenseField("vector", dimension: 8, metric: .innerProduct)],
        sparse: [SparseField("words", .text(field: "text"))],
        scalars: [ScalarField("text", .string), ScalarField("group", .int64), ScalarField("step", .int64)])
    /// So small that all of them are reached often.
    static let limits = WriteLimits(recordsInMemory: 120, logBytes: 1 << 15, recordsOfFile: 200)

    /// What happens as a step of some number.
    func step(_ number: Int) -> Step {
        var random = SplitMix(seed: seed &* 1_000_003 &+ UInt64(number))
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<60: return .upsert(records(Int.random(in: 1...30, using: &random), step: number, &random))
        case 60..<63: return .upsert(records(Int.random(in: 250...400, using: &random), step: number, &random))
        case 63..<80:
            return .delete(
                (0..<Int.random(in: 1...20, using: &random)).map { _ in Self.key(&random) })
        case 80..<84: return .deleteGroup(Int64.random(in: 0..<Int64(Self.groups), using: &random))
        case 84..<94: return .flush
        default: return .compact
        }
    }

    private static func key(_ random: inout SplitMix) -> RecordKey {
        .int(Int64.random(in: 0..<Int64(keys), using: &random))
    }

    private func records(_ count: Int, step: Int, _ random: inout SplitMix) -> [Record] {
        (0..<count).map { _ in
            let words = (0..<6).map { _ in "w\(Int.random(in: 0..<90, using: &random))x" }
            let vector = (0..<8).map { _ in Float.random(in: -1...1, using: &random) }
            let group = Int64.random(in: 0..<Int64(Self.groups), using: &random)
            return Record(
                Self.key(&random), vectors: ["vector": vector],
                fields: [
                    "text": .string(words.joined(separator: " ")), "group": .int(group), "step": .int(Int64(step)),
                ])
        }
    }
}
