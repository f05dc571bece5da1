import TestSupport
import Testing

@testable import HTTPClient

@Suite("Trying again")
struct RetrierTests {
    private static func status(_ status: Int, after retryAfter: Duration? = nil) -> HTTPError {
        HTTPError(.status(status, excerpt: "", retryAfter: retryAfter), url: "")
    }

    @Test("500 and then 200 is a success")
    func succeedsLater() async throws {
        let server = try TestServer { .text("\($0.number)", status: $0.number < 3 ? 500 : 200) }
        let clock = PatientClock()
        let transport = CurlTransport()
        let request = HTTPRequest(.get, try HTTPURL(server.url))
        let response = try await Retrier(seed: 1, clock: clock).run { () async throws(HTTPError) in
            try await transport.send(request)
        }
        #expect(response.body == Array("3".utf8))
        #expect(clock.pauses.count == 2)
    }

    @Test("pauses are random below a bound that doubles up to its limit")
    func backsOff() {
        var policy = RetryPolicy()
        policy.attempts = 100
        var generator = SplitMix64(state: 7)
        for attempt in 1..<100 {
            let bound = min(.seconds(30), .milliseconds(500) * (1 << min(attempt - 1, 20)))
            var longest = Duration.zero
            for _ in 0..<50 {
                let pause = policy.pause(after: Self.status(500), attempt: attempt, using: &generator)
                longest = max(longest, pause ?? .zero)
                #expect(pause.map { $0 >= .zero && $0 < bound } == true)
            }
            #expect(longest > bound * 0.7)
        }
    }

    @Test("the same seed gives the same pauses")
    func repeats() async {
        let pauses = await [5 as UInt64, 5, 6].asyncMap { seed in
            let clock = PatientClock()
            let error = await #expect(throws: HTTPError.self) {
                try await Retrier(seed: seed, clock: clock).run { () async throws(HTTPError) in throw Self.status(503) }
            }
            #expect(error == Self.status(503))
            return clock.pauses
        }
        #expect(pauses[0].count == 5)
        #expect(pauses[0] == pauses[1])
        #expect(pauses[0] != pauses[2])
    }

    @Test("what the server asks for is waited at least")
    func honoursServer() async throws {
        let server = try TestServer { request in
            switch request.number {
            case 1: .text("", status: 429, headers: [("Retry-After", "20")])
            case 2:
                .text(
                    "", status: 429,
                    headers: [
                        ("Date", "Sun, 06 Nov 1994 08:49:37 GMT"), ("Retry-After", "Sun, 06 Nov 1994 08:50:17 GMT"),
                    ])
            default: .text("now")
            }
        }
        let clock = PatientClock()
        let transport = CurlTransport()
        let request = HTTPRequest(.get, try HTTPURL(server.url))
        _ = try await Retrier(seed: 1, clock: clock).run { () async throws(HTTPError) in
            try await transport.send(request)
        }
        try #require(clock.pauses.count == 2)
        #expect(clock.pauses[0] >= .seconds(20) && clock.pauses[0] < .seconds(21))
        #expect(clock.pauses[1] >= .seconds(40) && clock.pauses[1] < .seconds(42))
    }

    @Test(
        "what another attempt cannot help is not tried again",
        arguments: [
            status(400), status(401), status(404), status(409), status(501), status(429, after: .seconds(301)),
            HTTPError(.cancelled, url: ""), HTTPError(.tooLarge(limit: 1), url: ""),
            HTTPError(.untrusted(reason: ""), url: ""), HTTPError(.unrecorded, url: ""),
        ])
    func givesUp(_ error: HTTPError) async {
        let clock = PatientClock()
        await #expect(throws: error) {
            try await Retrier(seed: 1, clock: clock).run { () async throws(HTTPError) in throw error }
        }
        #expect(clock.pauses.isEmpty)
    }

    @Test(
        "what may pass is tried again",
        arguments: [408, 425, 429, 500, 502, 503, 504].map { status($0) } + [
            HTTPError(.unreachable(reason: ""), url: ""), HTTPError(.interrupted(received: 3), url: ""),
            HTTPError(.timeout(.connecting), url: ""), HTTPError(.timeout(.stall), url: ""),
            HTTPError(.timeout(.total), url: ""),
        ])
    func goesOn(_ error: HTTPError) async {
        let clock = PatientClock()
        await #expect(throws: error) {
            try await Retrier(seed: 1, clock: clock).run { () async throws(HTTPError) in throw error }
        }
        #expect(clock.pauses.count == 5)
    }

    @Test("a cancelled pause ends the attempts")
    func isCancelled() async {
        let error = await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask {
                do {
                    try await Retrier(seed: 1).run { () async throws(HTTPError) in
                        throw Self.status(503, after: .seconds(200))
                    }
                    return nil
                } catch {
                    return error
                }
            }
            group.cancelAll()
            return await group.next() ?? nil
        }
        #expect((error as? HTTPError)?.kind == .cancelled)
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ transform: (Element) async -> Result) async -> [Result] {
        var results: [Result] = []
        for element in self { results.append(await transform(element)) }
        return results
    }
}
