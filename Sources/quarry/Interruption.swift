import Dispatch
import Glibc

/// Turns the first SIGINT or SIGTERM into cancellation, so that a run stops at a safe point; the second ends the process.
enum Interruption {
    /// Runs `work`, and cancels it when the process is asked to stop.
    static func cancelling<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) async throws
        -> Result
    {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in signals() { return nil }
                return nil
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let finished { return finished }
                group.cancelAll()
            }
            throw CancellationError()
        }
    }

    private static func signals() -> AsyncStream<Void> {
        AsyncStream { stream in
            let listeners = [SIGINT, SIGTERM].map { SignalListener($0, stream) }
            stream.onTermination = { _ in
                for listener in listeners { listener.cancel() }
            }
        }
    }
}

/// Passes on one arrival of a signal; from then on the signal does again what it does by default.
///
/// `@unchecked`: the source is made and activated in `init`; afterwards only its thread-safe `cancel` is called.
private final class SignalListener: @unchecked Sendable {
    private let source: any DispatchSourceSignal

    init(_ number: Int32, _ stream: AsyncStream<Void>.Continuation) {
        signal(number, SIG_IGN)
        source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler {
            signal(number, SIG_DFL)
            stream.yield()
            stream.finish()
        }
        source.activate()
    }

    func cancel() {
        source.cancel()
    }
}
