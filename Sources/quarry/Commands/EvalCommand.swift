public import Arguments
import Embedding
import JSONStream
public import Search
import VectorEngine

/// `quarry eval`: how good a part of the pipeline is on data with known answers.
struct EvalCommand: RunnableCommand {
    static let name = "eval"
    static let summary = "Measures a part of the pipeline on data with known answers."
    static let discussion = """
        retrieval: DIR has corpus.jsonl and queries.jsonl, a line an object with "id" and "text", perhaps "title", and qrels.tsv \
        if the right answers are known (query, document and 1, set apart by tabs). Each query is searched among the documents.
        """
    static let examples = [
        Example(command: "quarry eval retrieval eval/retrieval/irc-threads", says: "nDCG, recall and time a query"),
        Example(
            command: "quarry eval retrieval DIR --mode dense --run dense.run", says: "a run file for other programs"),
        Example(
            command: "quarry eval retrieval DIR --rerank late --explain", says: "why each document stands where it does"
        ),
    ]
    static let parameters: [Parameter<Self>] = [
        .positional("KIND", \.kind, "What is measured: retrieval."),
        .positional("DIR", \.data, "The folder with the data."),
        .option("mode", \.mode, value: "MODE", "By what is searched: dense, sparse or hybrid."),
        .option(
            "rerank", \.rerank, value: "WHO",
            "What reads the best again: none, late (interaction of tokens), the folder of a cross-encoder, or a server's address."
        ),
        .option("rerank-model", \.rerankModel, value: "NAME", "What a server calls the reranker."),
        .option("limit", \.limit, value: "N", "Documents a query."),
        .option("run", \.run, value: "FILE", "Writes query, document, rank and score, a line each."),
        .flag("explain", \.explains, "Prints a JSON object a hit: what each list said, and what each word gave."),
        .option(
            "encoder", \.encoder, value: "DIR|URL", "The folder of a model, or the address of a server's API.",
            environment: "QUARRY_ENCODER", default: "models/all-MiniLM-L6-v2"),
        .option(
            "encoder-model", \.encoderModel, value: "NAME", "What a server calls the model.",
            environment: "QUARRY_ENCODER_MODEL"),
        .option(
            "engine", \.engine, value: "DIR",
            "Where the collection is kept, and found again by the next run.", default: "nowhere"),
        .flag("json", \.isJSON, "Prints the figures as JSON."),
        .flag("quiet", short: "q", \.isQuiet, "No progress."),
    ]

    var kind = Kind.retrieval
    var data = ""
    var mode = SearchMode.hybrid
    var rerank = "none"
    var rerankModel: String?
    var limit = 100
    var run: String?
    var explains = false
    var encoder: String?
    var encoderModel: String?
    var engine: String?
    var isJSON = false
    var isQuiet = false

    /// What can be measured.
    enum Kind: String, ArgumentValue, CaseIterable {
        case retrieval
    }

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        let set = try RetrievalSet(folder: data)
        let choice = RerankerChoice(place: rerank, model: rerankModel)
        let needsEncoder = mode != .sparse || choice.needsEncoder
        let encoder = try needsEncoder ? EncoderChoice(place: encoder, model: encoderModel).open(surroundings) : nil
        let reranker = try choice.open(encoder, surroundings)
        let progress = EmbedProgress(surroundings.console, isQuiet: isQuiet)
        defer { progress.finish() }
        let corpus = RetrievalCorpus(set: set, folder: engine)
        try await corpus.withCollection(encoder: mode == .sparse ? nil : encoder, progress: progress) { collection in
            let search = PassageSearch(collection, encoder: encoder, reranker: reranker)
            try await report(on: search, set, surroundings.console)
        }
        return .success
    }

    private func report(on search: PassageSearch, _ set: RetrievalSet, _ console: Console) async throws {
        var settings = SearchSettings()
        settings.mode = mode
        settings.limit = limit
        let trial = RetrievalTrial(set: set, search: search, settings: settings)
        let outcome = try await trial.run()
        if let run { try outcome.writeRun(to: run) }
        if explains { try await trial.explain(outcome, on: console) }
        let figures = RetrievalFigures(outcome, set)
        try console.print(isJSON ? figures.json : figures.text)
    }
}

extension SearchMode: ArgumentValue {}
