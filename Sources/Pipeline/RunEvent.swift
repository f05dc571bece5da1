public import Chat

/// What a run tells while it works.
public enum RunEvent: Sendable {
    /// A stage has begun.
    case began(StageName)
    /// How far it has come.
    case progressed(RunProgress)
    /// Something a person should know.
    case problem(FileProblem)
}

/// How much of a stage's work is done.
public struct RunProgress: Sendable {
    public var done: Int
    public var total: Int
    /// Messages so far.
    public var messages: Int
}

/// The stages of a run, in their order.
public enum StageName: String, Sendable, CaseIterable {
    case ingest

    /// What the stage does, for a progress line.
    public var activity: String {
        switch self {
        case .ingest: "reading exports"
        }
    }
}
