extension ConversationStore {
    /// By what a run makes conversations.
    public struct Plan: Sendable {
        /// Private channels that may be searched all the same, by name or id.
        public var published: [String] = []
        /// Messages that one transaction goes through.
        var portion = 10_000

        public init() {}
    }

    /// How far a run is.
    public enum Progress: Sendable {
        /// So many messages more were gone through.
        case linked(messages: Int)
        /// So many conversations more were described, and so many wait.
        case described(conversations: Int, waiting: Int)
    }

    /// Takes down what has changed since the last run, and tells about how many messages that concerns; nil where it is nothing.
    public func begin(_ plan: Plan) throws -> Int? {
        try survey(threader: StandardThreader.version, published: plan.published)
    }

    /// Does the next portion of what `begin` took down, in one transaction; nil when all is done. A kill costs what was done of
    /// a portion.
    public func proceed(_ plan: Plan) throws -> Progress? {
        if let messages = try linkPortion(by: StandardThreader.Model.self, limit: plan.portion) {
            return .linked(messages: messages)
        }
        return try describePortion(messages: plan.portion).map {
            .described(conversations: $0, waiting: try staleCount())
        }
    }
}

/// By what messages of plain channels are linked.
enum StandardThreader {
    typealias Model = ModelThreader
    static let version = ModelThreader.version
}
