import Chat
import Conversations

/// The second stage: messages become conversations.
public struct Converse {
    let store: ConversationStore
    let plan: ConversationStore.Plan
    let report: @Sendable (RunEvent) -> Void

    /// What one run has done.
    public struct Outcome: Sendable, Equatable {
        /// Messages whose links were looked at.
        public var linked = 0
        /// Conversations that were described anew.
        public var described = 0
    }

    /// Follows the archive to its last change. Cancellation ends the run between two transactions; the next one goes on.
    func run() async throws -> Outcome {
        var outcome = Outcome()
        guard let expected = try await store.begin(plan) else { return outcome }
        report(.began(.converse))
        while !Task.isCancelled, let progress = try await store.proceed(plan) {
            switch progress {
            case .linked(let messages):
                outcome.linked += messages
                report(
                    .progressed(
                        RunProgress(done: outcome.linked, total: max(expected, outcome.linked), count: outcome.linked)))
            case .described(let conversations, let waiting):
                if outcome.described == 0 { report(.began(.describe)) }
                outcome.described += conversations
                report(
                    .progressed(
                        RunProgress(
                            done: outcome.described, total: outcome.described + waiting, count: outcome.described)))
            }
        }
        return outcome
    }
}
