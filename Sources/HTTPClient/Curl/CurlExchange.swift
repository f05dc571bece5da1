import Synchronization

/// One request and its answer, between the thread that carries them and the task that reads.
final class CurlExchange: Sendable {
    let request: HTTPRequest
    private let state: Mutex<State>

    private struct State {
        var reception: Reception
        var wakeReader: (@Sendable () -> Void)?
    }

    init(_ request: HTTPRequest) {
        self.request = request
        state = Mutex(State(reception: Reception(sizeLimit: request.limits.bodySize)))
    }

    /// Changes what has arrived, and wakes the reader.
    func update<Outcome: Sendable>(_ change: (inout Reception) -> Outcome) -> Outcome {
        let (outcome, wakeReader) = state.withLock { state in
            let wakeReader = state.wakeReader
            state.wakeReader = nil
            return (change(&state.reception), wakeReader)
        }
        wakeReader?()
        return outcome
    }

    func fail(_ kind: HTTPError.Kind) {
        update { $0.finish(.failure(request.failure(kind))) }
    }

    /// What has arrived so far.
    var reception: Reception {
        state.withLock { $0.reception }
    }

    /// Waits until `take` finds what it looks for. There is one reader at a time.
    func wait<Value: Sendable>(
        for take: @Sendable (inout Reception) -> Result<Value, HTTPError>?
    ) async -> Result<Value, HTTPError> {
        while true {
            let found: Result<Value, HTTPError>? = await withCheckedContinuation { continuation in
                let found = state.withLock { state in
                    precondition(state.wakeReader == nil, "a body has one reader at a time")
                    let found = take(&state.reception)
                    if found == nil { state.wakeReader = { continuation.resume(returning: nil) } }
                    return found
                }
                if let found { continuation.resume(returning: found) }
            }
            if let found { return found }
        }
    }
}
