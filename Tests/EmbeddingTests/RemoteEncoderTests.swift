import Embedding
import HTTPClient
import JSONStream
import Synchronization
import TestSupport
import Testing

@Suite("Vectors from a server")
struct RemoteEncoderTests {
    private let clock = PatientClock()
    private static let texts = (1...23).map { String(repeating: "x", count: $0) }

    /// A server whose answers are made from what it was asked.
    private func server(
        _ answer: @escaping @Sendable (EmbeddingsQuestion, ReceivedRequest) -> ServerAnswer
    ) throws -> TestServer {
        try TestServer { request in
            do {
                return answer(try EmbeddingsQuestion(request), request)
            } catch {
                return .text("\(error)", status: 400)
            }
        }
    }

    private func encoder(
        _ server: TestServer, load: RemoteLoad = .small, change: (inout RemoteModel) -> Void = { _ in }
    ) throws -> RemoteEncoder {
        var model = RemoteModel(base: try HTTPURL(server.url + "/v1"), name: "mini")
        change(&model)
        return RemoteEncoder(model, load: load, transport: CurlTransport(), retrier: Retrier(seed: 1, clock: clock))
    }

    @Test(
        "vectors come back in the order of the texts, whatever the server's",
        arguments: RemoteModel.NumberFormat.allCases)
    func encodes(_ numbers: RemoteModel.NumberFormat) async throws {
        let server = try server { question, _ in question.answer }
        let encoder = try encoder(server) { model in
            model.key = BearerKey("sesame")
            model.numbers = numbers
        }
        let rows = try await encoder.encode(Self.texts)
        #expect(rows == VectorRows(dimension: 3, values: Self.texts.flatMap(EmbeddingsQuestion.vector)))
        #expect(server.requests.count == 5)
        for request in server.requests {
            #expect(request.method == "POST")
            #expect(request.target == "/v1/embeddings")
            #expect(request.headers["authorization"] == "Bearer sesame")
            #expect(request.headers["content-type"] == "application/json")
            let question = try EmbeddingsQuestion(request)
            #expect(question.model == "mini")
            #expect(question.format == numbers.rawValue)
        }
    }

    @Test("a server that gives arrays where base64 was asked for is understood")
    func takesArrays() async throws {
        let server = try server { question, _ in
            var question = question
            question.format = "float"
            return question.answer
        }
        let rows = try await encoder(server).encode(["ab"])
        #expect(rows.values == EmbeddingsQuestion.vector(of: "ab"))
    }

    @Test("queries and passages get their prefixes, which are part of the identity")
    func prefixes() async throws {
        let server = try server { question, _ in question.answer }
        let plain = try encoder(server)
        let prefixed = try encoder(server) { model in
            model.queryPrefix = "query: "
            model.passagePrefix = "passage: "
        }
        _ = try await prefixed.encode(["a"], as: .query)
        _ = try await prefixed.encode(["b"], as: .passage)
        _ = try await plain.encode(["c"], as: .query)
        #expect(try server.requests.flatMap { try EmbeddingsQuestion($0).input } == ["query: a", "passage: b", "c"])
        let identity = try await plain.identity
        #expect(identity == EncoderIdentity(model: "\(server.url)/v1 mini", precision: "f32", dimension: 3))
        #expect(try await prefixed.identity.model != identity.model)
        #expect(server.requests.count == 3)
    }

    @Test("the dimension is asked for when nothing was encoded yet, even for no texts")
    func probes() async throws {
        let server = try server { question, _ in question.answer }
        #expect(try await encoder(server).encode([]) == VectorRows(dimension: 3))
        #expect(try await encoder(server).identity.dimension == 3)
        #expect(server.requests.count == 2)
    }

    @Test("requests hold no more texts and tokens than allowed, and all texts once")
    func bounds() async throws {
        let texts =
            (0..<40).map { String(repeating: "y", count: $0 * 7 % 31 * 3) } + [String(repeating: "z", count: 999)]
        let server = try server { question, _ in question.answer }
        var load = RemoteLoad()
        load.texts = 6
        load.tokens = 50
        load.requests = 1
        _ = try await encoder(server, load: load).encode(texts)
        let inputs = try server.requests.map { try EmbeddingsQuestion($0).input }
        #expect(inputs.flatMap(\.self) == texts)
        for input in inputs {
            #expect(input.count <= 6)
            #expect(input.count == 1 || input.reduce(0) { $0 + $1.utf8.count / 3 + 1 } <= 50)
        }
        #expect(inputs.count < 30)
    }

    @Test("as many requests are under way as allowed, and no more")
    func boundsRequests() async throws {
        let both = Gate()
        let server = try server { question, request in
            if request.number == 2 { both.open() }
            var answer = question.answer
            answer.before = [.wait(both)]
            return answer
        }
        var load = RemoteLoad.small
        load.requests = 2
        _ = try await encoder(server, load: load).encode(Self.texts)
        // A third request at the same time would need a third connection.
        #expect(server.connectionCount == 2)
    }

    @Test("progress counts up to all texts, with the server's tokens")
    func tellsProgress() async throws {
        let server = try server { question, _ in question.answer }
        let told = Mutex<[EncodingProgress]>([])
        _ = try await encoder(server).encode(Self.texts, as: .passage) { progress in
            told.withLock { $0.append(progress) }
        }
        told.withLock { told in
            #expect(told.count == 5)
            #expect(told.map(\.texts) == told.map(\.texts).sorted())
            #expect(told.last?.texts == 23)
            #expect(told.last?.tokens == 230)
        }
    }

    @Test("what passes is tried again: 429 with a time to wait, 500, half a body")
    func triesAgain() async throws {
        let server = try server { question, request in
            switch request.number {
            case 1: .text("", status: 429, headers: [("Retry-After", "9")])
            case 2: .text("", status: 500)
            case 3: .half("{\"data\": []}")
            default: question.answer
            }
        }
        let rows = try await encoder(server).encode(["a", "b"])
        #expect(rows.count == 2)
        #expect(clock.pauses.count == 3)
        #expect(clock.pauses.max().map { $0 >= .seconds(9) } == true)
    }

    @Test("cancelling in the middle hangs up on the server, and gives no vectors")
    func cancels() async throws {
        let (asked, hungUp) = (Gate(), Gate())
        let server = try server { question, request in
            guard request.number > 2 else { return question.answer }
            asked.open()
            return .silent(hangUp: hungUp)
        }
        var load = RemoteLoad.small
        load.requests = 1
        let encoder = try encoder(server, load: load)
        let outcome = await withTaskGroup(of: Result<VectorRows, any Error>.self) { group in
            group.addTask {
                do { return .success(try await encoder.encode(Self.texts)) } catch { return .failure(error) }
            }
            await asked.opened()
            group.cancelAll()
            return await group.next()
        }
        await hungUp.opened()
        let error = #expect(throws: RemoteModelError.self) { try outcome?.get() }
        #expect(error?.kind == .request(.cancelled))
        #expect(server.requests.count == 3)
    }
}

extension RemoteLoad {
    static var small: RemoteLoad {
        var load = RemoteLoad()
        load.texts = 5
        return load
    }
}
