import Testing

@testable import HTTPClient

@Suite("The state of a transfer")
struct TransferStateTests {
    private static func failure(_ kind: HTTPError.Kind) -> HTTPError {
        HTTPError(kind, url: "")
    }

    private static func receive(_ count: Int, _ reception: inout Reception) -> Reception.Verdict {
        [UInt8](repeating: 7, count: count).withUnsafeBytes { reception.receive($0, failure: failure) }
    }

    @Test("a transfer that is ahead of its reader waits, loses nothing, and goes on")
    func pauses() throws {
        var reception = Reception(sizeLimit: 1 << 20)
        #expect(Self.receive(300 << 10, &reception) == .taken)
        #expect(Self.receive(5, &reception) == .pause)
        #expect(reception.isPaused)
        let first = try #require(try reception.takePiece()?.get())
        #expect(first.bytes.count == 300 << 10)
        #expect(first.resumes)
        reception.resume()
        #expect(reception.takePiece() == nil)
        #expect(Self.receive(5, &reception) == .taken)
        let second = try #require(try reception.takePiece()?.get())
        #expect(second.bytes.count == 5)
        #expect(!second.resumes)
    }

    @Test("what came before a failure is read first, and the first end counts")
    func ends() throws {
        var reception = Reception(sizeLimit: 10)
        #expect(Self.receive(10, &reception) == .taken)
        #expect(Self.receive(1, &reception) == .refused)
        reception.finish(.success(()))
        #expect(Self.receive(1, &reception) == .refused)
        #expect(try reception.takePiece()?.get().bytes.count == 10)
        #expect(throws: Self.failure(.tooLarge(limit: 10))) { try reception.takePiece()?.get() }
        #expect(throws: Self.failure(.tooLarge(limit: 10))) { try reception.takeHead()?.get() }
    }

    @Test("bytes and a slow reader put the stall off, silence does not")
    func stalls() {
        let start = ContinuousClock.now
        var watch = StallWatch(limit: .seconds(10), now: start)
        let notes: [(second: Int, progress: Int, isHeldBack: Bool, deadline: Int)] = [
            (3, 0, false, 10), (5, 1, false, 15), (9, 1, false, 15), (14, 1, true, 24), (20, 1, false, 24),
        ]
        for note in notes {
            watch.note(progress: note.progress, isHeldBack: note.isHeldBack, now: start + .seconds(note.second))
            #expect(watch.deadline == start + .seconds(note.deadline), "after \(note.second) s")
        }
    }

    @Test("authorities come from the environment as the curl command reads it")
    func trusts() {
        let all = ["CURL_CA_BUNDLE": "a", "SSL_CERT_FILE": "b", "SSL_CERT_DIR": "c"]
        #expect(TrustedAuthorities { all[$0] } == TrustedAuthorities(file: "a", folder: nil))
        let some = all.filter { $0.key != "CURL_CA_BUNDLE" }
        #expect(TrustedAuthorities { some[$0] } == TrustedAuthorities(file: "b", folder: "c"))
        #expect(TrustedAuthorities { _ in nil } == TrustedAuthorities(file: nil, folder: nil))
    }
}
