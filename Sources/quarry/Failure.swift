import Chat
import JSONStream
import Pipeline
import Store

/// Words errors for people: the one place where facts become sentences.
enum Failure {
    static func sentence(_ error: any Error) -> String {
        switch error {
        case let error as PipelineError: error.description.safeForTerminal
        case let error as StoreError: "the archive's database: \(error.description)"
        case let error as QueryError: sentence(error)
        case let error as JSONError: "\(error.description), at byte \(error.offset)"
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

    private static func list(_ names: [String]) -> String {
        names.prefix(20).map(\.safeForTerminal).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
    }
}
