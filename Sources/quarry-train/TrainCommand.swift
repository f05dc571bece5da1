import Arguments
import Conversations
import Store

/// `quarry-train`: learns who answers whom from annotated logs.
struct TrainCommand: Command {
    static let name = "quarry-train"
    static let summary = "Learns who answers whom from annotated IRC logs, and says how well."
    static let discussion = """
        The data is the evaluation kit's: disentangle/dev to judge by, and disentangle/train.tar.xz, unpacked, to learn from. \
        The same seed and data give the same weights on one type of processor.
        """
    static let examples = [
        Example(command: "quarry-train --output threader.weights", says: "the weights that the program carries"),
        Example(command: "quarry-train --seeds 5", says: "means over five seeds"),
        Example(command: "quarry-train --every 3 --trees 100", says: "a rough look in a minute"),
    ]
    static let parameters: [Parameter<Self>] = [
        .option("data", \.data, value: "DIR", "The folder of the evaluation kit.", environment: "QUARRY_EVAL"),
        .option("train", \.train, value: "DIR", "The logs to learn from."),
        .option("encoder", \.encoder, value: "DIR", "The model that gives vectors."),
        .option("vectors", \.vectors, value: "FILE", "Where vectors are kept for the next time."),
        .option("kind", \.kind, value: "KIND", "plain (without vectors), encoded (with them) or both."),
        .option("seed", \.seed, value: "N", "Where the randomness begins."),
        .option("seeds", \.seeds, value: "N", "Learn so many times, each from the next seed."),
        .option("trees", \.trees, value: "N", "Trees of the first pass."),
        .option("later-trees", \.laterTrees, value: "N", "Trees of the second pass."),
        .option("every", \.every, value: "N", "Learn from one log in so many."),
        .option("output", \.output, value: "FILE", "Where the weights go, those of the first seed."),
        .option("weights", \.weights, value: "FILE", "Weights to judge; nothing is learned."),
    ]

    var data = ""
    var train = ".build/disentangle/train"
    var encoder = "models/all-MiniLM-L6-v2"
    var vectors = ".build/disentangle/vectors.db"
    var kind = Training.Choice.both
    var seed: UInt64 = 1
    var seeds: UInt64 = 1
    var trees = 300
    var laterTrees = 200
    var every = 1
    var output: String?
    var weights: String?

    func run() async throws {
        guard !data.isEmpty else { throw TrainingFailure.noData }
        var judged = try GoldLog.folder(data + "/disentangle/dev")
        var logs = weights == nil ? try GoldLog.folder(train) : []
        logs = stride(from: 0, to: logs.count, by: max(every, 1)).map { logs[$0] }
        if kind != .plain {
            let shelf = try VectorShelf(model: encoder, path: vectors)
            try await shelf.fill(&judged)
            try await shelf.fill(&logs)
        }
        let models = try weights.map { [try ThreadModel(file: Array(MappedFile(path: $0).bytes))] } ?? learn(logs)
        if let output, let first = models.first { try AtomicFile.replace(output, with: first.file) }
        var report = Report()
        for domain in Domain.trials { report.add(domain, judged, kind.kinds.map { ($0.rawValue, models) }) }
        print(report.text)
    }

    private func learn(_ logs: [GoldLog]) -> [ThreadModel] {
        let rarity = RarityTable(counting: logs)
        return (0..<seeds).map { number in
            let lessons = lessons(logs, seed: seed + number)
            var model = ThreadModel(rarity: rarity, plain: .init(), encoded: .init())
            for kind in kind.kinds {
                var training = Training(kind: kind, rarity: rarity, seed: seed + number)
                training.trees = trees
                training.laterTrees = laterTrees
                switch kind {
                case .plain:
                    model.plain = training.run(
                        lessons.map { lesson in
                            var lesson = lesson
                            lesson.log = lesson.log.withoutVectors
                            return lesson
                        })
                case .encoded: model.encoded = training.run(lessons)
                }
            }
            return model
        }
    }

    private func lessons(_ logs: [GoldLog], seed: UInt64) -> [Training.Lesson] {
        Domain.lessons.enumerated().flatMap { number, domain in
            stride(from: 0, to: logs.count, by: domain.every).map { source in
                let seed = seed &* 7919 &+ UInt64(number * 1000 + source)
                return Training.Lesson(log: domain.applied(to: logs[source], seed: seed), source: source, seed: seed)
            }
        }
    }
}
