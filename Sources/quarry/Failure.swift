import Chat
import Conversations
import Embedding
import HTTPClient
import JSONStream
import Pipeline
import Search
import Store
import VectorEngine

/// Words errors for people: the one place where facts become sentences.
enum Failure {
    static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as PipelineError: error.description.safeForTerminal
        case let error as StoreError: "the archive's database: \(error.description)"
        case let error as WriteError: "cannot write '\(error.path)': \(error.reason)".safeForTerminal
        case let error as QueryError: sentence(error)
        case let error as ConversationError: sentence(error)
        case let error as JSONError: "\(error.description), at byte \(error.offset)"
        case let error as EmbeddingError: error.description.safeForTerminal
        case let error as RemoteModelError where error.kind == .request(.cancelled): "stopped"
        case let error as RemoteModelError: "\(error)".safeForTerminal
        case let error as HTTPError: "\(error)".safeForTerminal
        case let error as EmbedFailure: sentence(error)
        case let error as EngineError: sentence(error).safeForTerminal
        case let error as FusionError: sentence(error)
        case SearchError.noEncoder: "without an encoder only words can be searched; --encoder names one"
        case let error as SearchRefusal: sentence(error)
        case let error as EvaluationFailure: sentence(error).safeForTerminal
        case let error as OutputFailure: error.description
        case let error as SourceFailure: error.description
        case is CancellationError: "stopped"
        default: "\(error)"
        }
    }

    private static func sentence(_ error: QueryError) -> String {
        switch error {
        case .unknownChannel(let name, let known):
            "no channel '\(name.safeForTerminal)'; there are \(list(known))"
        case .unknownAuthor(let name):
            "no author '\(name.safeForTerminal)'; an author is named by id, name or nickname"
        }
    }

    private static func sentence(_ error: SearchRefusal) -> String {
        switch error {
        case .noVectors:
            "meaning cannot be searched: the passages have no vectors, or there is no encoder; --mode sparse searches words"
        }
    }

    private static func sentence(_ error: ConversationError) -> String {
        switch error {
        case .notMade: "there are no conversations yet; 'quarry run' makes them"
        case .otherVersion(let found, let known):
            "the conversations have schema \(found), this version reads \(known); 'quarry run' of the newer version brings them up to date"
        case .unknown(let id): "no message '\(id.safeForTerminal)' in any conversation"
        case .unknownChannel(let name, let known): "no channel '\(name.safeForTerminal)'; there are \(list(known))"
        case .unknownAuthor(let name): sentence(QueryError.unknownAuthor(name))
        }
    }

    private static func sentence(_ error: EmbedFailure) -> String {
        switch error {
        case .noTexts: "there are no texts, and so no matrix"
        case .noStandardModel:
            "there is no models/all-MiniLM-L6-v2; 'make setup' fetches it, --encoder names another model"
        case .noModelName: "--encoder names a server; --encoder-model says which of its models"
        case .badLine(let path, let number, let error):
            "\(path.safeForTerminal):\(number):\(error.offset): \(error); a line is a string or an object with \"text\""
        }
    }

    private static func sentence(_ error: EvaluationFailure) -> String {
        switch error {
        case .noTexts(let path): "there are no texts in '\(path)'"
        case .noLogs(let folder): "there are no logs in '\(folder)': files that end in .ascii.txt"
        case .badID(let path, let id): "in '\(path)' the id '\(id)' stands twice, or has blanks"
        case .badAnswer(let path, let number): "\(path):\(number): a line is a query, a document and a number"
        case .noTokens: "late interaction needs a model of this machine: a server gives vectors of whole texts"
        case .noRerankModel: "--rerank names a server; --rerank-model says which of its models"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.prefix(20).map(\.safeForTerminal).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
    }
}

extension Console {
    /// Says what failed.
    func complain(of error: any Error) {
        if let error = error as? OutputFailure, error.isOfNoInterest { return }
        complain("quarry: \(Failure.sentence(error))")
    }
}
