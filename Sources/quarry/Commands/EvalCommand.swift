public import Arguments
import Conversations
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

        conversations: DIR has IRC logs, NAME.ascii.txt, a line "[03:41] <nick> text", "[03:41]  * nick does something" or, \
        of any other form, a notice. A message a line of --predictions FILE: the log's name, the number of its line from 0, \
        the number of the line that its conversation begins with, and that of the line it answers, its own where it \
        begins one. Annotations are never read.
        """
    static let examples = [
        Example(command: "quarry eval retrieval eval/retrieval/irc-threads", says: "nDCG, recall and time a query"),
        Example(
            command: "quarry eval retrieval DIR --mode dense --run dense.run", says: "a run file for other programs"),
        Example(
            command: "quarry eval retrieval DIR --rerank late --explain", says: "why each document stands where it does"
        ),
        Example(
            command: "quarry eval conversations eval/disentangle/dev --predictions mine.txt",
            says: "who answers whom, for a script that knows the answers"),
    ]
    static let parameters: [Parameter<Self>] = [
        .positional("KIND", \.kind, "What is measured: retrieval or conversations."),
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
            "predictions", \.predictions, value: "FILE", "Where it is written what each message answers."),
        .flag("no-encoder", \.hasNoEncoder, "Conversations are recovered without vectors."),
        .option(
            "baseline", \.baseline, value: "RULE",
            "Conversations are recovered by a rule: gap, the message before unless a quarter of an hour has passed."),
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
    var predictions: String?
    var hasNoEncoder = false
    var baseline: Baseline?
    var engine: String?
    var isJSON = false
    var isQuiet = false

    /// What can be measured.
    enum Kind: String, ArgumentValue, CaseIterable {
        case retrieval
        case conversations
    }

    /// What learned nothing.
    enum Baseline: String, ArgumentValue, CaseIterable {
        case gap
    }

    func run(_ surroundings: Surroundings) async throws -> ExitCode {
        switch kind {
        case .retrieval: try await measureRetrieval(surroundings)
        case .conversations: try await measureConversations(surroundings)
        }
        return .success
    }

    private func measureConversations(_ surroundings: Surroundings) async throws {
        let set = try ConversationSet(folder: data)
        let needsEncoder = !hasNoEncoder && baseline == nil
        let encoder = try needsEncoder ? EncoderChoice(place: encoder, model: encoderModel).open(surroundings) : nil
        let progress = EmbedProgress(surroundings.console, isQuiet: isQuiet)
        defer { progress.finish() }
        let trial = ConversationTrial(set: set, encoder: encoder, progress: progress)
        let outcome =
            switch baseline {
            case .gap: try await trial.run { GapThreader() }
            case nil: try await trial.run { ModelThreader() }
            }
        if let predictions { try outcome.write(to: predictions) }
        try surroundings.console.print(isJSON ? outcome.json : outcome.text)
    }

    private func measureRetrieval(_ surroundings: Surroundings) async throws {
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
