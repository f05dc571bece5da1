import Arguments

/// `quarry-fuzz`: damaged exports without end, to see what the readers make of them.
struct FuzzCommand: Command {
    static let name = "quarry-fuzz"
    static let summary = "Damages exports at random and checks what the readers make of them."
    static let discussion = """
        A worker process reads one input after the other; a watcher restarts it behind a crash, or behind an input that \
        takes over ten seconds. Checked are that reading ends, that texts lie in their batch and are valid UTF-8 without \
        NUL, that problems lie in the file, that messages before the damage are kept, and that a smaller window gives the \
        same messages and problems, and that redacting the input as a text changes nothing twice and leaves no secret.

        An input follows from the seed, its number and the corpus: --seed 1 --replay 123 makes it again.
        """
    static let examples = [
        Example(command: "quarry-fuzz --minutes 30", says: "with the corpora of this repository"),
        Example(command: "quarry-fuzz --seed 1 --replay 123", says: "one input again, in this process"),
    ]
    static let parameters: [Parameter<Self>] = [
        .option("minutes", \.minutes, value: "N", "How long to go on."),
        .option("seed", \.seed, value: "N", "Where the randomness begins."),
        .option("from", \.from, value: "N", "The number of the first input."),
        .options(
            "corpus", \.corpus, value: "DIR", "A folder of files to begin from; may be repeated.",
            default: "Tests/Malformed and corpora/sample"),
        .option("finds", \.finds, value: "DIR", "Where to save inputs that break a promise."),
        .option("replay", \.replay, value: "N", "Try only this input, and save it."),
        .option(
            "worker", \.worker, value: "FILE", "Try inputs without a watcher, and note the number of each in FILE."),
    ]

    var minutes = 30
    var seed: UInt64 = 1
    var from: UInt64 = 0
    var corpus: [String] = []
    var finds = "output/finds"
    var replay: UInt64?
    var worker: String?

    var folders: [String] {
        corpus.isEmpty ? ["Tests/Malformed", "corpora/sample"] : corpus
    }
}
