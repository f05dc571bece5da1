import Foundation
import JSONStream
import TestSupport
import Testing

@Suite("quarry embed")
struct EmbedTests {
    private let folder: ScratchFolder

    init() throws {
        folder = try ScratchFolder()
    }

    /// The numbers of a line of output.
    private func vector(_ line: Substring) throws -> [Double] {
        let text = try #require(line.split(separator: "[").last?.split(separator: "]").first)
        return try text.split(separator: ",").map { try #require(Double($0)) }
    }

    private func cosine(_ left: [Double], _ right: [Double]) -> Double {
        zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
    }

    @Test(
        "prints a line a text, with its id, and like texts lie near each other", arguments: ["exact", "half", "fast"])
    func lines(precision: String) throws {
        let path = try folder.write(
            #"""
            {"id": "a", "text": "How do I rotate an API key?"}
            "the cat sleeps on the sofa"
            {"id": "c", "title": "Keys", "text": "Rotating API keys works through the settings page."}
            """#, to: "texts.jsonl")
        let outcome = try Program.quarry.run(["embed", path, "--precision", precision])
        #expect(outcome.code == 0, "\(outcome.errors)")
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.map { $0.prefix(10) } == [#"{"id":"a","#, #"{"id":"2","#, #"{"id":"c","#])
        let vectors = try lines.map(vector)
        #expect(vectors.allSatisfy { $0.count == 384 && abs(cosine($0, $0) - 1) < 1e-5 })
        #expect(cosine(vectors[0], vectors[2]) > 0.6)
        #expect(cosine(vectors[0], vectors[1]) < 0.2)
    }

    @Test("writes a matrix for NumPy")
    func matrix() throws {
        let path = try folder.write("one\ntwo\n\nfour", to: "texts.txt")
        let matrix = try folder.write("", to: "matrix.npy")
        let outcome = try Program.quarry.run(
            ["embed", path, "--format", "npy", "--threads", "1"], output: .file(matrix))
        #expect(outcome.code == 0, "\(outcome.errors)")
        let data = try Data(contentsOf: URL(fileURLWithPath: matrix))
        #expect(data.count == 128 + 4 * 384 * 4)
        #expect(data.prefix(6) == Data([0x93]) + Data("NUMPY".utf8))
        #expect(String(decoding: data[10..<128], as: UTF8.self).contains("'shape': (4, 384)"))
    }

    @Test("says in one line what is wrong")
    func failures() throws {
        let bad = try folder.write("{\"id\": \"a\", \"text\": \"fine\"}\n{\"id\": \"b\"}\n", to: "bad.jsonl")
        let line = try Program.quarry.run(["embed", bad])
        #expect(line.code == 1)
        #expect(line.errors.contains("bad.jsonl:2:") && line.errors.contains("text"), "\(line.errors)")
        let noModel = try Program.quarry.run(["embed", bad, "--encoder", folder.path])
        #expect(noModel.code == 1)
        #expect(noModel.errors.contains("config.json"), "\(noModel.errors)")
        let noName = try Program.quarry.run(["embed", bad, "--encoder", "http://127.0.0.1:9/v1"])
        #expect(noName.code == 1)
        #expect(noName.errors.contains("--encoder-model"), "\(noName.errors)")
        let noThread = try Program.quarry.run(["embed", bad, "--threads", "0"])
        #expect(noThread.code == 64)
        #expect(noThread.errors.contains("--threads") && noThread.errors.contains("1"), "\(noThread.errors)")
        let empty = try folder.write("", to: "empty.txt")
        let nothing = try Program.quarry.run(["embed", empty, "--format", "npy"])
        #expect(nothing.code == 1)
        #expect(nothing.errors.contains("no texts"), "\(nothing.errors)")
    }

    @Test("asks a server, with the key of the environment, which is never shown")
    func remote() throws {
        let server = try TestServer { request in
            guard request.headers["authorization"] == "Bearer secret-key" else {
                return .text("wrong key", status: 401)
            }
            return .json(#"{"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}]}"#)
        }
        let path = try folder.write("first\nsecond", to: "texts.txt")
        let arguments = ["embed", path, "--encoder", server.url + "/v1", "--encoder-model", "m"]
        let answered = try Program.quarry.run(arguments, environment: ["QUARRY_ENCODER_KEY": "secret-key"])
        #expect(
            answered.output == "{\"id\":\"1\",\"vector\":[1.0,0.0]}\n{\"id\":\"2\",\"vector\":[0.0,1.0]}\n",
            "\(answered.errors)")
        let refused = try Program.quarry.run(arguments, environment: ["QUARRY_ENCODER_KEY": "another-key"])
        #expect(refused.code == 1)
        #expect(refused.errors.contains("401") && !refused.errors.contains("another-key"), "\(refused.errors)")
    }
}
