import Arguments
import Conversations

/// Learns the passes of one kind.
///
///     sieve          from candidates drawn at random
///     pairs          from the candidates that the sieve leaves
///     conversations  from the best candidates, in windows whose links are those of a first pass that did not learn from
///                    the log at hand (out of fold), so that they are as wrong as they will be
struct Training {
    let kind: Kind
    let rarity: RarityTable
    let seed: UInt64
    var trees = 300
    var laterTrees = 200

    private static let folds = 3
    /// Of each fold's first pass, which only makes histories.
    private static let foldTrees = 150
    private static let sieveTrees = 60
    /// Ensembles that a pass is the mean of: three gain 0.2 points of link F1, and cost time beside which an encoder costs
    /// more anyway.
    private var rounds: Int { kind == .encoded ? 3 : 1 }
    private static let began = ContinuousClock.now

    enum Kind: String {
        /// Without vectors.
        case plain
        case encoded
    }

    enum Choice: String, ArgumentValue, CaseIterable {
        case plain
        case encoded
        case both

        var kinds: [Kind] {
            switch self {
            case .plain: [.plain]
            case .encoded: [.encoded]
            case .both: [.plain, .encoded]
            }
        }
    }

    /// A log as one domain shows it.
    struct Lesson {
        var log: GoldLog
        /// Which log it was made of.
        var source: Int
        var seed: UInt64
    }

    func run(_ lessons: [Lesson]) -> ThreadModel.Passes {
        var passes = ThreadModel.Passes()
        passes.sieve = booster(trees: Self.sieveTrees, stream: 1).train(sieveExamples(lessons))
        let examples = pairExamples(lessons, passes.sieve)
        say("\(examples.reduce(0) { $0 + $1.messages }) messages, \(examples.reduce(0) { $0 + $1.rows }) rows")
        passes.pairs = train(joined(examples), trees: trees, stream: 2, "pairs", rounds: rounds)
        var later = ExampleSet(width: ConversationFeature.columns)
        for fold in 0..<Self.folds {
            let without = lessons.indices.filter { lessons[$0].source % Self.folds != fold }
            var held = passes
            held.pairs = train(
                joined(without.map { examples[$0] }), trees: min(Self.foldTrees, trees), stream: 3 + UInt64(fold),
                "fold")
            let within = lessons.filter { $0.source % Self.folds == fold }
            for set in conversationExamples(within, held) { later.append(set) }
        }
        passes.conversations = train(later, trees: laterTrees, stream: 10, "conversations", rounds: rounds)
        return passes
    }

    private func booster(trees: Int, stream: UInt64) -> Booster {
        var booster = Booster()
        booster.trees = trees
        booster.seed = seed &* 1000 &+ stream
        return booster
    }

    private func train(
        _ set: ExampleSet, trees: Int, stream: UInt64, _ name: String, rounds: Int = 1
    ) -> TreeEnsemble {
        var mean = TreeEnsemble()
        for round in 0..<rounds {
            let grown = booster(trees: trees, stream: stream + 100 * UInt64(round)).train(set) { tree, loss in
                if tree % 100 == 0 || tree == trees - 1 { say("\(name): tree \(tree), loss \(loss)") }
            }
            mean.append(grown, share: 1 / Float(rounds))
        }
        return mean
    }

    private func say(_ line: String) {
        let seconds = (ContinuousClock.now - Self.began).components.seconds
        StandardError.print("\(seconds) s, seed \(seed), \(kind.rawValue): \(line)")
    }

    private func joined(_ sets: [ExampleSet]) -> ExampleSet {
        var all = ExampleSet(width: PairFeature.columns)
        for set in sets { all.append(set) }
        return all
    }

    private func sieveExamples(_ lessons: [Lesson]) -> ExampleSet {
        joined(
            Parallel.map(lessons.filter { $0.seed % 3 == 0 }) { lesson in
                var set = ExampleSet(width: PairFeature.columns)
                Rehearsal(rarity: rarity)
                    .sieveExamples(lesson.log, others: 14, seed: lesson.seed, into: &set)
                return set
            })
    }

    private func pairExamples(_ lessons: [Lesson], _ sieve: TreeEnsemble) -> [ExampleSet] {
        Parallel.map(lessons) { lesson in
            var set = ExampleSet(width: PairFeature.columns)
            Rehearsal(rarity: rarity).pairExamples(lesson.log, sieve, into: &set)
            return set
        }
    }

    private func conversationExamples(_ lessons: [Lesson], _ passes: ThreadModel.Passes) -> [ExampleSet] {
        Parallel.map(lessons) { lesson in
            var set = ExampleSet(width: ConversationFeature.columns)
            Rehearsal(rarity: rarity).conversationExamples(lesson.log, passes, into: &set)
            return set
        }
    }
}
