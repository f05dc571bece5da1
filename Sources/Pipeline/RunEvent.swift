public import Chat

/// What a run tells while it works.
public enum RunEvent: Sendable {
    /// A stage has begun.
    case began(StageName)
    /// How far it has come.
    case progressed(RunProgress)
    /// Something a person should know.
    case problem(FileProblem)
    /// There is no encoder: what is indexed can be found by its words only.
    case noEncoder
}

/// How much of a stage's work is done.
public struct RunProgress: Sendable {
    public var done: Int
    public var total: Int
    /// Messages, conversations or passages so far.
    public var count: Int
}

/// The stages of a run, in their order.
public enum StageName: String, Sendable, CaseIterable {
    case ingest
    case converse
    case describe
    case index

    /// What the stage does, for a progress line.
    public var activity: String {
        switch self {
        case .ingest: "reading exports"
        case .converse: "finding conversations"
        case .describe: "describing conversations"
        case .index: "indexing passages"
        }
    }

    /// What the stage counts.
    public var unit: String {
        switch self {
        case .ingest, .converse: "messages"
        case .describe: "conversations"
        case .index: "passages"
        }
    }
}
